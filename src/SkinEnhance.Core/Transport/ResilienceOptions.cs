namespace SkinEnhance.Core.Transport;

/// <summary>Limits of waiting and trying again. The defaults suit the real services; tests and the emulator shorten them.</summary>
public sealed record ResilienceOptions
{
    /// <summary>How often a request that failed is sent again where that is safe. Default 3.</summary>
    public int TransientRetries { get; init; } = 3;

    /// <summary>How often a request is sent again after «too many requests»; a budget of its own. Default 16 (as Comfy's own client, docs/providers.md section 1).</summary>
    public int ThrottledRetries { get; init; } = 16;

    /// <summary>The first wait before a retry; it doubles, with jitter. Default 1 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that is computed here. Default 30 s.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest Retry-After that is waited out; a longer one ends the request and says when. Default 150 s.</summary>
    public TimeSpan MaximumRetryAfter { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>How long a request may take with all its retries, on top of one attempt. Default 15 min.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a question without an image may take. Default 30 s.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the provider may take to answer a submission once it is uploaded. Default 180 s: synchronous answers were seen to take 49 s.</summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long a submission that went out whole is listened to once the caller has stopped, so that what was just paid for is known by its
    /// id. Default 2 s; a batch waits for 5 s at most.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The slowest upload that is borne, in bytes a second; it lengthens <see cref="SubmitTimeout"/> by the body's size. Default 32 KiB/s.</summary>
    public int MinimumUploadRate { get; init; } = 32 * 1024;

    /// <summary>How long a download may stand still. Default 60 s.</summary>
    public TimeSpan DownloadStallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The slowest download that is borne, in bytes a second, averaged after <see cref="DownloadStallTimeout"/>. Default 16 KiB/s.</summary>
    public int MinimumDownloadRate { get; init; } = 16 * 1024;

    /// <summary>How long an address that its host refuses (HTTP 4xx) is tried again, for a task that ended lately. Default 3 min: a store needs
    /// a while to know a new file everywhere.</summary>
    public TimeSpan ResultPatience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long polls must be refused (HTTP 3xx, 4xx), or name no result of a completed task, before the wait for a young task ends.
    /// Default 3 min: a service needs a while to know a new task, or its result, everywhere.</summary>
    public TimeSpan PollPatience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often a download is begun again. Default 5.</summary>
    public int DownloadRetries { get; init; } = 5;

    /// <summary>How many requests must have failed in a row of 30 s before all wait for the provider to come back. Default 10.</summary>
    public int CircuitThreshold { get; init; } = 10;

    /// <summary>How long all wait then. Default 10 s.</summary>
    public TimeSpan CircuitBreak { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time that one attempt at a download may take until the next bytes come.</summary>
    /// <param name="received">The bytes that came so far.</param>
    /// <returns>A time that grows with the bytes at the slowest rate.</returns>
    public TimeSpan DownloadTimeout(long received) => DownloadStallTimeout + TimeSpan.FromSeconds((double)received / MinimumDownloadRate);

    /// <summary>The time that one attempt at an upload may take.</summary>
    /// <param name="bodyLength">The body's size in bytes.</param>
    /// <returns>The answer's time and the upload's together.</returns>
    public TimeSpan UploadTimeout(long bodyLength) => SubmitTimeout + TimeSpan.FromSeconds((double)bodyLength / MinimumUploadRate);
}
