using System.Text.Json;
using SkinEnhance.Core.Http;
using SkinEnhance.Core.Resilience;

namespace SkinEnhance.Core.Providers.AILab;

/// <summary>Reads every answer of AILab Tools (providers.md, section 3), in the new error shape and the old.</summary>
internal static class AILabAnswer
{
    /// <summary>Judges the answer of a synchronous operation: success brings the result's address.</summary>
    internal static Judgement JudgeSynchronous(ApiAnswer answer) => Judge(answer, root =>
    {
        var results = Results(root);
        return results.Count == 0 ? null : new ProviderTaskState { Status = EnhanceTaskStatus.Completed, ResultUri = results, RequestId = RequestId(root) };
    });

    /// <summary>Judges the answer to the submission of a task: success brings its id, at the top level.</summary>
    internal static Judgement JudgeSubmission(ApiAnswer answer) => Judge(answer, root =>
    {
        var id = root.Text("task_id") ?? (root.Member("data") is { } data ? data.Text("task_id") : null);
        return id is null ? null : new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Submitted, RequestId = RequestId(root) };
    });

    /// <summary>Judges the answer to a question for a task.</summary>
    internal static Judgement JudgeQuery(ApiAnswer answer) => Judge(answer, root =>
    {
        var results = Results(root);
        return root.Member("task_status") is null && results.Count == 0
            ? null
            : new ProviderTaskState { Status = ReadStatus(root, results.Count > 0), ResultUri = results, RequestId = RequestId(root) };
    });

    /// <summary>Judges the answer to a question for the credits: one row a pool.</summary>
    internal static Judgement JudgeBalance(ApiAnswer answer) => Judge(answer, root =>
        root.Member("data") is { ValueKind: JsonValueKind.Array } pools
            ? pools.EnumerateArray().Select(ReadPool).OfType<CreditBalance>().ToArray()
            : null);

    private static Judgement Judge(ApiAnswer answer, Func<JsonElement, object?> read)
    {
        using var document = TolerantJson.Parse(answer.Body);
        if (document is null)
        {
            return answer.IsSuccess ? NotUnderstood(answer, "is no JSON") : JudgeFailure(answer, null, null);
        }

        var root = document.RootElement;
        var code = ErrorCode(root);
        if (!answer.IsSuccess || IsError(root, code))
        {
            return JudgeFailure(answer, code, root);
        }

        return read(root) is { } value ? Judgement.Success(value) : NotUnderstood(answer, "does not hold what was asked for");
    }

    private static EnhanceTaskStatus ReadStatus(JsonElement root, bool hasResults) => root.Whole("task_status") switch
    {
        // A result without a status is a result all the same.
        null when hasResults && root.Member("task_status") is null => EnhanceTaskStatus.Completed,
        0 => EnhanceTaskStatus.Submitted,
        2 => EnhanceTaskStatus.Completed,

        // Not documented; the vendor's own client takes it for failed.
        3 => EnhanceTaskStatus.Failed,
        _ => EnhanceTaskStatus.InProgress,
    };

    private static IReadOnlyList<Uri> Results(JsonElement root)
    {
        if (root.Member("data") is not { } data)
        {
            return [];
        }

        var several = data.Addresses("result_urls");
        return several.Count > 0 ? several : [.. data.Addresses("image_url"), .. data.Addresses("url")];
    }

    private static CreditBalance? ReadPool(JsonElement pool) =>
        double.TryParse(pool.Text("balance"), System.Globalization.CultureInfo.InvariantCulture, out var balance)
            ? new CreditBalance(AILabOperations.ProviderName, pool.Text("unique_sign") ?? "common", balance)
            : null;

    /// <summary>The provider's code: <c>error_detail.code</c>, else <c>error_code_str</c>.</summary>
    private static string? ErrorCode(JsonElement root) =>
        (root.Member("error_detail") is { } detail ? detail.Text("code") : null) ?? root.Text("error_code_str");

    /// <summary>Success is HTTP 200 and, where present, <c>error_code</c> 0.</summary>
    private static bool IsError(JsonElement root, string? code) =>
        root.Text("error_code") is { } number ? number != "0" : code is { Length: > 0 } && !code.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase);

    private static Judgement JudgeFailure(ApiAnswer answer, string? code, JsonElement? root)
    {
        var (id, disposition) = Classify(answer.Status, code, isReadable: root is not null);
        var detail = root?.Member("error_detail");
        var words = detail?.Text("message") ?? detail?.Text("code_message") ?? root?.Text("error_msg") ?? root?.Text("message");
        var message = answer.Show(words) ?? answer.Excerpt();
        var named = code is null ? string.Empty : $" {answer.Show(code)}";
        return Judgement.Failure(disposition, new EnhanceError
        {
            Id = id,
            ProviderCode = answer.Show(code ?? root?.Text("error_code")),
            RequestId = root is { } body ? answer.Show(RequestId(body)) : null,
            Message = message.Length > 0 ? $"AILab answered {answer.Status}{named}: {message}" : $"AILab answered {answer.Status}{named} without a word.",
        });
    }

    // The code decides before the status: one 429 means «later», the other «no credits».
    private static (string Id, Disposition Disposition) Classify(int status, string? code, bool isReadable) => (code?.ToUpperInvariant(), status) switch
    {
        ("ERROR_NOT_ENOUGH_CREDITS", _) => (ErrorIds.CreditsExhausted, Disposition.Final),
        ("EXCEEDING_LIMITS", _) => (ErrorIds.RateLimited, Disposition.Throttled),
        ("AI_SERVICE_FLOW_RESTRICTION" or "ERROR_INSUFFICIENT_RESOURCES" or "ERROR_RESOURCE_UNAVAILABLE" or "ERROR_RESOURCE_IN_TRANSIT", _) =>
            (ErrorIds.ServiceUnavailable, Disposition.Throttled),
        ("ERROR_USER_LOCKED" or "ERROR_ILLEGAL_OPERATION", _) => (ErrorIds.AccountRefused, Disposition.Final),
        ("ERROR_AI_NOT_EXISTS", _) => (ErrorIds.TaskNotFound, Disposition.Final),
        ("ERROR_RESOURCE_RECLAIMED", _) => (ErrorIds.ResultExpired, Disposition.Final),
        (_, 401) => (ErrorIds.KeyRejected, Disposition.KeyRefused),
        (_, 403) => (ErrorIds.AccountRefused, Disposition.Final),
        (_, 404) => (ErrorIds.TaskNotFound, Disposition.Final),
        (_, 410) => (ErrorIds.ResultExpired, Disposition.Final),
        (_, 429) => (ErrorIds.RateLimited, Disposition.Throttled),
        (_, 408 or 502 or 504) => (ErrorIds.ServiceUnavailable, Disposition.Ambiguous),
        (_, 503) => (ErrorIds.ServiceUnavailable, isReadable ? Disposition.Throttled : Disposition.Transient),
        (_, >= 500) => (ErrorIds.ProviderFailed, isReadable ? Disposition.Transient : Disposition.Ambiguous),
        _ => (ErrorIds.RequestRejected, Disposition.Final),
    };

    private static string? RequestId(JsonElement root) => root.Text("request_id") ?? root.Text("log_id");

    private static Judgement NotUnderstood(ApiAnswer answer, string how) => Judgement.Failure(Disposition.Ambiguous, new EnhanceError
    {
        Id = ErrorIds.AnswerNotUnderstood,
        Message = answer.IsWhole
            ? $"AILab's answer ({answer.Status}) {how}: '{answer.Excerpt()}'."
            : $"AILab's answer ({answer.Status}) was cut off after {answer.Body.Length} bytes.",
    });
}
