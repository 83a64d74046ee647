namespace SkinEnhance.Core.Ledger;

/// <summary>Submissions that may have been accepted: their messages, and whether a replay is possible.</summary>
internal static class UnknownSubmission
{
    /// <summary>Why a submission is unknown when its process has ended.</summary>
    internal const string OwnerGone = "the process that sent it ended before the response was recorded";

    private const string ResubmitAdvice = "Run the command with -Resubmit (--resubmit) to submit the image again; it is then billed again.";

    /// <summary>Marks a record as that of a submission that may have been accepted.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="why">Why the outcome is not known.</param>
    internal static LedgerRecord Mark(LedgerRecord record, string why) =>
        record with { State = LedgerState.Unknown, ErrorId = ErrorIds.SubmissionUnknown, ErrorMessage = Message(record, why) };

    /// <summary>Whether the same bytes can be sent again with the same idempotency key. A stored image is submitted by its address; once it is
    /// deleted from the upload storage, the address would lead to nothing, or to other bytes.</summary>
    internal static bool IsReplayable(LedgerRecord record, DateTimeOffset now) => record.IdempotencyKey is not null && !IsImageGone(record, now);

    /// <summary>Creates the error: what happened, when, and the commands that resolve it.</summary>
    internal static EnhanceError ToError(LedgerRecord record, DateTimeOffset now)
    {
        var what = (record.State == LedgerState.Unknown ? record.ErrorMessage : null) ?? Message(record, OwnerGone);
        var decide = (record.IdempotencyKey is not null && record.ImageSha256 is not null, record.StoredImage) switch
        {
            (true, { } stored) when IsImageGone(record, now) =>
                $"The image was in the upload storage until {stored.ExpiresAt:u}, so a replay is not possible any more. {ResubmitAdvice}",
            (true, { } stored) =>
                $"Until {stored.ExpiresAt:u}, while the image is in the upload storage, -ResumeUnknown (--resume-unknown) sends the same bytes with the same idempotency key. -Resubmit (--resubmit) submits the image again; it is then billed again.",
            (true, null) =>
                "If the provider supports idempotency keys, -ResumeUnknown (--resume-unknown) sends the same bytes with the same key. -Resubmit (--resubmit) submits the image again; it is then billed again.",
            _ => ResubmitAdvice,
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
        $"It is not known whether {record.Provider} accepted '{record.Source}'; it may have been billed: {why}.";

    private static bool IsImageGone(LedgerRecord record, DateTimeOffset now) => record.StoredImage is { } stored && stored.ExpiresAt <= now;
}
