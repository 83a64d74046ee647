using System.Globalization;
using System.Text.Json;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Reads every response of Comfy's proxy (docs/providers.md, section 1), wrapped or flat, whole or not.</summary>
internal static class ComfyResponse
{
    private const string ErrorTypeHeader = "X-Comfy-Error-Type";

    // docs/providers.md, section 1, Prices.
    private const double CreditsPerDollar = 211;

    // What can be spent comes first; a field that is absent or a plain 0 says nothing where a later one does (docs/providers.md, section 1, Balance).
    private static readonly string[] BalanceFields = ["effective_balance_micros", "amount_micros", "prepaid_balance_micros", "cloud_credit_balance_micros"];

    private static readonly (string Id, RetryClassification Classification) Rejected = (ErrorIds.RequestRejected, RetryClassification.Refused);
    private static readonly (string Id, RetryClassification Classification) KeyRejected = (ErrorIds.KeyRejected, RetryClassification.KeyRefused);
    private static readonly (string Id, RetryClassification Classification) Forbidden = (ErrorIds.AccountRefused, RetryClassification.Refused);
    private static readonly (string Id, RetryClassification Classification) OutOfCredits = (ErrorIds.CreditsExhausted, RetryClassification.Refused);
    private static readonly (string Id, RetryClassification Classification) Later = (ErrorIds.RateLimited, RetryClassification.Throttled);

    /// <summary>The published types that say that no work was begun (docs/providers.md, section 4).</summary>
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

    /// <summary>The published words of which none says so, wherever they stand.</summary>
    private static readonly HashSet<string> OpenWords = new(StringComparer.OrdinalIgnoreCase)
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
            // An id stands for itself, whatever stands beside it.
            (true, { TaskId: not null }) => AttemptOutcome<ProviderTaskState>.Success(state) with { Warning = response.Show(Oddity(response)) },

