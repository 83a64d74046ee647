using System.Text;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>The outcome of a paid request that was sent completely, for every status, every form of a body and every billed operation.</summary>
/// <remarks><see cref="Expected"/> is a separate statement of the rule; it uses nothing of the product.</remarks>
public class PaidResponseTableTests
{
    /// <summary>How a paid request ends, as the caller and the server see it.</summary>
    public enum Ending
    {
        /// <summary>A task or a result.</summary>
        Accepted,

        /// <summary>An error that states that nothing was billed, after one request.</summary>
        Refused,

        /// <summary>A second request with the same key and bytes.</summary>
        SentAgain,

        /// <summary>Reported as Unknown, after one request.</summary>
        Unknown,
    }

    /// <summary>The form of a body.</summary>
    private enum Form
    {
        /// <summary>The API's JSON with a task id or a result.</summary>
        Success,

        /// <summary>The API's JSON for an error.</summary>
        OwnError,

        /// <summary>Anything that the API does not write.</summary>
        Foreign,
    }

    private static readonly int[] Statuses =
    [
        200, 201, 202, 203, 206, 226, 300, 301, 302, 303, 307, 308,
        .. Enumerable.Range(400, 32), 440, 444, 449, 450, 451, 460, 463, 494, 495, 496, 497, 498, 499,
        .. Enumerable.Range(500, 12), .. Enumerable.Range(520, 11), 561, 598, 599,
    ];

    private static readonly int[] ComfyRefusals = [400, 401, 402, 403, 404, 422, 429];

    private static readonly int[] AILabRefusals = [400, 401, 403, 404, 410, 413, 415, 422, 429];

    /// <summary>Comfy's error types after which no work was started; after any other one it may have been.</summary>
    private static readonly string[] ComfyDefinite =
    [
        "invalid_input", "content_policy_violation", "insufficient_credits", "model_not_found", "unauthorized", "forbidden", "concurrency_limit_exceeded", "not_enabled",
        "rate_limited",
    ];

    private static readonly string[] ComfyOpen =
    [
        "provider_error", "provider_timeout", "client_disconnected", "internal_error", "deadline_exceeded", "service_unavailable", "idempotency_consumed",
        "idempotency_mismatch",
    ];

    private static readonly string[] AILabThrottles =
        ["EXCEEDING_LIMITS", "AI_SERVICE_FLOW_RESTRICTION", "ERROR_INSUFFICIENT_RESOURCES", "ERROR_RESOURCE_UNAVAILABLE", "ERROR_RESOURCE_IN_TRANSIT"];

    private static readonly string[] AILabFinal =
    [
        "ERROR_NOT_ENOUGH_CREDITS", "ERROR_USER_LOCKED", "ERROR_ILLEGAL_OPERATION", "ERROR_NO_FACE_IN_FILE", "FILE_DECODING_FAILURE", "FILE_SIZE_EXCEEDS_LIMIT",
        "FILE_RESOLUTION_EXCEEDS_LIMITS", "ERROR_LOW_RESOLUTION", "UNSUPPORTED_FILE_TYPES", "ERROR_AI_NOT_EXISTS", "ERROR_RESOURCE_RECLAIMED",
    ];

    private static readonly Body[] Strangers =
    [
        new("html", "<!DOCTYPE html><html><head><title>Attention required</title></head><body>Ray ID</body></html>", Form.Foreign) { Type = "text/html" },
        new("html-as-json", "<html><body>no</body></html>", Form.Foreign),
        new("empty", string.Empty, Form.Foreign),
        new("text", "upstream connect error or disconnect/reset before headers", Form.Foreign) { Type = "text/plain" },
        new("empty-object", "{}", Form.Foreign),
        new("null", "null", Form.Foreign),
        new("array", """[{"error":"no","message":"no"}]""", Form.Foreign),
        new("stranger", """{"status":"denied","errors":[{"number":1020}],"title":"Access denied"}""", Form.Foreign),
        new("stranger-trace", """{"traceId":"00-1","timestamp":1,"path":"/x"}""", Form.Foreign),
        new("truncated", """{"error":"invalid_input","mess""", Form.Foreign),
        new("no-gzip", "not compressed", Form.Foreign) { Headers = ["Content-Encoding: gzip"] },
        new("long-wait", "<html>", Form.Foreign) { Headers = ["Retry-After: 1"] },
    ];

