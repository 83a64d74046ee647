using System.Globalization;
using System.Text.Json;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Reads responses of Comfy's proxy (docs/providers.md, section 1), wrapped or flat, complete or not.</summary>
internal static class ComfyResponse
{
    private const string ErrorTypeHeader = "X-Comfy-Error-Type";

    // docs/providers.md, section 1, Prices.
    private const double CreditsPerDollar = 211;

    // The spendable amount comes first; an absent field, or a plain 0, does not count when a later one has a value (docs/providers.md, section 1, Balance).
    private static readonly string[] BalanceFields = ["effective_balance_micros", "amount_micros", "prepaid_balance_micros", "cloud_credit_balance_micros"];

    private static readonly (string Id, RetryClassification Classification) Rejected = (ErrorIds.RequestRejected, RetryClassification.Refused);
    private static readonly (string Id, RetryClassification Classification) KeyRejected = (ErrorIds.KeyRejected, RetryClassification.KeyRefused);
    private static readonly (string Id, RetryClassification Classification) Forbidden = (ErrorIds.AccountRefused, RetryClassification.Refused);
    private static readonly (string Id, RetryClassification Classification) OutOfCredits = (ErrorIds.CreditsExhausted, RetryClassification.Refused);
    private static readonly (string Id, RetryClassification Classification) Later = (ErrorIds.RateLimited, RetryClassification.Throttled);

    /// <summary>The published error types after which no work was started (docs/providers.md, section 4).</summary>
    private static readonly Dictionary<string, (string Id, RetryClassification Classification)> Refusals = new(StringComparer.OrdinalIgnoreCase)
    {
        ["invalid_input"] = Rejected,
        ["model_not_found"] = Rejected,
        ["content_policy_violation"] = (ErrorIds.ContentRefused, RetryClassification.Refused),
        ["insufficient_credits"] = OutOfCredits,
        ["unauthorized"] = KeyRejected,
        ["forbidden"] = Forbidden,
        ["not_enabled"] = Forbidden,
        ["rate_limited"] = Later,
        ["concurrency_limit_exceeded"] = Later,
    };