            // Accepted, and the id is lost: the money may be spent.
            (true, _) => NotUnderstood<ProviderTaskState>(response, "names no task"),
            _ => ReadFailure<ProviderTaskState>(response, isAccepted: state?.TaskId is not null),
        };
    }

    /// <summary>Reads what the response to a submission says of the account's concurrency limit (docs/providers.md, section 1).</summary>
    /// <returns>How many the account may have in flight, and how many more it may have now; null for what is absent or unusable. A limit of 0 is
    /// a blocked account and no number to go by: the refusal that it comes with says so.</returns>
    internal static (int? Limit, int? Remaining) ReadAccount(ApiResponse response)
    {
        int? limit = Count("X-Concurrency-Limit") is > 0 and var most ? most : null;

        // A response that is given again tells of its own time, and the slots are others by now.
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

        return ReadState(response) is { } state ? AttemptOutcome<ProviderTaskState>.Success(state) : NotUnderstood<ProviderTaskState>(response, "is no task");
    }

    /// <summary>Reads the response to a request for the balance. The fields are called micros and hold US cents, as a number or as text; a
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
            return NotUnderstood<CreditBalance[]>(response, "holds no balance");
        }

        var dollars = Array.Find(cents, value => value != 0) / 100;
        return AttemptOutcome<CreditBalance[]>.Success([new CreditBalance(ComfyOperations.ProviderName, "account", Math.Round(dollars * CreditsPerDollar, 2), Math.Round(dollars, 4))]);
    }

    /// <summary>Reads the response to a request for a place in the upload storage. No address of it gets into a message: its query opens it.</summary>
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
            return NoSlot(RetryClassification.Unknown, response.IsComplete ? "is no JSON object" : $"was cut off after {response.Body.Length} bytes");
        }

        var root = document.RootElement;
        var isThere = root.Member("existing_file") is { ValueKind: JsonValueKind.True };
        var upload = isThere ? null : StorageAddress(root, "upload_url");
        if (StorageAddress(root, "download_url") is not { } download || (upload is null && !isThere))
        {
            return NoSlot(RetryClassification.Refused, "does not name the place by https addresses");
        }

        // A day is what is documented, where the response says nothing of use.
        var isTold = DateTimeOffset.TryParse(
            root.Text("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expires);
        return AttemptOutcome<UploadSlot>.Success(new UploadSlot(upload, new StoredImage(download, isTold && (isThere || expires > now) ? expires : now.AddHours(24))));

        AttemptOutcome<UploadSlot> NoSlot(RetryClassification classification, string how) => AttemptOutcome<UploadSlot>.Failure(classification, new EnhanceError
        {
            Id = ErrorIds.AnswerNotUnderstood,
            RequestId = RequestId(response),
            Message = $"The image was not stored: the response ({response.Status}) of Comfy's upload storage {how}.",
        });
    }

    // As for a base address: plain http is taken for loopback only, and no user or password.
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

        // No field is required, so a result without a status is a result all the same.
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
        var word = document is null ? null : ErrorWord(document.RootElement);
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

    /// <summary>Whether JSON is an error of the proxy, or one that it passes through: <c>{error, message}</c>, <c>{error: {…}}</c>, <c>{message}</c>, <c>{detail}</c>.</summary>
    private static bool IsErrorForm(JsonElement root) =>
        HasWords(root, "message") || HasWords(root, "error") || (root.Member("error") is { } error && HasWords(error, "message"))
        || HasWords(root, "detail") || root.Member("detail") is { ValueKind: JsonValueKind.Array } findings && findings.GetArrayLength() > 0;

    // A number is what an application's own framework or a proxy writes.
    private static bool HasWords(JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } && element.Text(name) is not null;

    /// <summary>The error's word in the body.</summary>
    private static string? ErrorWord(JsonElement root) => root.Text("error") ?? (root.Member("error") is { } error ? error.Text("type") : null);

    /// <summary>What stands beside a task that says otherwise.</summary>
    private static string? Oddity(ApiResponse response)
    {
        using var document = TolerantJson.Parse(response.Body);
        return response.Header(ErrorTypeHeader) ?? document?.RootElement.Raw("error");
    }

    /// <summary>Tells the definite refusals, in the API's own JSON with a status that it uses for them, from all else, which may have been billed.</summary>
    private static (string Id, RetryClassification Classification) Classify(ApiResponse response, string? type, string? word, bool isOwn)
    {
        // A key whose request is still running; the second is the Router's name for it (docs/providers.md, section 4).
        if (response.Status == 409 && type is "idempotency_in_flight" or "concurrency_limit_exceeded")
        {
            return (ErrorIds.SubmissionUnknown, RetryClassification.InFlight);
        }

        // A type that is not known counts as an internal error, which may have been billed; a word in the body is often free text.
        var isRefusal = isOwn && response.Status is 400 or 401 or 402 or 403 or 404 or 422 or 429
            && (type is null || Refusals.ContainsKey(type)) && (word is null || !OpenWords.Contains(word));
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

        // FastAPI puts a list of findings into «detail».
        return nested ?? root.Text("message") ?? root.Text("detail") ?? root.Raw("detail") ?? root.Text("error");
    }

    private static string? RequestId(ApiResponse response) => response.Show(response.Header("X-Comfy-Request-Id"));

    private static string Describe(ApiResponse response, string? message, bool isOwn)
    {
        var words = response.Show(message) ?? response.Excerpt();
        var how = isOwn ? string.Empty : ", not in its own form";
        return words.Length > 0 ? $"Comfy answered {response.Status}{how}: {words}" : $"Comfy answered {response.Status}{how} without a word.";
    }

    private static AttemptOutcome<T> NotUnderstood<T>(ApiResponse response, string how)
        where T : class => AttemptOutcome<T>.Failure(RetryClassification.Unknown, new EnhanceError
        {
            Id = ErrorIds.AnswerNotUnderstood,
            RequestId = RequestId(response),
            Message = response.IsComplete
            ? $"Comfy's response ({response.Status}) {how}: '{response.Excerpt()}'."
            : $"Comfy's response ({response.Status}) was cut off after {response.Body.Length} bytes.",
        });
}