    private static readonly Body[] ComfyBodies =
    [
        .. Strangers,
        new("accepted", Responses.ComfyCreated, Form.Success),
        new("accepted-flat", """{"task_id":"task-1","task_status":"CREATED"}""", Form.Success),
        new("accepted-beside-error", """{"data":{"task_id":"task-1","status":"CREATED"},"error":"odd","message":"odd"}""", Form.Success),
        new("accepted-typed", Responses.ComfyCreated, Form.Success) { Headers = ["X-Comfy-Error-Type: internal_error"] },
        new("flat", """{"error":"Bad Request","message":"the reason"}""", Form.OwnError),
        new("nested", """{"error":{"message":"the reason","type":"new_word"}}""", Form.OwnError),
        new("detail", """{"detail":"the reason"}""", Form.OwnError),
        new("findings", """{"detail":[{"loc":["body","image"],"msg":"the reason"}]}""", Form.OwnError),
        new("message", """{"message":"the reason"}""", Form.OwnError),
        new("number-for-error", """{"error":5}""", Form.Foreign),
        new("empty-error", """{"error":{}}""", Form.Foreign),
        new("number-for-message", """{"message":429,"detail":7}""", Form.Foreign),
        new("no-findings", """{"detail":[]}""", Form.Foreign),
        new("typed-without-json", "<html>", Form.Foreign) { Headers = ["X-Comfy-Error-Type: rate_limited"] },
        new("in-flight", """{"message":"in flight"}""", Form.OwnError, "idempotency_in_flight") { Headers = ["X-Comfy-Error-Type: idempotency_in_flight", "Retry-After: 1"] },
        new("in-flight-other-case", """{"message":"in flight"}""", Form.OwnError, "IDEMPOTENCY_IN_FLIGHT") { Headers = ["X-Comfy-Error-Type: IDEMPOTENCY_IN_FLIGHT"] },
        new("in-flight-in-body", """{"error":"idempotency_in_flight","message":"in flight"}""", Form.OwnError, "idempotency_in_flight in the body"),
        new("in-flight-nested", """{"error":{"type":"Idempotency_In_Flight","message":"in flight"}}""", Form.OwnError, "idempotency_in_flight in the body"),
        new("time-out-in-body", """{"error":"provider_timeout","message":"late"}""", Form.OwnError, "provider_timeout"),
        new("time-out-nested-other-case", """{"error":{"type":"Provider_Timeout","message":"late"}}""", Form.OwnError, "provider_timeout"),
        new("time-out-other-case", """{"message":"late"}""", Form.OwnError, "provider_timeout") { Headers = ["X-Comfy-Error-Type: Provider_Timeout"] },
        new("time-out-in-body-of-invalid-input", """{"error":"provider_timeout","message":"late"}""", Form.OwnError, "provider_timeout")
        {
            Headers = ["X-Comfy-Error-Type: invalid_input"],
        },
        new("new-type", """{"message":"the reason"}""", Form.OwnError, "brand_new") { Headers = ["X-Comfy-Error-Type: brand_new"] },
        .. ComfyDefinite.Concat(ComfyOpen).Select(type => new Body(type, """{"message":"the reason"}""", Form.OwnError, type) { Headers = [$"X-Comfy-Error-Type: {type}"] }),
    ];

    private static readonly Body[] AILabBodies =
    [
        .. Strangers,
        new("accepted", Responses.AILabAccepted, Form.Success),
        new("result", Responses.AILabSynchronous, Form.Success),
        new("result-0.0", """{"error_code":0.0,"data":{"image_url":"https://c/1"}}""", Form.Success),
        new("id-200", """{"error_code":200,"error_msg":"OK","task_id":"task-1"}""", Form.Success),
        new("id-code-OK", """{"error_code":0,"error_detail":{"code":"OK"},"task_id":"task-1"}""", Form.Success),
        new("result-code-None", """{"error_detail":{"code":"None"},"data":{"image_url":"https://c/1"}}""", Form.Success),
        new("result-code-200", """{"error_detail":{"code":200},"data":{"image_url":"https://c/1"}}""", Form.Success),
        new("id-beside-refusal", """{"error_code":1,"error_code_str":"FILE_DECODING_FAILURE","task_id":"task-1"}""", Form.Success),
        new("result-beside-throttle", """{"error_detail":{"code":"EXCEEDING_LIMITS"},"data":{"image_url":"https://c/1"}}""", Form.Success),
        new("message", """{"message":"the reason"}""", Form.Foreign),
        new("message-now", """{"message":"the reason"}""", Form.Foreign) { Headers = ["Retry-After: 1"] },
        new("number-for-code", """{"error_detail":{"code":5}}""", Form.Foreign),
        new("number-for-code-old", """{"error_code":1,"error_code_str":"429","error_msg":"the reason"}""", Form.Foreign),
        new("number-alone", """{"error_code":429,"error_msg":"the reason"}""", Form.Foreign),
        new("new-code", Responses.AILabError("A_CODE_OF_TOMORROW"), Form.OwnError, "A_CODE_OF_TOMORROW"),
        new("new-code-old-shape", Responses.AILabOldError("A_CODE_OF_TOMORROW"), Form.OwnError, "A_CODE_OF_TOMORROW"),
        .. AILabThrottles.Concat(AILabFinal).SelectMany(code => (Body[])
        [
            new(code, Responses.AILabError(code), Form.OwnError, code),
            new($"{code}-old-shape", Responses.AILabOldError(code), Form.OwnError, code),
            new($"{code}-other-case", Responses.AILabError(code.ToLowerInvariant()), Form.OwnError, code),
        ]),
    ];

