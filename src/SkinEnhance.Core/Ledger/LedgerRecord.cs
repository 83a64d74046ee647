using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>The stored data of one submission. It never contains a provider's key or an image.</summary>
internal sealed record LedgerRecord
{
    /// <summary>The newest format that this version reads, and the one that it writes.</summary>
    internal const int CurrentVersion = 1;

    /// <summary>The format of this record.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Identifies the submission; see <see cref="SubmissionIdentity"/>.</summary>
    public required string Identity { get; init; }

    public required string Provider { get; init; }

    /// <summary>The endpoint that it was sent to; null in records without one.</summary>
    [JsonPropertyName("realm")]
    public string? EndpointIdentity { get; init; }

    public required string Operation { get; init; }

    [JsonPropertyName("family")]
    public required string StatusRoute { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    public string? ImageSha256 { get; init; }

    public required string Source { get; init; }

    /// <summary>The full path of the source file; null when the source is an address.</summary>
    [JsonPropertyName("fullName")]
    public string? SourcePath { get; init; }

    /// <summary>The name of the source when its address has none; null for any other source.</summary>
    public string? SourceName { get; init; }

    public string RelativeFolder { get; init; } = string.Empty;

    /// <summary>Identifies the logical submission to the provider; not a secret.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The stored image, kept while the outcome of the submission is open: a replay must contain the same address. Null when the image
    /// was part of the request.</summary>
    public StoredImage? StoredImage { get; init; }

    public required LedgerState State { get; init; }

    public string? TaskId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The provider's duration estimate; null when it gave none.</summary>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>The provider's estimate of the 90th percentile of the duration; null when it gave none.</summary>
    public TimeSpan? EstimatedDurationP90 { get; init; }

    /// <summary>Whether <see cref="CompletedAt"/> is when the task ended, not when a later poll found it ended.</summary>
    public bool WasWatched { get; init; }

    public IReadOnlyList<Uri> ResultUri { get; init; } = [];

    public IReadOnlyList<LedgerOutput> Output { get; init; } = [];

    /// <summary>The credits of this submission; null when they are not known.</summary>
    public double? Credits { get; init; }

    /// <summary>The credits of the submissions that this one replaced; null for none.</summary>
    public double? EarlierCredits { get; init; }

    public string? RequestId { get; init; }

    public string? ErrorId { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>Whether all required values are present. An edit by hand or another program may have set null.</summary>
    [JsonIgnore]
    public bool IsValid =>
        Version == CurrentVersion
        && Enum.IsDefined(State)
        && Identity is not null && Provider is not null && Operation is not null && StatusRoute is not null && Source is not null
        && Parameters is not null
        && StoredImage is null or { Address.IsAbsoluteUri: true }
        && ResultUri?.All(uri => uri is not null) == true
        && Output?.All(output => output is { Path: not null, Sha256: not null }) == true;
}

/// <summary>The state of a submission when its record was last written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LedgerState>))]
internal enum LedgerState
{
    /// <summary>The paid request is about to be sent, or was sent. Without a living owner it may have been billed.</summary>
    Submitting = 0,

    /// <summary>Accepted by the provider.</summary>
    Submitted,

    /// <summary>In progress at the provider.</summary>
    InProgress,

    /// <summary>Completed at the provider; results may be recorded and not all saved.</summary>
    Completed,

    /// <summary>All results are saved.</summary>
    Saved,

    /// <summary>Refused, or ended as failed; without a task id nothing was accepted.</summary>
    Failed,

    /// <summary>It may have been accepted and billed.</summary>
    Unknown,

    /// <summary>Completed, and the result is gone at the provider.</summary>
    Expired,
}

/// <summary>A result file, recorded before it gets its final name.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in hex.</param>
internal sealed record LedgerOutput(string Path, long Length, string Sha256)
{
    /// <summary>Whether a file of this size exists at the path. Its bytes are not read, which would be slow for thousands of results.</summary>
    internal bool IsInPlace() => new FileInfo(Path) is { Exists: true } file && file.Length == Length;

    /// <summary>Whether the file at the path has these bytes.</summary>
    internal bool HasBytes()
    {
        try
        {
            if (!IsInPlace())
            {
                return false;
            }

            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Convert.ToHexString(SHA256.HashData(file)) == Sha256;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return false;
        }
    }
}
