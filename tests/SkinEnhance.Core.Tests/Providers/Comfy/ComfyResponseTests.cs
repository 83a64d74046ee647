using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Providers.Comfy;

public class ComfyResponseTests
{
    private const string Reason = """{"message":"the reason"}""";

    [Theory]
    [InlineData("""{"data":{"task_id":"t","status":"CREATED","generated":[]}}""", EnhanceTaskStatus.Submitted, 0)]
    [InlineData("""{"data":{"task_id":"t","status":"IN_PROGRESS"}}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"data":{"task_id":"t","status":"COMPLETED","generated":["https://c/1","https://c/2"]}}""", EnhanceTaskStatus.Completed, 2)]
    [InlineData("""{"data":{"task_id":"t","status":"FAILED"}}""", EnhanceTaskStatus.Failed, 0)]
    [InlineData("""{"data":{"task_id":"t","status":"completed","generated":["https://c/1"]}}""", EnhanceTaskStatus.Completed, 1)]
    [InlineData("""{"task_id":"t","status":"COMPLETED","generated":["https://c/1"]}""", EnhanceTaskStatus.Completed, 1)]
    [InlineData("""{"data":{"task_id":"t","task_status":"COMPLETED","generated":["https://c/1"]}}""", EnhanceTaskStatus.Completed, 1)]
    [InlineData("""{"task_id":"t","task_status":"FAILED"}""", EnhanceTaskStatus.Failed, 0)]
    [InlineData("""{"data":{"task_id":"t","status":"COMPLETED","generated":[{"url":"https://c/1"},{"url":"https://c/2"}]}}""", EnhanceTaskStatus.Completed, 2)]
    [InlineData("""{"data":{"task_id":"t","status":"COMPLETED","generated":"https://c/1"}}""", EnhanceTaskStatus.Completed, 1)]
    [InlineData("""{"data":{"task_id":"t","status":"COMPLETED","generated":[null,5,"ftp://c/1","no address",{"uri":"x"},["y"]]}}""", EnhanceTaskStatus.Completed, 0)]
    [InlineData("""{"data":{"task_id":"t","status":"COMPLETED","generated":null}}""", EnhanceTaskStatus.Completed, 0)]
    [InlineData("""{"data":{"task_id":"t","status":"UPSCALING_SOON"}}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"data":{"task_id":"t","status":""}}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"data":{"task_id":"t","status":17}}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"data":{"task_id":"t"}}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"data":{"task_id":"t","generated":["https://c/1"]}}""", EnhanceTaskStatus.Completed, 1)]
    [InlineData("""{"data":{"task_id":"t","generated":[]}}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("\uFEFF{\"data\":{\"task_id\":\"t\",\"status\":\"CREATED\"}}", EnhanceTaskStatus.Submitted, 0)]
    public void Every_form_of_a_task_is_read(string body, EnhanceTaskStatus status, int results)
    {
        foreach (var judge in (Func<ApiResponse, AttemptOutcome<ProviderTaskState>>[])[ComfyResponse.ReadSubmission, ComfyResponse.ReadQuery])
        {
            var outcome = judge(ResponseOf.Text(200, body));

            Assert.Equal(RetryClassification.Success, outcome.Classification);
            var state = Assert.IsType<ProviderTaskState>(outcome.Value);
            Assert.Equal(("t", status, results), (state.TaskId, state.Status, state.ResultUri.Count));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":"t"}""")]
    [InlineData("""{"data":{"task_id":null}}""")]
    [InlineData("""{"data":{"task_id":{"id":"t"}}}""")]
    [InlineData("<!DOCTYPE html><html></html>")]
    [InlineData("""{"data":{"task_id":"t","status":"CREA""")]
    public void A_success_without_a_task_leaves_the_outcome_open(string body)
    {
        var outcome = ComfyResponse.ReadSubmission(ResponseOf.Text(200, body));

        Assert.Equal((RetryClassification.Unknown, ErrorIds.AnswerNotUnderstood), (outcome.Classification, outcome.Error!.Id));
    }

