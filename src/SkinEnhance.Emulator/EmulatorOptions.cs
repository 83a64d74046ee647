namespace SkinEnhance.Emulator;

/// <summary>How a <see cref="ProviderEmulator"/> behaves.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// How long a task takes: <c>CREATED</c> for the first quarter, then <c>IN_PROGRESS</c>, then <c>COMPLETED</c>. Two seconds by default.
    /// </summary>
    public TimeSpan TaskTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The timing of a task, by the request that made it, its <see cref="RecordedRequest.ImageSha256"/> included; by default every asynchronous
    /// task takes <see cref="TaskTime"/> and is estimated so. It is called on several threads.
    /// </summary>
    public Func<RecordedRequest, TaskTiming>? Timing { get; init; }

    /// <summary>How long AILab's synchronous operations take; nothing by default.</summary>
    public TimeSpan SynchronousTime { get; init; } = TimeSpan.Zero;

    /// <summary>How long a result can be downloaded after its task completed; for ever by default. AILab documents 24 hours.</summary>
    public TimeSpan? ResultLifetime { get; init; }

    /// <summary>
    /// The key Comfy accepts. One that starts with <c>comfyui-</c> is expected in <c>X-API-Key</c>, any other in <c>Authorization: Bearer</c>
    /// (Comfy's own client).
    /// </summary>
    public string ComfyKey { get; init; } = "comfyui-emulator";

    /// <summary>The key AILab accepts, in <c>ailabapi-api-key</c>.</summary>
    public string AILabKey { get; init; } = "ailab-emulator";

    /// <summary>Comfy credits on the account at the start (211 are one US dollar); 100 000 by default.</summary>
    public double ComfyCredits { get; init; } = 100_000;

    /// <summary>
    /// How many tasks Comfy's account may have in flight, from acceptance until the task has ended; without a limit by default. A submission
    /// over it is answered with 429 at once, and any with 403 when it is 0, a blocked account. With a limit, every answer to a submission
    /// tells it in the <c>X-Concurrency-</c> headers.
    /// </summary>
    public int? ComfyConcurrency { get; init; }

    /// <summary>AILab credits on the account at the start; 100 000 by default.</summary>
    public double AILabCredits { get; init; } = 100_000;

    /// <summary>
    /// Whether Comfy's routes honour <c>Idempotency-Key</c>; <see langword="true"/> by default. Whether the real ones all do is not known, so a
    /// client must be safe with <see langword="false"/> too.
    /// </summary>
    public bool EnforceIdempotency { get; init; } = true;

    /// <summary>The largest request body that is taken, in bytes; 512 MiB by default. A larger one is answered with 413.</summary>
    public long MaxRequestBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>The clock that drives tasks, lifetimes and delays; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal TaskTiming TimingOf(RecordedRequest request) => Timing?.Invoke(request) ?? new TaskTiming(TaskTime, TaskTime, TaskTime);
}

/// <summary>How long one task takes, and what the service says of it when it accepts the task.</summary>
/// <param name="Duration">How long it takes.</param>
/// <param name="Estimate">What is told of it, in whole seconds rounded up; <see langword="null"/> to say nothing. Comfy only.</param>
/// <param name="EstimateP90">The time that nine of ten such tasks keep to, told likewise; <see langword="null"/> to say nothing.</param>
public sealed record TaskTiming(TimeSpan Duration, TimeSpan? Estimate = null, TimeSpan? EstimateP90 = null);
