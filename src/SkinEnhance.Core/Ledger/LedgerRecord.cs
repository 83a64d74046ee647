using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>What is kept of one submission. It never holds a key for a provider, nor an image.</summary>
internal sealed record LedgerRecord
{
    /// <summary>The newest form that this program reads, and the one that it writes.</summary>
    internal const int CurrentVersion = 1;

    /// <summary>The form of this record.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What makes it this submission and no other; see <see cref="SubmissionIdentity"/>.</summary>
    public required string Identity { get; init; }

    public required string Provider { get; init; }

    /// <summary>Whom the provider really talked to; null in records that do not say.</summary>
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

    /// <summary>What the source is called where its address does not say; null for any other source.</summary>
    public string? SourceName { get; init; }

    public string RelativeFolder { get; init; } = string.Empty;

    /// <summary>Names the logical submission to the provider; no secret.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Where the image lay that was submitted as an address, kept while the fate of the submission is open: a replay has to name it
    /// again. Null when the image itself went in the request.</summary>
    public StoredImage? StoredImage { get; init; }

    public required LedgerState State { get; init; }

    public string? TaskId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How long the provider expects the task to take; null when it did not say.</summary>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>The time that nine of ten such tasks keep to, by the provider; null when it did not say.</summary>
    public TimeSpan? EstimatedDurationP90 { get; init; }

    /// <summary>Whether <see cref="CompletedAt"/> is when it ended, not when somebody came back to look.</summary>
    public bool WasWatched { get; init; }

    public IReadOnlyList<Uri> ResultUri { get; init; } = [];

    public IReadOnlyList<LedgerOutput> Output { get; init; } = [];

    /// <summary>The credits of this submission; null when that is not known.</summary>
    public double? Credits { get; init; }

    /// <summary>The credits of the submissions that this one replaced; null for none.</summary>
    public double? EarlierCredits { get; init; }

    public string? RequestId { get; init; }

    public string? ErrorId { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>Whether it is of a form that this version knows. A hand or another program may have put null where there is none.</summary>
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

/// <summary>How far a submission was when its record was last written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LedgerState>))]
internal enum LedgerState
{
    /// <summary>The paid request is about to leave, or left. Found without an owner it may have been billed.</summary>
    Submitting = 0,

    /// <summary>Accepted by the provider.</summary>
    Submitted,

    /// <summary>The provider works on it.</summary>
    InProgress,

    /// <summary>Done at the provider; results may be announced and not all in place.</summary>
    Completed,

    /// <summary>Every result is in place.</summary>
    Saved,

    /// <summary>Refused, or ended as failed; without a task id nothing was accepted.</summary>
    Failed,

    /// <summary>It may have been accepted and billed.</summary>
    Unknown,

    /// <summary>Done once, and the result is gone at the provider.</summary>
    Expired,
}

/// <summary>A result file, announced before it takes its final name.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in hex.</param>
internal sealed record LedgerOutput(string Path, long Length, string Sha256)
{
    /// <summary>Whether a file of this size has the path. Its bytes are not read: a folder of ten thousand results is not to be read at every run.</summary>
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
