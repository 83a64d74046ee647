using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>A provider whose tasks complete at the first question, a server with their results, and a ledger that outlives clients.</summary>
internal sealed class LedgerFixture : IAsyncDisposable
{
    internal const string Host = "here";
    internal static readonly byte[] Result = [.. TestImage.Png(), .. "the result"u8];

    private readonly TemporaryFolder _folder = new();

    internal LedgerFixture(bool knowsKeys = true, params WireStep[] steps)
    {
        Server = new ScriptedServer(steps.Length > 0 ? steps : [Wire.Bytes(200, Result)]);
        Provider = new TestProvider { KnowsIdempotencyKeys = knowsKeys };
        Provider.OnSubmit = (_, _) => Task.FromResult(new ProviderTaskState { TaskId = $"task {Provider.Submitted}", Status = EnhanceTaskStatus.Submitted });
        Provider.OnQuery = (id, _, _) => Task.FromResult(Completed(id));
    }

    internal TestProvider Provider { get; }

    internal ScriptedServer Server { get; }

    internal SkippingTime Time { get; } = new();

    internal RecordingObserver Observer { get; } = new();

    internal string Home => _folder.In("home");

    internal string Out => _folder.In("out");

    internal string In(string name) => _folder.In(name);

    internal string Image(string name = "face.png", int width = 200) => _folder.Add($"in/{name}", TestImage.Png(width));

    internal ProviderTaskState Completed(string? id) =>
        new() { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [new Uri(Server.Address, "r.png")] };

    internal SubmissionLedger OpenLedger() => new(Home, Host, Time);

    internal EnhanceClient OpenClient(SubmissionLedger? ledger = null) => new([Provider], ProviderFixture.Options, Time, ledger ?? OpenLedger());

    internal BatchOptions Saving(string? destination = null) => new() { Save = new SaveOptions(destination ?? Out) };

    internal static EnhanceRequest Request(string image, params (string Name, object? Value)[] parameters) => Request("Retouch", image, parameters);

    internal static EnhanceRequest Request(string operation, string image, params (string Name, object? Value)[] parameters) => new()
    {
        Operation = operation,
        Source = ImageSource.FromPath(image),
        Parameters = parameters.ToDictionary(pair => pair.Name, pair => pair.Value),
    };

    /// <summary>Runs one image as a run of its own.</summary>
    internal async Task<EnhanceTask> RunAsync(string image, BatchOptions? options = null) => Assert.Single(await RunAsync([image], options));

    internal async Task<IReadOnlyList<EnhanceTask>> RunAsync(IReadOnlyList<string> images, BatchOptions? options = null)
    {
        await using var client = OpenClient();
        return await RunAsync(client, images, options).SoonAsync();
    }

    internal async Task<List<EnhanceTask>> RunAsync(EnhanceClient client, IReadOnlyList<string> images, BatchOptions? options = null)
    {
        var tasks = new List<EnhanceTask>();
        await foreach (var task in client.RunAsync(images.Select(image => Request(image)), options ?? Saving(), Observer))
        {
            tasks.Add(task);
        }

        return tasks;
    }

    internal PreparedRequest Prepare(string image, params (string Name, object? Value)[] parameters) =>
        OpenClient().Prepare(Request(Provider.Operations[0].Name, image, parameters));

    internal async Task<string> IdentityAsync(string image, params (string Name, object? Value)[] parameters) =>
        (await SubmissionIdentity.ComputeAsync(Provider.EndpointIdentity, Prepare(image, parameters).Submission, CancellationToken.None)).Value;

    internal async Task<LedgerRecord?> ReadAsync(string image)
    {
        using var ledger = OpenLedger();
        return ledger.Read(await IdentityAsync(image), Observer, out _);
    }

    /// <summary>Writes a record as an earlier run would have.</summary>
    internal async Task<LedgerRecord> LeaveAsync(string image, LedgerState state, Func<LedgerRecord, LedgerRecord>? change = null)
    {
        var check = Prepare(image);
        var identity = await SubmissionIdentity.ComputeAsync(Provider.EndpointIdentity, check.Submission, CancellationToken.None);
        var isAccepted = state is not (LedgerState.Submitting or LedgerState.Unknown);
        var record = new LedgerRecord
        {
            Identity = identity.Value,
            Provider = check.Task.Provider,
            Operation = check.Task.Operation,
            StatusRoute = check.Task.StatusRoute,
            ImageSha256 = identity.ImageSha256,
            Source = image,
            SourcePath = image,
            IdempotencyKey = "the first key",
            State = state,
            TaskId = isAccepted ? "the first task" : null,
            SubmittedAt = isAccepted ? Time.GetUtcNow() : null,
            CreatedAt = Time.GetUtcNow(),
            UpdatedAt = Time.GetUtcNow(),
            ResultUri = state is LedgerState.Completed or LedgerState.Saved ? [new Uri(Server.Address, "r.png")] : [],
        };
        record = change?.Invoke(record) ?? record;
        using var ledger = OpenLedger();
        ledger.Write(record);
        return record;
    }

    internal async Task<string> RecordPathAsync(string image)
    {
        var identity = await IdentityAsync(image);
        return Path.Combine(Home, "ledger", "records", identity[..2], $"{identity}.json");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
