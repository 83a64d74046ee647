using System.Globalization;
using System.Text.Json;
using SkinEnhance.Core.Http;
using SkinEnhance.Core.Resilience;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Reads every answer of Comfy's proxy (providers.md, section 1), wrapped or flat, whole or not.</summary>
internal static class ComfyAnswer
{
    /// <summary>Judges the answer to a submission.</summary>
    internal static Judgement JudgeSubmission(ApiAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            return JudgeFailure(answer);
        }

        // Accepted, and the id is lost: the money may be spent.
        return ReadState(answer) is { TaskId: not null } state ? Judgement.Success(state) : NotUnderstood(answer, "names no task");
    }

    /// <summary>Judges the answer to a question for a task.</summary>
    internal static Judgement JudgeQuery(ApiAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            var judgement = JudgeFailure(answer);
            return answer.Status == 404 && judgement.Error!.Id == ErrorIds.RequestRejected
                ? judgement with { Error = judgement.Error with { Id = ErrorIds.TaskNotFound } }
                : judgement;
        }

        return ReadState(answer) is { } state ? Judgement.Success(state) : NotUnderstood(answer, "is no task");
    }

    /// <summary>Judges the answer to a question for the balance: <c>amount_micros</c> or <c>balance</c> in millionths of a dollar; unpublished.</summary>
    internal static Judgement JudgeBalance(ApiAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            return JudgeFailure(answer);
        }

        // 211 credits are one dollar (providers.md, section 1, Prices).
        const double CreditsPerMicro = 211 / 1e6;
        using var document = TolerantJson.Parse(answer.Body);
        var text = document?.RootElement is { } root ? root.Text("amount_micros") ?? root.Text("balance_micros") ?? root.Text("balance") : null;
        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var micros)
            ? Judgement.Success(new[] { new CreditBalance(ComfyOperations.ProviderName, "account", Math.Round(micros * CreditsPerMicro, 2)) })
            : NotUnderstood(answer, "holds no balance");
    }

    /// <summary>Judges the answer to a request for a place in the upload storage. No address of it gets into a message: its query opens it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="now">The time.</param>
    internal static Judgement JudgePlace(ApiAnswer answer, DateTimeOffset now)
    {
        if (!answer.IsSuccess)
        {
            var judgement = JudgeFailure(answer);
            return judgement with { Error = judgement.Error! with { Message = $"The image was not stored: {judgement.Error.Message}" } };
        }

        using var document = TolerantJson.Parse(answer.Body);
        if (document is null)
        {
            return NoPlace(Disposition.Ambiguous, answer.IsWhole ? "is no JSON object" : $"was cut off after {answer.Body.Length} bytes");
        }

        var root = document.RootElement;
        var isThere = root.Member("existing_file") is { ValueKind: JsonValueKind.True };
        var upload = isThere ? null : StorageAddress(root, "upload_url");
        if (StorageAddress(root, "download_url") is not { } download || (upload is null && !isThere))
        {
            return NoPlace(Disposition.Final, "does not name the place by https addresses");
        }

        // A day is what is documented, where the answer says nothing of use.
        var isTold = DateTimeOffset.TryParse(
            root.Text("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expires);
        return Judgement.Success(new ComfyPlace(upload, new StoredImage(download, isTold && (isThere || expires > now) ? expires : now.AddHours(24))));

        Judgement NoPlace(Disposition disposition, string how) => Judgement.Failure(disposition, new EnhanceError
        {
            Id = ErrorIds.AnswerNotUnderstood,
            RequestId = RequestId(answer),
            Message = $"The image was not stored: the answer ({answer.Status}) of Comfy's upload storage {how}.",
        });
    }

    // As for a base address: plain http is taken for loopback only, and no user or password.
    private static Uri? StorageAddress(JsonElement root, string name) =>
        Uri.TryCreate(root.Text(name)?.Trim(), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0
            ? address
            : null;

    private static ProviderTaskState? ReadState(ApiAnswer answer)
    {
        using var document = TolerantJson.Parse(answer.Body);
        if (document is null)
        {
            return null;
        }

        var root = document.RootElement;
        var task = root.Member("data") is { ValueKind: JsonValueKind.Object } data ? data : root;
        var status = task.Text("status") ?? task.Text("task_status");
        var results = task.Addresses("generated");
        var id = task.Text("task_id");
        if (id is null && status is null && results.Count == 0)
        {
            return null;
        }

        return new ProviderTaskState
        {
            TaskId = id,
            Status = ReadStatus(status, results.Count > 0),
            ResultUri = results,
            Message = answer.Show(ReadMessage(task) ?? ReadMessage(root)),
            Credits = answer.NumberHeader("X-Comfy-Credits-Used"),
            EstimatedDuration = ReadDuration(answer, "X-Comfy-Estimated-Duration-Seconds"),
            EstimatedDurationP90 = ReadDuration(answer, "X-Comfy-Estimated-Duration-P90-Seconds"),
            RequestId = RequestId(answer),
        };
    }

    private static TimeSpan? ReadDuration(ApiAnswer answer, string header) =>
        answer.NumberHeader(header) is { } seconds and >= 1 and <= 86400 ? TimeSpan.FromSeconds(seconds) : null;

    private static EnhanceTaskStatus ReadStatus(string? status, bool hasResults) => status?.ToUpperInvariant() switch
    {
        // No field is required, so a result without a status is a result all the same.
        null when hasResults => EnhanceTaskStatus.Completed,
        "CREATED" => EnhanceTaskStatus.Submitted,
        "COMPLETED" => EnhanceTaskStatus.Completed,
        "FAILED" => EnhanceTaskStatus.Failed,

        // A word that is not known yet must not end a paid task.
        _ => EnhanceTaskStatus.InProgress,
    };

    private static Judgement JudgeFailure(ApiAnswer answer)
    {
        using var document = TolerantJson.Parse(answer.Body);
        var type = answer.Header("X-Comfy-Error-Type");
        var code = type ?? document?.RootElement.Text("error") ?? (document?.RootElement.Member("error") is { } error ? error.Text("type") : null);
        var message = document is null ? null : ReadMessage(document.RootElement);
        var (id, disposition) = Classify(answer, type, isReadable: document is not null);
        return Judgement.Failure(disposition, new EnhanceError
        {
            Id = id,
            ProviderCode = answer.Show(code),
            RequestId = RequestId(answer),
            Message = Describe(answer, message),
        });
    }

    private static (string Id, Disposition Disposition) Classify(ApiAnswer answer, string? type, bool isReadable) => (type, answer.Status) switch
    {
        ("idempotency_in_flight", 409) => (ErrorIds.SubmissionUnknown, Disposition.InFlight),
        ("idempotency_consumed" or "idempotency_mismatch", 409) => (ErrorIds.IdempotencyRefused, Disposition.Final),
        ("insufficient_credits", _) or (_, 402) => (ErrorIds.CreditsExhausted, Disposition.Final),
        ("unauthorized", _) or (_, 401) => (ErrorIds.KeyRejected, Disposition.KeyRefused),
        ("forbidden" or "not_enabled", _) or (_, 403) => (ErrorIds.AccountRefused, Disposition.Final),
        ("content_policy_violation", _) => (ErrorIds.ContentRefused, Disposition.Final),
        ("rate_limited" or "concurrency_limit_exceeded", _) or (_, 429) => (ErrorIds.RateLimited, Disposition.Throttled),
        (_, 408 or 502 or 504) or ("provider_timeout" or "deadline_exceeded" or "client_disconnected", _) =>
            (ErrorIds.ServiceUnavailable, Disposition.Ambiguous),
        ("service_unavailable", _) or (_, 503) => (ErrorIds.ServiceUnavailable, Disposition.Transient),

        // The proxy's own 500 has its own form; a page of anything before it says nothing of what the proxy did.
        (_, >= 500) => (ErrorIds.ProviderFailed, isReadable ? Disposition.Transient : Disposition.Ambiguous),
        _ => (ErrorIds.RequestRejected, Disposition.Final),
    };

    private static string? ReadMessage(JsonElement root)
    {
        var nested = root.Member("error") is { ValueKind: JsonValueKind.Object } error ? error.Text("message") : null;

        // FastAPI puts a list of findings into «detail».
        return nested ?? root.Text("message") ?? root.Text("detail") ?? root.Raw("detail") ?? root.Text("error");
    }

    private static string? RequestId(ApiAnswer answer) => answer.Show(answer.Header("X-Comfy-Request-Id"));

    private static string Describe(ApiAnswer answer, string? message)
    {
        var words = answer.Show(message) ?? answer.Excerpt();
        return words.Length > 0 ? $"Comfy answered {answer.Status}: {words}" : $"Comfy answered {answer.Status} without a word.";
    }

    private static Judgement NotUnderstood(ApiAnswer answer, string how) => Judgement.Failure(Disposition.Ambiguous, new EnhanceError
    {
        Id = ErrorIds.AnswerNotUnderstood,
        RequestId = RequestId(answer),
        Message = answer.IsWhole
            ? $"Comfy's answer ({answer.Status}) {how}: '{answer.Excerpt()}'."
            : $"Comfy's answer ({answer.Status}) was cut off after {answer.Body.Length} bytes.",
    });
}
