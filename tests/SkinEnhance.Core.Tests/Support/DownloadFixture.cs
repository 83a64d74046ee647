using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>A finished task whose results are at a <see cref="ScriptedServer"/>.</summary>
internal sealed class DownloadFixture : IAsyncDisposable
{
    internal DownloadFixture(params WireStep[] steps)
        : this(null, new TestProvider(), steps)
    {
    }

    internal DownloadFixture(ResilienceOptions? options, params WireStep[] steps)
        : this(options, new TestProvider(), steps)
    {
    }

    internal DownloadFixture(TestProvider provider, params WireStep[] steps)
        : this(null, provider, steps)
    {
    }

    private DownloadFixture(ResilienceOptions? options, TestProvider provider, WireStep[] steps)
    {
        Provider = provider;
        Server = new ScriptedServer(steps);
        Client = new EnhanceClient([Provider], options ?? ProviderFixture.Options, Time);
    }

    internal ScriptedServer Server { get; }

    internal SkippingTime Time { get; } = new();

    internal RecordingObserver Observer { get; } = new();

    internal TestProvider Provider { get; }

    internal EnhanceClient Client { get; }

    internal TemporaryFolder Folder { get; } = new();

    internal Uri Result(string path) => new(Server.Address, path);

    internal EnhanceTask Completed(params string[] results) => new()
    {
        TaskId = "task",
        Provider = "Test",
        Operation = "Retouch",
        StatusRoute = "test-route",
        Status = EnhanceTaskStatus.Completed,
        Source = Path.Combine(Path.GetTempPath(), "face.jpeg"),
        SourcePath = Path.Combine(Path.GetTempPath(), "face.jpeg"),
        RequestId = "request-1",
        ResultUri = [.. results.Select(Result)],
    };

    internal Task<EnhanceTask> SaveAsync(EnhanceTask task, bool force = false, CancellationToken cancellationToken = default) =>
        Client.SaveAsync(task, new SaveOptions(Folder.Path, force ? ExistingFileAction.Replace : ExistingFileAction.Error), Observer, cancellationToken).SoonAsync();

    internal Task<EnhanceTask> SaveAsync(params string[] results) => SaveAsync(Completed(results));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Folder.Dispose();
    }
}
