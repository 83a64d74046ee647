namespace SkinEnhance.Core.Resilience;

/// <summary>A download broke in a way that a new beginning may mend.</summary>
internal sealed class DownloadInterruptedException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the host asks to wait.</summary>
    internal TimeSpan? RetryAfter => retryAfter;
}
