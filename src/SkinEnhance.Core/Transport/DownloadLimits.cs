namespace SkinEnhance.Core.Transport;

/// <summary>How long and how much of one download is borne.</summary>
/// <param name="MaximumBytes">The most bytes of the image, decoded.</param>
/// <param name="Patience">How long an address that the host refuses is tried again.</param>
internal sealed record DownloadLimits(long MaximumBytes, TimeSpan Patience);
