namespace SkinEnhance.Core.Transport;

/// <summary>A download failed in a way that a new beginning may mend.</summary>
internal sealed class DownloadInterruptedException(string message, TimeSpan? retryAfter = null, Exception? inner = null, string id = ErrorIds.DownloadFailed) : Exception(message, inner)
{
    /// <summary>How long the host asks to wait.</summary>
    internal TimeSpan? RetryAfter => retryAfter;

    /// <summary>The id of the error when it does not pass.</summary>
    internal string Id => id;

    /// <summary>The status of the response, when it was the reason.</summary>
    internal int? Status { get; init; }

    /// <summary>Whether the host refuses the address, which is tried again for a time in place of a number of attempts.</summary>
    internal bool IsRefusal { get; init; }
}