    /// <summary>The published error types that leave open whether work was started, in any place.</summary>
    private static readonly HashSet<string> OpenTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "idempotency_in_flight", "idempotency_consumed", "idempotency_mismatch", "provider_error", "provider_timeout", "client_disconnected", "internal_error",
        "deadline_exceeded", "service_unavailable",
    };

    /// <summary>Reads the response to a submission.</summary>
    internal static AttemptOutcome<ProviderTaskState> ReadSubmission(ApiResponse response)
    {
        var state = ReadState(response);
        return (response.IsSuccess, state) switch
        {
            // A response with an id counts as accepted, whatever else it contains.
            (true, { TaskId: not null }) => AttemptOutcome<ProviderTaskState>.Success(state) with { Warning = response.Show(Oddity(response)) },

            // Accepted, and the id is lost: it may have been billed.
            (true, _) => NotUnderstood<ProviderTaskState>(response, "has no task id"),
            _ => ReadFailure<ProviderTaskState>(response, isAccepted: state?.TaskId is not null),
        };
    }

    /// <summary>Reads the account's concurrency limit from the response to a submission (docs/providers.md, section 1).</summary>
    /// <returns>How many submissions the account may have in flight, and how many more it may have now; null for what is absent or invalid. A
    /// limit of 0 means a blocked account, not a number: the refusal with it has the reason.</returns>
    internal static (int? Limit, int? Remaining) ReadAccount(ApiResponse response)
    {
        int? limit = Count("X-Concurrency-Limit") is > 0 and var most ? most : null;

        // A replayed response has the values of its own time; the slots have changed since.
        return response.IsReplayed ? (limit, null) : (limit, Count("X-Concurrency-Remaining") ?? Free());

        int? Free() => limit is { } all && Count("X-Concurrency-Current") is { } current ? Math.Max(0, all - current) : null;

        int? Count(string name) => response.NumberHeader(name) is { } number ? (int)Math.Min(number, int.MaxValue) : null;
    }

    /// <summary>Reads the response to a poll.</summary>
    internal static AttemptOutcome<ProviderTaskState> ReadQuery(ApiResponse response)
    {
        if (!response.IsSuccess)
        {
            var outcome = ReadFailure<ProviderTaskState>(response);
            return response.Status == 404 && outcome.Error!.Id == ErrorIds.RequestRejected
                ? outcome with { Error = outcome.Error with { Id = ErrorIds.TaskNotFound } }
                : outcome;
        }

        return ReadState(response) is { } state ? AttemptOutcome<ProviderTaskState>.Success(state) : NotUnderstood<ProviderTaskState>(response, "is not a task");
    }

    /// <summary>Reads the response to a request for the balance. The fields are called micros and contain US cents, as a number or as text; a
    /// negative balance blocks the account.</summary>
    internal static AttemptOutcome<CreditBalance[]> ReadBalance(ApiResponse response)
    {
        if (!response.IsSuccess)
        {
            return ReadFailure<CreditBalance[]>(response);
        }

        using var document = TolerantJson.Parse(response.Body);
        double[] cents = document?.RootElement is { } root ? [.. BalanceFields.Select(name => root.Number(name)).OfType<double>()] : [];
        if (cents.Length == 0)
        {
            return NotUnderstood<CreditBalance[]>(response, "has no balance");
        }

        var dollars = Array.Find(cents, value => value != 0) / 100;
        return AttemptOutcome<CreditBalance[]>.Success([new CreditBalance(ComfyOperations.ProviderName, "account", Math.Round(dollars * CreditsPerDollar, 2), Math.Round(dollars, 4))]);
    }

    /// <summary>Reads the response to a request for an upload slot. No message contains its addresses, because their queries grant access.</summary>
    /// <param name="response">The response.</param>
    /// <param name="now">The time.</param>
    internal static AttemptOutcome<UploadSlot> ReadUploadSlot(ApiResponse response, DateTimeOffset now)
    {
        if (!response.IsSuccess)
        {
            var outcome = ReadFailure<UploadSlot>(response);
            return outcome with { Error = outcome.Error! with { Message = $"The image was not stored: {outcome.Error.Message}" } };
        }

        using var document = TolerantJson.Parse(response.Body);
        if (document is null)
        {
            return NoSlot(RetryClassification.Unknown, response.IsComplete ? "is not a JSON object" : $"is truncated after {response.Body.Length} bytes");
        }

        var root = document.RootElement;
        var isStored = root.Member("existing_file") is { ValueKind: JsonValueKind.True };
        var upload = isStored ? null : StorageAddress(root, "upload_url");
        if (StorageAddress(root, "download_url") is not { } download || (upload is null && !isStored))
        {
            return NoSlot(RetryClassification.Refused, "has no https addresses of an upload slot");
        }

        // One day, as documented, when the response has no valid time.
        var hasExpiry = DateTimeOffset.TryParse(
            root.Text("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expires);
        return AttemptOutcome<UploadSlot>.Success(new UploadSlot(upload, new StoredImage(download, hasExpiry && (isStored || expires > now) ? expires : now.AddHours(24))));

        AttemptOutcome<UploadSlot> NoSlot(RetryClassification classification, string how) => AttemptOutcome<UploadSlot>.Failure(classification, new EnhanceError
        {
            Id = ErrorIds.AnswerNotUnderstood,
            RequestId = RequestId(response),
            Message = $"The image was not stored: the response ({response.Status}) of Comfy's upload storage {how}.",
        });
    }

    // As for a base address: http is accepted for loopback only, and no user or password.
    private static Uri? StorageAddress(JsonElement root, string name) =>
        Uri.TryCreate(root.Text(name)?.Trim(), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0
            ? address
            : null;

    private static ProviderTaskState? ReadState(ApiResponse response)
    {
        using var document = response.IsSuccess ? TolerantJson.ParseLoose(response.Body) : TolerantJson.Parse(response.Body);
        if (document is null)
        {
            return null;
        }

        var root = document.RootElement;
        var task = root.Member("data") is { ValueKind: JsonValueKind.Object } data ? data : root;
        var status = task.Text("status") ?? task.Text("task_status");
        var results = task.Addresses("generated", response.BaseAddress);
        var id = task.Text("task_id");
        if (id is null && status is null && results.Count == 0)
        {
            return null;
        }

        // No field is required, so a result without a status is still a result.
        EnhanceTaskStatus? known = status is not null ? StatusWord.Read(status) : results.Count > 0 ? EnhanceTaskStatus.Completed : null;
        return new ProviderTaskState
        {
            TaskId = id,
            Status = known ?? EnhanceTaskStatus.InProgress,
            UnknownStatus = known is null ? response.Show(status) : null,
            ResultUri = results,
            Message = response.Show(ReadMessage(task) ?? ReadMessage(root)),
            Credits = response.NumberHeader("X-Comfy-Credits-Used"),
            EstimatedDuration = ReadDuration(response, "X-Comfy-Estimated-Duration-Seconds"),
            EstimatedDurationP90 = ReadDuration(response, "X-Comfy-Estimated-Duration-P90-Seconds"),
            RetryAfter = response.RetryAfter,
            RequestId = RequestId(response),
        };
    }

    private static TimeSpan? ReadDuration(ApiResponse response, string header) =>
        response.NumberHeader(header) is { } seconds and >= 1 and <= 86400 ? TimeSpan.FromSeconds(seconds) : null;

    private static AttemptOutcome<T> ReadFailure<T>(ApiResponse response, bool isAccepted = false)
        where T : class
    {
        using var document = TolerantJson.Parse(response.Body);
        var type = response.Header(ErrorTypeHeader);
        var word = document is null ? null : ErrorType(document.RootElement);
        var isOwn = document is not null && (type is not null || IsErrorForm(document.RootElement));
        var (id, classification) = isAccepted ? (response.UnknownErrorId, RetryClassification.Unknown) : Classify(response, type, word, isOwn);
        return AttemptOutcome<T>.Failure(classification, new EnhanceError
        {
            Id = id,
            ProviderCode = response.Show(type ?? word),
            RequestId = RequestId(response),
            Message = Describe(response, document is null ? null : ReadMessage(document.RootElement), isOwn),
        }) with
        { IsLasting = response.Status == 409 && classification != RetryClassification.InFlight };
    }

    /// <summary>Whether JSON has the form of the proxy's errors, its own or forwarded ones: <c>{error, message}</c>, <c>{error: {…}}</c>, <c>{message}</c>, <c>{detail}</c>.</summary>
    private static bool IsErrorForm(JsonElement root) =>
        HasText(root, "message") || HasText(root, "error") || (root.Member("error") is { } error && HasText(error, "message"))
        || HasText(root, "detail") || root.Member("detail") is { ValueKind: JsonValueKind.Array } findings && findings.GetArrayLength() > 0;

    // A number comes from another framework or a proxy.
    private static bool HasText(JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } && element.Text(name) is not null;

    /// <summary>The error type in the body.</summary>
    private static string? ErrorType(JsonElement root) => root.Text("error") ?? (root.Member("error") is { } error ? error.Text("type") : null);

    /// <summary>The error in a response that also has a task; null for none.</summary>
    private static string? Oddity(ApiResponse response)
    {
        using var document = TolerantJson.Parse(response.Body);
        return response.Header(ErrorTypeHeader) ?? document?.RootElement.Raw("error");
    }

    /// <summary>Distinguishes definite refusals, in the API's own JSON with a documented status, from all other failures, which may have been billed.</summary>
    private static (string Id, RetryClassification Classification) Classify(ApiResponse response, string? type, string? word, bool isOwn)
    {
        // A key whose request is still in progress; the second type is the Router's name for it (docs/providers.md, section 4).
        if (response.Status == 409 && type is "idempotency_in_flight" or "concurrency_limit_exceeded")
        {
            return (ErrorIds.SubmissionUnknown, RetryClassification.InFlight);
        }

        // An unknown type counts as an internal error, which may have been billed; the error in the body is often free text.
        var isRefusal = isOwn && response.Status is 400 or 401 or 402 or 403 or 404 or 422 or 429
            && (type is null || Refusals.ContainsKey(type)) && (word is null || !OpenTypes.Contains(word));
        if (!isRefusal)
        {
            return (response.UnknownErrorId, RetryClassification.Unknown);
        }

        return Refusals.TryGetValue(type ?? word ?? string.Empty, out var known)
            ? known
            : response.Status switch
            {
                401 => KeyRejected,
                402 => OutOfCredits,
                403 => Forbidden,
                429 => Later,
                _ => Rejected,
            };
    }

    private static string? ReadMessage(JsonElement root)
    {
        var nested = root.Member("error") is { ValueKind: JsonValueKind.Object } error ? error.Text("message") : null;

        // FastAPI writes a list of findings into "detail".
        return nested ?? root.Text("message") ?? root.Text("detail") ?? root.Raw("detail") ?? root.Text("error");
    }

    private static string? RequestId(ApiResponse response) => response.Show(response.Header("X-Comfy-Request-Id"));

    private static string Describe(ApiResponse response, string? message, bool isOwn)
    {
        var words = response.Show(message) ?? response.Excerpt();
        var how = isOwn ? string.Empty : ", not in its own form";
        return words.Length > 0 ? $"Comfy responded with {response.Status}{how}: {words}" : $"Comfy responded with {response.Status}{how} and no message.";
    }

    private static AttemptOutcome<T> NotUnderstood<T>(ApiResponse response, string how)
        where T : class => AttemptOutcome<T>.Failure(RetryClassification.Unknown, new EnhanceError
        {
            Id = ErrorIds.AnswerNotUnderstood,
            RequestId = RequestId(response),
            Message = response.IsComplete
            ? $"Comfy's response ({response.Status}) {how}: '{response.Excerpt()}'."
            : $"Comfy's response ({response.Status}) is truncated after {response.Body.Length} bytes.",
        });
}
