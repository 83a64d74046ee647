using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.AILab;

/// <summary>Reads responses of AILab Tools (docs/providers.md, section 3), in the new and the old error form.</summary>
internal static class AILabResponse
{
    private static readonly (string Id, RetryClassification Classification) Later = (ErrorIds.ServiceUnavailable, RetryClassification.Throttled);
    private static readonly (string Id, RetryClassification Classification) Rejected = (ErrorIds.RequestRejected, RetryClassification.Refused);

    // The code takes precedence over the status: one 429 means throttled, another one no credits.
    private static readonly Dictionary<string, (string Id, RetryClassification Classification)> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EXCEEDING_LIMITS"] = (ErrorIds.RateLimited, RetryClassification.Throttled),
        ["AI_SERVICE_FLOW_RESTRICTION"] = Later,
        ["ERROR_INSUFFICIENT_RESOURCES"] = Later,
        ["ERROR_RESOURCE_UNAVAILABLE"] = Later,
        ["ERROR_RESOURCE_IN_TRANSIT"] = Later,
        ["ERROR_NOT_ENOUGH_CREDITS"] = (ErrorIds.CreditsExhausted, RetryClassification.Refused),
        ["ERROR_USER_LOCKED"] = (ErrorIds.AccountRefused, RetryClassification.Refused),
        ["ERROR_ILLEGAL_OPERATION"] = (ErrorIds.AccountRefused, RetryClassification.Refused),
        ["ERROR_AI_NOT_EXISTS"] = (ErrorIds.TaskNotFound, RetryClassification.Refused),
        ["ERROR_RESOURCE_RECLAIMED"] = (ErrorIds.ResultExpired, RetryClassification.Refused),
        ["ERROR_NO_FACE_IN_FILE"] = Rejected,
        ["FILE_DECODING_FAILURE"] = Rejected,
        ["FILE_SIZE_EXCEEDS_LIMIT"] = Rejected,
        ["FILE_RESOLUTION_EXCEEDS_LIMITS"] = Rejected,
        ["ERROR_LOW_RESOLUTION"] = Rejected,
        ["UNSUPPORTED_FILE_TYPES"] = Rejected,
    };

    /// <summary>Reads the response to a submission: the address of the result, or the id of the task.</summary>
    internal static AttemptOutcome<ProviderTaskState> ReadSubmission(ApiResponse response) => Read(response, root =>
    {
        var results = Results(root, response);
        var id = root.Text("task_id") ?? (root.Member("data") is { } data ? data.Text("task_id") : null);
        return id is null && results.Count == 0
            ? null
            : new ProviderTaskState
            {
                TaskId = id,
                Status = results.Count > 0 ? EnhanceTaskStatus.Completed : EnhanceTaskStatus.Submitted,
                ResultUri = results,
                RequestId = RequestId(root),
            };
    });

    /// <summary>Reads the response to a poll.</summary>
    internal static AttemptOutcome<ProviderTaskState> ReadQuery(ApiResponse response) => Read(response, root =>
    {
        var results = Results(root, response);
        if (root.Member("task_status") is null && results.Count == 0)
        {
            return null;
        }

        var known = ReadStatus(root, results.Count > 0);
        return new ProviderTaskState
        {
            Status = known ?? EnhanceTaskStatus.InProgress,
            UnknownStatus = known is null ? response.Show(root.Text("task_status")) : null,
            ResultUri = results,
            RetryAfter = response.RetryAfter,
            RequestId = RequestId(root),
        };
    });

    /// <summary>Reads the response to a request for the credits: one row for each pool.</summary>
    internal static AttemptOutcome<CreditBalance[]> ReadBalance(ApiResponse response) => Read(response, root =>
        root.Member("data") is { ValueKind: JsonValueKind.Array } pools
            ? pools.EnumerateArray().Select(ReadPool).OfType<CreditBalance>().ToArray()
            : null);

    private static AttemptOutcome<T> Read<T>(ApiResponse response, Func<JsonElement, T?> read)
        where T : class
    {
        using var strict = TolerantJson.Parse(response.Body);
        using var loose = strict is null && response.IsSuccess ? TolerantJson.ParseLoose(response.Body) : null;
        var document = strict ?? loose;
        if (document is null)
        {
            return response.IsSuccess ? NotUnderstood<T>(response, "is not JSON") : ReadFailure<T>(response, default, null, isAccepted: false);
        }

        var root = document.RootElement;

        // A refusal counts only in the documented form.
        var code = strict is null ? null : ErrorCode(root);
        var value = read(root);

        // A response with an id or a result counts as accepted, even with an error code: it may be billed.
        var isAccepted = value is ProviderTaskState { TaskId: not null } or ProviderTaskState { ResultUri.Count: > 0 };
        if (response.IsSuccess && value is not null && (isAccepted || code is null || !Codes.ContainsKey(code)))
        {
            return AttemptOutcome<T>.Success(value) with { Warning = response.Show(Oddity(root, code)) };
        }

        return response.IsSuccess && code is null
            ? NotUnderstood<T>(response, "does not have the expected content")
            : ReadFailure<T>(response, root, code, isAccepted);
    }

    private static EnhanceTaskStatus? ReadStatus(JsonElement root, bool hasResults) => root.Number("task_status") switch
    {
        // A result without a status is still a result.
        null when root.Text("task_status") is { } word => StatusWord.Read(word),
        null => hasResults && root.Member("task_status") is null ? EnhanceTaskStatus.Completed : null,
        0 => EnhanceTaskStatus.Submitted,
        1 => EnhanceTaskStatus.InProgress,
        2 => EnhanceTaskStatus.Completed,

        // Not documented; the vendor's own client treats it as failed.
        3 => EnhanceTaskStatus.Failed,
        _ => null,
    };

    private static IReadOnlyList<Uri> Results(JsonElement root, ApiResponse response)
    {
        if (root.Member("data") is not { } data)
        {
            return [];
        }

        var several = data.Addresses("result_urls", response.BaseAddress);
        return several.Count > 0 ? several : [.. data.Addresses("image_url", response.BaseAddress), .. data.Addresses("url", response.BaseAddress)];
    }

    private static CreditBalance? ReadPool(JsonElement pool) =>
        pool.Number("balance") is { } balance
            ? new CreditBalance(AILabOperations.ProviderName, pool.Text("unique_sign") ?? "common", balance, PriceList.ToDollars(AILabOperations.ProviderName, balance))
            : null;

    /// <summary>The provider's error code: <c>error_detail.code</c>, else <c>error_code_str</c>.</summary>
    private static string? ErrorCode(JsonElement root) =>
        (root.Member("error_detail") is { } detail ? detail.Text("code") : null) ?? root.Text("error_code_str");

    /// <summary>The error code in a successful response; null for the documented form: <c>error_code</c> 0 and no code.</summary>
    private static string? Oddity(JsonElement root, string? code) =>
        code ?? (root.Text("error_code") is { } number && !(double.TryParse(number, CultureInfo.InvariantCulture, out var value) && value == 0) ? number : null);

    private static AttemptOutcome<T> ReadFailure<T>(ApiResponse response, JsonElement root, string? code, bool isAccepted)
        where T : class
    {
        var (id, classification) = !isAccepted && code is not null && IsRefusal(response, code)
            ? Refusal(response.Status, code)
            : (response.UnknownErrorId, RetryClassification.Unknown);
        var detail = root.Member("error_detail");
        var words = detail?.Text("message") ?? detail?.Text("code_message") ?? root.Text("error_msg") ?? root.Text("message");
        var message = response.Show(words) ?? response.Excerpt();
        var how = IsOwn(code) ? $" {response.Show(code)}" : ", not in its own form";
        return AttemptOutcome<T>.Failure(classification, new EnhanceError
        {
            Id = id,
            ProviderCode = response.Show(code ?? root.Text("error_code")),
            RequestId = response.Show(RequestId(root)),
            Message = message.Length > 0 ? $"AILab responded with {response.Status}{how}: {message}" : $"AILab responded with {response.Status}{how} and no message.",
        });
    }

    // Its codes are words; a number comes from another service.
    private static bool IsOwn([NotNullWhen(true)] string? code) => code is [var first, ..] && char.IsAsciiLetter(first);

    /// <summary>Whether a response with a code is documented as not billed.</summary>
    private static bool IsRefusal(ApiResponse response, string code) => response.Status switch
    {
        400 or 401 or 403 or 404 or 410 or 413 or 415 or 422 or 429 => IsOwn(code),

        // 503 is documented for these codes only; and success is 200 without a code, so 200 with a documented code is a refusal.
        503 => Codes.TryGetValue(code, out var known) && known == Later,
        _ => response.IsSuccess && Codes.ContainsKey(code),
    };

    private static (string Id, RetryClassification Classification) Refusal(int status, string code) => Codes.TryGetValue(code, out var known)
        ? known
        : status switch
        {
            401 => (ErrorIds.KeyRejected, RetryClassification.KeyRefused),
            403 => (ErrorIds.AccountRefused, RetryClassification.Refused),
            404 => (ErrorIds.TaskNotFound, RetryClassification.Refused),
            410 => (ErrorIds.ResultExpired, RetryClassification.Refused),
            429 => (ErrorIds.RateLimited, RetryClassification.Refused),
            _ => Rejected,
        };

    private static string? RequestId(JsonElement root) => root.Text("request_id") ?? root.Text("log_id");

    private static AttemptOutcome<T> NotUnderstood<T>(ApiResponse response, string how)
        where T : class => AttemptOutcome<T>.Failure(RetryClassification.Unknown, new EnhanceError
        {
            Id = ErrorIds.AnswerNotUnderstood,
            Message = response.IsComplete
            ? $"AILab's response ({response.Status}) {how}: '{response.Excerpt()}'."
            : $"AILab's response ({response.Status}) was cut off after {response.Body.Length} bytes.",
        });
}