    [Theory]
    [InlineData(400, null, Reason, ErrorIds.RequestRejected, RetryClassification.Refused)]
    [InlineData(401, null, Reason, ErrorIds.KeyRejected, RetryClassification.KeyRefused)]
    [InlineData(402, null, Reason, ErrorIds.CreditsExhausted, RetryClassification.Refused)]
    [InlineData(403, null, Reason, ErrorIds.AccountRefused, RetryClassification.Refused)]
    [InlineData(404, null, Reason, ErrorIds.RequestRejected, RetryClassification.Refused)]
    [InlineData(408, null, "{}", ErrorIds.ServiceUnavailable, RetryClassification.Unknown)]
    [InlineData(409, null, Reason, ErrorIds.AnswerNotUnderstood, RetryClassification.Unknown)]
    [InlineData(409, "idempotency_in_flight", "{}", ErrorIds.SubmissionUnknown, RetryClassification.InFlight)]
    [InlineData(409, "idempotency_consumed", "{}", ErrorIds.AnswerNotUnderstood, RetryClassification.Unknown)]
    [InlineData(409, "idempotency_mismatch", "{}", ErrorIds.AnswerNotUnderstood, RetryClassification.Unknown)]
    [InlineData(413, null, "", ErrorIds.AnswerNotUnderstood, RetryClassification.Unknown)]
    [InlineData(422, null, Reason, ErrorIds.RequestRejected, RetryClassification.Refused)]
    [InlineData(429, null, Reason, ErrorIds.RateLimited, RetryClassification.Throttled)]
    [InlineData(429, null, "{}", ErrorIds.RateLimited, RetryClassification.Unknown)]
    [InlineData(429, null, "<html>", ErrorIds.RateLimited, RetryClassification.Unknown)]
    [InlineData(500, null, "{}", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(500, null, "<html>", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(500, null, "", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(502, null, "{}", ErrorIds.ServiceUnavailable, RetryClassification.Unknown)]
    [InlineData(503, null, "{}", ErrorIds.ServiceUnavailable, RetryClassification.Unknown)]
    [InlineData(504, null, "{}", ErrorIds.ServiceUnavailable, RetryClassification.Unknown)]
    [InlineData(520, null, "<html>", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(400, "invalid_input", "{}", ErrorIds.RequestRejected, RetryClassification.Refused)]
    [InlineData(400, "content_policy_violation", "{}", ErrorIds.ContentRefused, RetryClassification.Refused)]
    [InlineData(422, "content_policy_violation", "{}", ErrorIds.ContentRefused, RetryClassification.Refused)]
    [InlineData(500, "provider_error", "{}", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(500, "provider_timeout", "{}", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(400, "insufficient_credits", "{}", ErrorIds.CreditsExhausted, RetryClassification.Refused)]
    [InlineData(404, "model_not_found", "{}", ErrorIds.RequestRejected, RetryClassification.Refused)]
    [InlineData(400, "unauthorized", "{}", ErrorIds.KeyRejected, RetryClassification.KeyRefused)]
    [InlineData(400, "forbidden", "{}", ErrorIds.AccountRefused, RetryClassification.Refused)]
    [InlineData(400, "not_enabled", "{}", ErrorIds.AccountRefused, RetryClassification.Refused)]
    [InlineData(400, "concurrency_limit_exceeded", "{}", ErrorIds.RateLimited, RetryClassification.Throttled)]
    [InlineData(499, "client_disconnected", "{}", ErrorIds.AnswerNotUnderstood, RetryClassification.Unknown)]
    [InlineData(500, "internal_error", "{}", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(500, "deadline_exceeded", "{}", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(500, "service_unavailable", "{}", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    [InlineData(400, "rate_limited", "{}", ErrorIds.RateLimited, RetryClassification.Throttled)]
    [InlineData(500, "brand_new_error", "{}", ErrorIds.ProviderFailed, RetryClassification.Unknown)]
    public void Every_refusal_has_its_consequence(int status, string? type, string body, string id, object classification)
    {
        var outcome = ComfyResponse.ReadSubmission(ResponseOf.Text(status, body, type is null ? [] : [("X-Comfy-Error-Type", type)]));

        Assert.Equal((id, (RetryClassification)classification), (outcome.Error!.Id, outcome.Classification));
        Assert.Equal(type, outcome.Error.ProviderCode);
        Assert.Contains($"{status}", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"invalid_image","message":"too dark"}""", "invalid_image", "too dark")]
    [InlineData("""{"error":{"message":"too dark","type":"invalid_image"}}""", "invalid_image", "too dark")]
    [InlineData("""{"detail":"too dark"}""", null, "too dark")]
    [InlineData("""{"detail":[{"loc":["body","image"],"msg":"too dark"}]}""", null, "too dark")]
    [InlineData("""{"message":"too dark"}""", null, "too dark")]
    [InlineData("""{"error":"too dark"}""", "too dark", "too dark")]
    [InlineData("too dark", null, "too dark")]
    [InlineData("<p>too\r\n   dark</p>", null, "<p>too dark</p>")]
    [InlineData("""{"message":"too da""", null, "too da")]
    [InlineData("", null, "and no message")]
    [InlineData("{}", null, "{}")]
    public void Every_form_of_an_error_has_its_message(string body, string? code, string words)
    {
        var error = ComfyResponse.ReadSubmission(ResponseOf.Text(400, body, ("X-Comfy-Request-Id", "request-5"))).Error!;

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal((code, "request-5"), (error.ProviderCode, error.RequestId));
    }

    [Fact]
    public void An_unknown_task_is_distinguished_from_another_refusal()
    {
        Assert.Equal(ErrorIds.TaskNotFound, ComfyResponse.ReadQuery(ResponseOf.Text(404, """{"message":"no such task"}""")).Error!.Id);
        Assert.Equal(ErrorIds.RequestRejected, ComfyResponse.ReadQuery(ResponseOf.Text(400, Reason)).Error!.Id);
        Assert.Equal(ErrorIds.AccountRefused, ComfyResponse.ReadQuery(ResponseOf.Text(404, "{}", ("X-Comfy-Error-Type", "forbidden"))).Error!.Id);
    }

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("0", 0.0)]
    [InlineData("1e2", 100.0)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e999", null)]
    [InlineData("lots", null)]
    public void The_credits_used_are_kept_when_they_are_a_number(string header, double? credits) =>
        Assert.Equal(credits, State(ResponseOf.Text(200, Responses.ComfyCreated, ("X-Comfy-Credits-Used", header))).Credits);

    [Theory]
    [InlineData("1", 1.0)]
    [InlineData("42.5", 42.5)]
    [InlineData("86400", 86400.0)]
    [InlineData("0", null)]
    [InlineData("0.9", null)]
    [InlineData("86401", null)]
    [InlineData("soon", null)]
    public void The_estimates_are_kept_within_their_range(string header, double? seconds)
    {
        Assert.Equal(
            seconds, State(ResponseOf.Text(200, Responses.ComfyCreated, ("X-Comfy-Estimated-Duration-Seconds", header))).EstimatedDuration?.TotalSeconds);
        Assert.Equal(
            seconds, State(ResponseOf.Text(200, Responses.ComfyCreated, ("X-Comfy-Estimated-Duration-P90-Seconds", header))).EstimatedDurationP90?.TotalSeconds);
    }

    [Theory]
    [InlineData("""{"amount_micros":2725.927956}""", 5751.71, 27.2593)]
    [InlineData("""{"amount_micros":100}""", 211.0, 1.0)]
    [InlineData("""{"amount_micros":"50.5"}""", 106.56, 0.505)]
    [InlineData("""{"amount_micros":300,"effective_balance_micros":200,"prepaid_balance_micros":100}""", 422.0, 2.0)]
    [InlineData("""{"amount_micros":300,"effective_balance_micros":0}""", 633.0, 3.0)]
    [InlineData("""{"amount_micros":"0","effective_balance_micros":null,"cloud_credit_balance_micros":100}""", 211.0, 1.0)]
    [InlineData("""{"prepaid_balance_micros":100,"cloud_credit_balance_micros":200}""", 211.0, 1.0)]
    [InlineData("""{"effective_balance_micros":-100,"amount_micros":300}""", -211.0, -1.0)]
    [InlineData("""{"amount_micros":0,"currency":"usd"}""", 0.0, 0.0)]
    [InlineData("""{"amount_micros":"1,000"}""", null, null)]
    [InlineData("""{"amount_micros":"NaN"}""", null, null)]
    [InlineData("""{"amount_micros":1e999}""", null, null)]
    [InlineData("""{"data":{}}""", null, null)]
    [InlineData("""{"amount_micros":"plenty"}""", null, null)]
    [InlineData("<html>", null, null)]
    public void The_balance_is_read_from_cents_into_credits_and_dollars(string body, double? credits, double? dollars)
    {
        var outcome = ComfyResponse.ReadBalance(ResponseOf.Text(200, body));
        var balance = ((CreditBalance[]?)outcome.Value)?.Single();

        Assert.Equal(credits, balance?.Credits);
        Assert.Equal(dollars, balance?.Dollars);
        Assert.Equal(credits is null ? ErrorIds.AnswerNotUnderstood : null, outcome.Error?.Id);
    }

    [Fact]
    public void Every_prefix_and_any_damage_of_a_response_is_classified_without_an_exception() => ResponseOf.Fuzz(
        [ComfyResponse.ReadSubmission, ComfyResponse.ReadQuery, ComfyResponse.ReadBalance],
        [
            Responses.ComfyCreated, Responses.ComfyCompleted, """{"error":{"message":"a\u00e9\ud83d\ude00b","type":"t"}}""", """{"detail":[{"msg":"x"}]}""",
            """{"task_id":"t","task_status":"COMPLETED","generated":[{"url":"https://c/1"}]}""", """{"amount_micros":1}""",
        ]);

    private static ProviderTaskState State(ApiResponse response) => (ProviderTaskState)ComfyResponse.ReadSubmission(response).Value!;
}
