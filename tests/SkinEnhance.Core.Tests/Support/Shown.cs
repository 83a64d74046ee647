namespace SkinEnhance.Core.Tests.Support;

/// <summary>All parts of an error that a user may see.</summary>
internal static class Shown
{
    internal static string Of(EnhanceError error) =>
        string.Join('\n', error.ToString(), error.Message, error.Target, error.Provider, error.ProviderCode, error.RequestId, error.Advice);

    internal static string Of(EnhanceException failure) => failure + "\n" + Of(failure.Error);
}
