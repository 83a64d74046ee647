using SkinEnhance.Core.Images;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>Both providers before a <see cref="ScriptedServer"/>, on a clock that skips the waits between attempts.</summary>
internal sealed class ProviderFixture : IAsyncDisposable
{
    /// <summary>The time-outs are out of the reach of skipped waits; tests that want one to run out move the clock.</summary>
    internal static ResilienceOptions Options { get; } = new()
    {
        QueryTimeout = TimeSpan.FromHours(1),
        SubmitTimeout = TimeSpan.FromHours(1),
        DownloadStallTimeout = TimeSpan.FromHours(1),
        TotalTimeout = TimeSpan.FromHours(24),
    };

    private readonly TemporaryFolder _folder = new();

    internal ProviderFixture(params WireStep[] steps)
        : this(new ScriptedServer(steps))
    {
    }

    internal ProviderFixture(ScriptedServer server, ResilienceOptions? options = null)
    {
        Server = server;
        Comfy = new ComfyProvider(Settings("Comfy"), options ?? Options, Time);
        AILab = new AILabProvider(Settings("AILab"), options ?? Options, Time);

        ProviderSettings Settings(string provider) => new(provider, server.Address, $"the test's key of {provider}", () => Key());
    }

    internal ScriptedServer Server { get; }

    internal SkippingTime Time { get; } = new();

    internal RecordingObserver Observer { get; } = new();

    internal ComfyProvider Comfy { get; }

    internal AILabProvider AILab { get; }

    internal Func<string?> Key { get; set; } = () => "comfyui-secret-1";

    internal string Image(byte[] bytes, string name = "face.jpg") => _folder.Add(name, bytes);

    /// <summary>A checked submission, as the batch would make it.</summary>
    internal ProviderSubmission Submission(
        OperationDescriptor operation, byte[]? image = null, bool resendAmbiguous = false, params (string Name, object? Value)[] parameters)
    {
        var path = Image(image ?? TestImage.Jpeg());
        var (info, written) = ImagePreflight.Inspect(path);
        return new ProviderSubmission
        {
            Operation = operation,
            Source = ImageSource.FromPath(path),
            Image = info,
            ImageWrittenUtc = written,
            Parameters = ParameterReader.Read(operation, parameters.ToDictionary(pair => pair.Name, pair => pair.Value), [operation]),
            IdempotencyKey = "key-of-the-submission",
            ResendAmbiguous = resendAmbiguous,
        };
    }

    internal Task<ProviderTaskState> SubmitComfyAsync(bool resendAmbiguous = false, byte[]? image = null, CancellationToken cancellationToken = default) =>
        Comfy.SubmitAsync(Submission(ComfyOperations.Faithful, image, resendAmbiguous), Observer, cancellationToken).SoonAsync();

    internal Task<ProviderTaskState> SubmitAILabAsync(bool resendAmbiguous = false, CancellationToken cancellationToken = default) =>
        AILab.SubmitAsync(
            Submission(AILabOperations.SmartSkinAdvanced, resendAmbiguous: resendAmbiguous, parameters: ("acne_removal", true)), Observer, cancellationToken).SoonAsync();

    internal Task<ProviderTaskState> SubmitSmartSkinAsync(bool resendAmbiguous = false) =>
        AILab.SubmitAsync(Submission(AILabOperations.SmartSkin, resendAmbiguous: resendAmbiguous), Observer, CancellationToken.None).SoonAsync();

    internal Task<ProviderTaskState> QueryComfyAsync(string taskId = "task-1", CancellationToken cancellationToken = default) =>
        Comfy.QueryAsync(ComfyOperations.SkinStatusRoute, taskId, Observer, cancellationToken).SoonAsync();

    internal Task<ProviderTaskState> QueryAILabAsync(string taskId = "task-1") =>
        AILab.QueryAsync(AILabOperations.AsyncStatusRoute, taskId, Observer, CancellationToken.None).SoonAsync();

    public async ValueTask DisposeAsync()
    {
        Comfy.Dispose();
        AILab.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
