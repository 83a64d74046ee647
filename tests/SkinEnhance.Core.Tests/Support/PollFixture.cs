using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>The engine that waits for one task at a scripted service, on a clock that skips the waits between polls.</summary>
internal sealed class PollFixture : IAsyncDisposable
{
    private readonly ProviderFixture _fixture;

    internal PollFixture(params WireStep[] steps)
        : this(ProviderFixture.Options, steps)
    {
    }

    internal PollFixture(ResilienceOptions options, params WireStep[] steps)
    {
        _fixture = new ProviderFixture(steps);
        Client = new EnhanceClient([_fixture.Comfy, _fixture.AILab], options, _fixture.Time);
        Began = Time.GetTimestamp();
    }

    internal EnhanceClient Client { get; }

    internal SkippingTime Time => _fixture.Time;

    internal ScriptedServer Server => _fixture.Server;

    internal RecordingObserver Observer => _fixture.Observer;

    internal TimeSpan Elapsed => Time.GetElapsedTime(Began);

    private long Began { get; }

    /// <summary>A task that was accepted just now.</summary>
    internal EnhanceTask Submitted(bool isComfy = true) => new()
    {
        TaskId = "task-1",
        Provider = isComfy ? ComfyOperations.ProviderName : AILabOperations.ProviderName,
        Operation = isComfy ? "Faithful" : "SmartSkinAdvanced",
        StatusRoute = isComfy ? ComfyOperations.SkinStatusRoute : AILabOperations.AsyncStatusRoute,
        Status = EnhanceTaskStatus.Submitted,
        Source = "/photos/face.jpg",
        SubmittedAt = Time.GetUtcNow(),
    };

    internal Task<EnhanceTask> WaitAsync(EnhanceTask task, TimeSpan? timeout = null) =>
        Client.WaitAsync(task, timeout ?? Timeout.InfiniteTimeSpan, Observer).SoonAsync();

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _fixture.DisposeAsync();
    }
}
