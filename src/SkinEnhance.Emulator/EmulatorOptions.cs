namespace SkinEnhance.Emulator;

/// <summary>The options of a <see cref="ProviderEmulator"/>.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0, the default, for a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// How long a task takes: <c>CREATED</c> for the first quarter, then <c>IN_PROGRESS</c>, then <c>COMPLETED</c>. Two seconds by default.
    /// </summary>
    public TimeSpan TaskTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The timing of a task, from its request, including <see cref="RecordedRequest.ImageSha256"/>; by default every asynchronous task takes
    /// <see cref="TaskTime"/>, with an equal estimate. Called on several threads.
    /// </summary>
    public Func<RecordedRequest, TaskTiming>? Timing { get; init; }

    /// <summary>How long AILab's synchronous operations take. Default zero.</summary>
    public TimeSpan SynchronousTime { get; init; } = TimeSpan.Zero;

    /// <summary>How long a result can be downloaded after its task completed. Default no limit; AILab documents 24 hours.</summary>
    public TimeSpan? ResultLifetime { get; init; }

    /// <summary>
    /// The key for Comfy. One that starts with <c>comfyui-</c> is expected in <c>X-API-Key</c>, any other in <c>Authorization: Bearer</c>, as in
    /// Comfy's own client.
    /// </summary>
    public string ComfyKey { get; init; } = "comfyui-emulator";

    /// <summary>The key for AILab, in <c>ailabapi-api-key</c>.</summary>
    public string AILabKey { get; init; } = "ailab-emulator";

    /// <summary>The initial Comfy credits (211 are one US dollar). Default 100 000.</summary>
    public double ComfyCredits { get; init; } = 100_000;

    /// <summary>
    /// How many tasks Comfy's account may have in flight, from acceptance until the task has ended. Default no limit. A submission over the
    /// limit receives a 429; with a limit of 0, a blocked account, every submission receives a 403. With a limit, every response to a
    /// submission reports it in the <c>X-Concurrency-</c> headers.
    /// </summary>
    public int? ComfyConcurrency { get; init; }

    /// <summary>The initial AILab credits. Default 100 000.</summary>
    public double AILabCredits { get; init; } = 100_000;

    /// <summary>
    /// Whether Comfy's routes support <c>Idempotency-Key</c>. Default <see langword="true"/>. Whether all the real ones do is not known, so a
    /// client must be safe with <see langword="false"/> too.
    /// </summary>
    public bool EnforceIdempotency { get; init; } = true;

    /// <summary>The largest accepted request body, in bytes; a larger one receives a 413. Default 512 MiB.</summary>
    public long MaxRequestBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>The clock for tasks, lifetimes and delays. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal TaskTiming TimingOf(RecordedRequest request) => Timing?.Invoke(request) ?? new TaskTiming(TaskTime, TaskTime, TaskTime);
}

/// <summary>The duration of a task, and the estimate in the response that accepts it.</summary>
/// <param name="Duration">The duration.</param>
/// <param name="Estimate">The estimate, sent in whole seconds rounded up; <see langword="null"/> to send none. Comfy only.</param>
/// <param name="EstimateP90">The estimate of the 90th percentile, sent likewise; <see langword="null"/> to send none.</param>
public sealed record TaskTiming(TimeSpan Duration, TimeSpan? Estimate = null, TimeSpan? EstimateP90 = null);
