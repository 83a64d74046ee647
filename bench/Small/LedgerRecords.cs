using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Bench.Small;

/// <summary>Records such as a run leaves them.</summary>
internal static class LedgerRecords
{
    internal static LedgerRecord Create(int number)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(Invariant($"image {number}"))));
        return new LedgerRecord
        {
            Identity = hash,
            Provider = "Comfy",
            Operation = "Faithful",
            StatusRoute = "skin-enhancer",
            ImageSha256 = hash,
            Source = Invariant($"photos/img{number:00000}.jpg"),
            SourcePath = Invariant($"/photos/img{number:00000}.jpg"),
            IdempotencyKey = hash[..32],
            State = LedgerState.InProgress,
            TaskId = hash[32..],
            CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
            UpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(number + 1),
            SubmittedAt = DateTimeOffset.UnixEpoch.AddSeconds(number + 1),
        };
    }

    /// <summary>A record as a line of a log.</summary>
    internal static string Line(LedgerRecord record) => JsonSerializer.Serialize(record, LedgerJson.Default.LedgerRecord).ReplaceLineEndings(string.Empty) + "\n";
}
