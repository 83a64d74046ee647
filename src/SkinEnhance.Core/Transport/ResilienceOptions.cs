namespace SkinEnhance.Core.Transport;

/// <summary>Time limits and retries. The defaults suit the real services; tests and the emulator use shorter ones.</summary>
public sealed record ResilienceOptions
{
    /// <summary>How often a failed request is sent again where that is safe. Default 3.</summary>
    public int TransientRetries { get; init; } = 3;

    /// <summary>How often a throttled request (HTTP 429) is sent again; a separate budget. Default 16 (as Comfy's own client, docs/providers.md section 1).</summary>
    public int ThrottledRetries { get; init; } = 16;

    /// <summary>The first wait before a retry; it doubles, with jitter. Default 1 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest computed wait. Default 30 s.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest Retry-After that is waited for; a longer one ends the request with its time in the message. Default 150 s.</summary>
    public TimeSpan MaximumRetryAfter { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>The time limit of a request with all its retries, in addition to one attempt. Default 15 min.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The time limit of a poll or another request without an image. Default 30 s.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the provider may take to respond to a submission after its upload. Default 180 s: synchronous responses were seen to take 49 s.</summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long the response to a submission that was sent completely is awaited after the caller has stopped, so that the id of the paid
    /// task is known. Default 2 s; a batch waits for 5 s at most.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The slowest accepted upload, in bytes per second; it extends <see cref="SubmitTimeout"/> by the body's size. Default 32 KiB/s.</summary>
    public int MinimumUploadRate { get; init; } = 32 * 1024;

    /// <summary>How long a download may receive no bytes. Default 60 s.</summary>
    public TimeSpan DownloadStallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The slowest accepted download, in bytes per second, averaged after <see cref="DownloadStallTimeout"/>. Default 16 KiB/s.</summary>
    public int MinimumDownloadRate { get; init; } = 16 * 1024;

    /// <summary>How long an address that its host refuses (HTTP 4xx) is retried, for a task that ended within the last hour. Default 3 min: a new file
    /// may take a while to be available on every server of a storage.</summary>
    public TimeSpan ResultPatience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long polls must be refused (HTTP 3xx, 4xx), or report a completed task without a result, before the wait for a young task
    /// ends. Default 3 min: a new task, or its result, may take a while to be available on every server of a service.</summary>
    public TimeSpan PollPatience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often an interrupted download is retried. Default 5.</summary>
    public int DownloadRetries { get; init; } = 5;

    /// <summary>How many consecutive requests must fail within 30 s before all requests pause for <see cref="CircuitBreak"/>. Default 10.</summary>
    public int CircuitThreshold { get; init; } = 10;

    /// <summary>How long all requests then pause. Default 10 s.</summary>
    public TimeSpan CircuitBreak { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time limit of a download attempt until the next bytes.</summary>
    /// <param name="received">The bytes received so far.</param>
    /// <returns>A time that grows with the bytes at the slowest accepted rate.</returns>
    public TimeSpan DownloadTimeout(long received) => DownloadStallTimeout + TimeSpan.FromSeconds((double)received / MinimumDownloadRate);

    /// <summary>The time limit of an upload attempt.</summary>
    /// <param name="bodyLength">The body's size in bytes.</param>
    /// <returns>The time limit of the response and that of the upload together.</returns>
    public TimeSpan UploadTimeout(long bodyLength) => SubmitTimeout + TimeSpan.FromSeconds((double)bodyLength / MinimumUploadRate);
}
