namespace SkinEnhance.Core.Ledger;

/// <summary>Submissions that may have been accepted: what is said of them, and what decides them.</summary>
internal static class UnknownSubmission
{
    /// <summary>Why a submission without an owner is unknown.</summary>
    internal const string OwnerGone = "the process that sent it ended before the response was recorded";

    private const string PayAgain = "Run the command with -Resubmit (--resubmit) to pay again on purpose.";

    /// <summary>The record of a submission that may have been accepted.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="why">Why that is not known.</param>
    internal static LedgerRecord Mark(LedgerRecord record, string why) =>
        record with { State = LedgerState.Unknown, ErrorId = ErrorIds.SubmissionUnknown, ErrorMessage = Message(record, why) };

    /// <summary>Whether the same bytes can be sent again under the same key. An image in the upload storage is named by its address, and once
    /// it is gone from there the provider would be given an address where nothing lies, or other bytes.</summary>
    internal static bool IsReplayable(LedgerRecord record, DateTimeOffset now) => record.IdempotencyKey is not null && !IsImageGone(record, now);

    /// <summary>What happened, when, and the command that decides it.</summary>
    internal static EnhanceError ToError(LedgerRecord record, DateTimeOffset now)
    {
        var what = (record.State == LedgerState.Unknown ? record.ErrorMessage : null) ?? Message(record, OwnerGone);
        var decide = (record.IdempotencyKey is not null && record.ImageSha256 is not null, record.StoredImage) switch
        {
            (true, { } stored) when IsImageGone(record, now) =>
                $"It named the image in the upload storage, where it lay until {stored.ExpiresAt:u}, so the same bytes cannot be sent any more. {PayAgain}",
            (true, { } stored) =>
                $"Run the command with -ResumeUnknown (--resume-unknown) to send the same bytes under the same key, until {stored.ExpiresAt:u} while the image lies in the upload storage, or with -Resubmit (--resubmit) to pay again on purpose.",
            (true, null) =>
                "Run the command with -ResumeUnknown (--resume-unknown) to send the same bytes under the same key where the provider knows keys, or with -Resubmit (--resubmit) to pay again on purpose.",
            _ => PayAgain,
        };
        return new EnhanceError
        {
            Id = ErrorIds.SubmissionUnknown,
            Target = record.Source,
            Provider = record.Provider,
            RequestId = record.RequestId,
            Message = $"{what.TrimEnd('.')} ({record.UpdatedAt:u}). {decide}",
        };
    }

    private static string Message(LedgerRecord record, string why) =>
        $"Whether {record.Provider} accepted '{record.Source}' is not known, it may have been billed: {why}.";

    private static bool IsImageGone(LedgerRecord record, DateTimeOffset now) => record.StoredImage is { } stored && stored.ExpiresAt <= now;
}
