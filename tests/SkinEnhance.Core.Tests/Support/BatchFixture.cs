using SkinEnhance.Core.Batch;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>An engine with two providers whose responses a test sets, and a server that has every result.</summary>
internal sealed class BatchFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _sources = new();

    internal BatchFixture(params WireStep[] downloads)
    {
        Server = new ScriptedServer(downloads.Length > 0 ? downloads : [Wire.Bytes(200, TestImage.Png())]);
        Provider = Create("Test", "Retouch");
        Other = Create("Other", "Repaint");
        Client = new EnhanceClient([Provider, Other], ProviderFixture.Options, Time);

        TestProvider Create(string name, string operation)
        {
            var provider = new TestProvider { Name = name, Operations = [TestProvider.Operation(operation, name)] };
            provider.OnSubmit = (submission, _) => Task.FromResult(Accepted(submission));
            provider.OnQuery = (id, _, _) => Task.FromResult(Completed(id));
            return provider;
        }
    }

    internal ScriptedServer Server { get; }

    internal SkippingTime Time { get; } = new(TimeSpan.FromSeconds(10));

    internal TestProvider Provider { get; }

    internal TestProvider Other { get; }

    internal EnhanceClient Client { get; }

    internal RecordingObserver Observer { get; } = new();

    /// <summary>Where results go.</summary>
    internal TemporaryFolder Folder { get; } = new();

    internal static ProviderTaskState Accepted(ProviderSubmission submission) =>
        new() { TaskId = "task of " + Path.GetFileName(submission.Source.ToString()), Status = EnhanceTaskStatus.Submitted };

    internal ProviderTaskState Completed(string? id, int results = 1) => new()
    {
        TaskId = id,
        Status = EnhanceTaskStatus.Completed,
        ResultUri = [.. Enumerable.Range(1, results).Select(number => new Uri(Server.Address, $"r{number}.png"))],
    };

    internal string Image(string name = "face.jpg") => _sources.Add(name, TestImage.Jpeg());

    internal EnhanceRequest Request(string name = "face.jpg", string operation = "Retouch") =>
        new() { Source = ImageSource.FromPath(Image(name)), Operation = operation };

    /// <summary>Requests for images 1.jpg, 2.jpg, ….</summary>
    internal IEnumerable<EnhanceRequest> Requests(int count, string operation = "Retouch") => Enumerable.Range(1, count).Select(number => Request($"{number}.jpg", operation));

    internal BatchOptions Options(int limit = 4, bool save = true, bool force = false) =>
        new() { Limit = limit, Save = save ? new SaveOptions(Folder.Path, force ? ExistingFileAction.Replace : ExistingFileAction.Error) : null };

    internal Task<List<EnhanceTask>> RunAsync(IEnumerable<EnhanceRequest> requests, BatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Client.RunAsync(requests, options ?? Options(), Observer, cancellationToken).ToListAsync(CancellationToken.None).AsTask().SoonAsync();

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        _sources.Dispose();
        Folder.Dispose();
    }
}