    public static TheoryData<string, int> Rows
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var operation in (string[])["Comfy", "SmartSkin", "SmartSkinAdvanced"])
            {
                foreach (var status in Statuses)
                {
                    rows.Add(operation, status);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_paid_request_ends_by_the_rule_whatever_the_response(string operation, int status)
    {
        var bodies = operation == "Comfy" ? ComfyBodies : AILabBodies;
        var current = bodies[0];
        var first = 0;
        var seen = 0;
        await using var server = new ScriptedServer(exchange => Respond()(exchange));
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { CircuitThreshold = int.MaxValue });
        var wrong = new List<string>();
        foreach (var body in bodies)
        {
            current = body;
            first = server.Requests.Count;
            seen = 0;
            var ending = await EndAsync();
            var expected = Expected(operation, status, body);
            if (ending != expected)
            {
                wrong.Add($"{status} {body.Name}: {ending} instead of {expected}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        async Task<Ending> EndAsync()
        {
            try
            {
                var accepted = await SubmitAsync();
                Assert.True(accepted.TaskId is not null || accepted.ResultUri.Count > 0);
                var sent = server.Requests.Skip(first).ToList();
                Assert.InRange(sent.Count, 1, 2);
                Assert.Single(sent.Select(request => request.Header("Idempotency-Key")).Distinct());
                return sent.Count == 1 ? Ending.Accepted : Ending.SentAgain;
            }
            catch (EnhanceException failure)
            {
                Assert.True(server.Requests.Count == first + 1, $"{status} {current.Name}: {server.Requests.Count - first} requests.");
                return failure is SubmissionUnknownException ? Ending.Unknown : Ending.Refused;
            }
        }

        Task<ProviderTaskState> SubmitAsync() => operation switch
        {
            "Comfy" => fixture.SubmitComfyAsync(),
            "SmartSkin" => fixture.SubmitSmartSkinAsync(),
            _ => fixture.SubmitAILabAsync(),
        };

        WireStep Respond() => Interlocked.Increment(ref seen) == 1
            ? Wire.Bytes(status, Encoding.UTF8.GetBytes(current.Text), [$"Content-Type: {current.Type}", .. current.Headers])
            : Wire.Json(200, operation switch
            {
                "Comfy" => Responses.ComfyCreated,
                "SmartSkin" => Responses.AILabSynchronous,
                _ => Responses.AILabAccepted,
            });
    }

    /// <summary>The rule: a refusal counts only in the API's own form; a resend only if the response allows it; all else may have been billed.</summary>
    private static Ending Expected(string operation, int status, Body body)
    {
        if (status / 100 == 2 && body.Form == Form.Success)
        {
            return Ending.Accepted;
        }

        if (body.Form != Form.OwnError)
        {
            return Ending.Unknown;
        }

        if (operation == "Comfy")
        {
            return status switch
            {
                409 when body.Code is "idempotency_in_flight" or "concurrency_limit_exceeded" => Ending.SentAgain,
                _ when !ComfyRefusals.Contains(status) => Ending.Unknown,
                _ when body.Code is "rate_limited" or "concurrency_limit_exceeded" => Ending.SentAgain,
                429 when body.Code is null => Ending.SentAgain,
                _ when body.Code is null || ComfyDefinite.Contains(body.Code) => Ending.Refused,
                _ => Ending.Unknown,
            };
        }

        // AILab reports errors with its documented statuses, and in the old form with 200 too: there the code alone decides.
        var isThrottle = AILabThrottles.Contains(body.Code);
        return status switch
        {
            503 => isThrottle && body.Code != "EXCEEDING_LIMITS" ? Ending.SentAgain : Ending.Unknown,
            >= 200 and <= 299 when !isThrottle && !AILabFinal.Contains(body.Code) => Ending.Unknown,
            (>= 200 and <= 299) or (>= 400 and <= 499) when status < 300 || AILabRefusals.Contains(status) => isThrottle ? Ending.SentAgain : Ending.Refused,
            _ => Ending.Unknown,
        };
    }

    /// <summary>A body, what it is, and the code that it or its headers name.</summary>
    private sealed record Body(string Name, string Text, Form Form, string? Code = null)
    {
        internal string Type { get; init; } = "application/json";

        internal string[] Headers { get; init; } = [];
    }
}
