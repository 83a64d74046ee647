namespace SkinEnhance.Bench.Servers;

/// <summary>A server while it runs.</summary>
internal interface IServer : IDisposable
{
    Uri Address { get; }

    string Key { get; }

    string AILabKey { get; }

    ServerReport Report();
}
