using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Providers.AILab;

public class AILabResponseTests
{
    public static TheoryData<int, string?, string, string> Codes => new()
    {
        // Stop the batch.
        { 429, "ERROR_NOT_ENOUGH_CREDITS", ErrorIds.CreditsExhausted, nameof(RetryClassification.Refused) },
        { 401, "ERROR_UNAUTHORIZED", ErrorIds.KeyRejected, nameof(RetryClassification.KeyRefused) },
        { 403, "ERROR_USER_LOCKED", ErrorIds.AccountRefused, nameof(RetryClassification.Refused) },
        { 403, "ERROR_ILLEGAL_OPERATION", ErrorIds.AccountRefused, nameof(RetryClassification.Refused) },

        // Retry later.
        { 429, "EXCEEDING_LIMITS", ErrorIds.RateLimited, nameof(RetryClassification.Throttled) },
        { 503, "AI_SERVICE_FLOW_RESTRICTION", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled) },
        { 503, "ERROR_INSUFFICIENT_RESOURCES", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled) },
        { 503, "ERROR_RESOURCE_UNAVAILABLE", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled) },
        { 503, "ERROR_RESOURCE_IN_TRANSIT", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled) },

        // This file only.
        { 400, "ERROR_PARAMETER", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },
        { 413, "FILE_SIZE_EXCEEDS_LIMIT", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },
        { 415, "UNSUPPORTED_FILE_TYPES", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },
        { 422, "ERROR_NO_FACE_IN_FILE", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },
        { 422, "FILE_DECODING_FAILURE", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },
        { 422, "FILE_RESOLUTION_EXCEEDS_LIMITS", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },
        { 422, "ERROR_LOW_RESOLUTION", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },
        { 422, "A_CODE_NOBODY_KNOWS_YET", ErrorIds.RequestRejected, nameof(RetryClassification.Refused) },

        // Ambiguous on a POST.
        { 502, "ERROR_GATEWAY", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Unknown) },
        { 504, null, ErrorIds.ServiceUnavailable, nameof(RetryClassification.Unknown) },
        { 408, null, ErrorIds.ServiceUnavailable, nameof(RetryClassification.Unknown) },
        { 500, "ERROR_INTERNAL", ErrorIds.ProviderFailed, nameof(RetryClassification.Unknown) },

        // Gone.
        { 404, "ERROR_AI_NOT_EXISTS", ErrorIds.TaskNotFound, nameof(RetryClassification.Refused) },
        { 410, "ERROR_RESOURCE_RECLAIMED", ErrorIds.ResultExpired, nameof(RetryClassification.Refused) },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_its_consequence_in_both_shapes(int status, string? code, string id, string classification)
    {
        string[] bodies = code is null ? ["""{"request_id":"r-9","message":"the reason"}"""] : [Responses.AILabError(code), Responses.AILabOldError(code)];
        foreach (var body in bodies)
        {
            foreach (var judge in (Func<ApiResponse, AttemptOutcome>[])[AILabResponse.ReadSubmission, AILabResponse.ReadQuery, AILabResponse.ReadBalance])
            {
                var outcome = judge(ResponseOf.Text(status, body));

                Assert.Equal((id, classification), (outcome.Error!.Id, outcome.Classification.ToString()));
                Assert.Equal((code, "r-9"), (outcome.Error.ProviderCode, outcome.Error.RequestId));
                Assert.Contains("the reason", outcome.Error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("error_not_enough_credits", ErrorIds.CreditsExhausted, nameof(RetryClassification.Refused))]
    [InlineData("Exceeding_Limits", ErrorIds.RateLimited, nameof(RetryClassification.Throttled))]
    [InlineData("ai_service_flow_restriction", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled))]
    [InlineData("error_insufficient_resources", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled))]
    [InlineData("error_resource_unavailable", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled))]
    [InlineData("error_resource_in_transit", ErrorIds.ServiceUnavailable, nameof(RetryClassification.Throttled))]
    [InlineData("error_user_locked", ErrorIds.AccountRefused, nameof(RetryClassification.Refused))]
    [InlineData("error_illegal_operation", ErrorIds.AccountRefused, nameof(RetryClassification.Refused))]
    [InlineData("error_ai_not_exists", ErrorIds.TaskNotFound, nameof(RetryClassification.Refused))]
    [InlineData("error_resource_reclaimed", ErrorIds.ResultExpired, nameof(RetryClassification.Refused))]
    public void A_code_counts_whatever_the_status_and_the_case_of_its_letters(string code, string id, string classification)
    {
        var outcome = AILabResponse.ReadSubmission(ResponseOf.Text(200, Responses.AILabError(code)));

        Assert.Equal((id, classification), (outcome.Error!.Id, outcome.Classification.ToString()));
    }

    [Theory]
    [InlineData("""{"error_code":1,"error_code_str":"FILE_DECODING_FAILURE","error_msg":"bad file"}""")]
    [InlineData("""{"error_detail":{"code":"FILE_DECODING_FAILURE","message":"bad file"},"data":{}}""")]
    public void A_status_of_200_with_a_documented_code_and_nothing_else_is_a_refusal(string body)
    {
        var outcome = AILabResponse.ReadSubmission(ResponseOf.Text(200, body));

        Assert.Equal((RetryClassification.Refused, ErrorIds.RequestRejected), (outcome.Classification, outcome.Error?.Id));
        Assert.Contains("bad file", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error_code":0.0,"task_id":"t"}""", null)]
    [InlineData("""{"error_code":"0","error_detail":{"code":""},"task_id":"t"}""", null)]
    [InlineData("""{"error_code":200,"error_msg":"OK","task_id":"t"}""", "200")]
    [InlineData("""{"error_code":99999999999,"task_id":"t"}""", "99999999999")]
    [InlineData("""{"error_detail":{"code":"OK"},"task_id":"t"}""", "OK")]
    [InlineData("""{"error_detail":{"code":200},"data":{"image_url":"https://c/1"}}""", "200")]
    [InlineData("""{"error_detail":{"code":"None"},"data":{"image_url":"https://c/1"}}""", "None")]
    [InlineData("""{"error_code":1,"error_code_str":"FILE_DECODING_FAILURE","data":{"image_url":"https://c/1"}}""", "FILE_DECODING_FAILURE")]
    public void An_id_or_a_result_is_a_success_and_a_code_beside_it_a_warning(string body, string? warning)
    {
        var outcome = AILabResponse.ReadSubmission(ResponseOf.Text(200, body));

        Assert.Equal((RetryClassification.Success, warning), (outcome.Classification, outcome.Warning));
    }

    [Theory]
    [InlineData(Responses.AILabSynchronous, "https://cdn.example/s.png")]
    [InlineData("""{"data":{"url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"error_code":0,"data":{"image_url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"error_code":"0","error_detail":null,"data":{"image_url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"error_detail":{"code":"Success"},"data":{"image_url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"data":{"result_urls":["https://c/1"]}}""", "https://c/1")]
    public void A_synchronous_result_is_found(string body, string address)
    {
        var state = Assert.IsType<ProviderTaskState>(AILabResponse.ReadSubmission(ResponseOf.Text(200, body)).Value);

        Assert.Equal((EnhanceTaskStatus.Completed, null), (state.Status, state.TaskId));
        Assert.Equal(address, Assert.Single(state.ResultUri).AbsoluteUri);
    }

    [Theory]
    [InlineData(Responses.AILabAccepted, "task-1")]
    [InlineData("""{"task_id":17}""", "17")]
    [InlineData("""{"data":{"task_id":"inner"}}""", "inner")]
    public void The_id_of_an_accepted_task_is_found(string body, string id)
    {
        var state = Assert.IsType<ProviderTaskState>(AILabResponse.ReadSubmission(ResponseOf.Text(200, body)).Value);

        Assert.Equal((EnhanceTaskStatus.Submitted, id), (state.Status, state.TaskId));
    }

    [Theory]
    [InlineData("""{"task_status":0}""", EnhanceTaskStatus.Submitted, 0)]
    [InlineData("""{"task_status":1}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"task_status":2,"data":{"result_urls":["https://c/1","https://c/2"]}}""", EnhanceTaskStatus.Completed, 2)]
    [InlineData("""{"task_status":"2","data":{"result_urls":["https://c/1"]}}""", EnhanceTaskStatus.Completed, 1)]
    [InlineData("""{"task_status":2,"data":{"result_urls":"https://c/1"}}""", EnhanceTaskStatus.Completed, 1)]
    [InlineData("""{"task_status":2,"data":{}}""", EnhanceTaskStatus.Completed, 0)]
    [InlineData("""{"task_status":2}""", EnhanceTaskStatus.Completed, 0)]
    [InlineData("""{"task_status":3}""", EnhanceTaskStatus.Failed, 0)]
    [InlineData("""{"task_status":4}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"task_status":-1}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"task_status":"waiting"}""", EnhanceTaskStatus.InProgress, 0)]
    [InlineData("""{"data":{"result_urls":["https://c/1"]}}""", EnhanceTaskStatus.Completed, 1)]
    public void Every_status_of_a_task_is_read(string body, EnhanceTaskStatus status, int results)
    {
        var state = Assert.IsType<ProviderTaskState>(AILabResponse.ReadQuery(ResponseOf.Text(200, body)).Value);

        Assert.Equal((status, results), (state.Status, state.ResultUri.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":{"image_url":""}}""")]
    [InlineData("""{"data":{"image_url":"s3://bucket/1"}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("<html></html>")]
    public void A_success_without_the_expected_content_leaves_the_outcome_open(string body) => Assert.All(
        (Func<ApiResponse, AttemptOutcome>[])[AILabResponse.ReadSubmission, AILabResponse.ReadQuery],
        judge =>
        {
            var outcome = judge(ResponseOf.Text(200, body));
            Assert.Equal((RetryClassification.Unknown, ErrorIds.AnswerNotUnderstood), (outcome.Classification, outcome.Error?.Id));
        });

    [Fact]
    public void The_credits_are_read_pool_by_pool()
    {
        var pools = Assert.IsType<CreditBalance[]>(AILabResponse.ReadBalance(ResponseOf.Text(200, Responses.AILabCredits)).Value);

        Assert.Equal([new CreditBalance("AILab", "smart-skin", 12.5, 12.5 * 0.0027), new CreditBalance("AILab", "common", 7, 7 * 0.0027)], pools);
    }

    [Theory]
    [InlineData("""{"data":[]}""", 0)]
    [InlineData("""{"data":[{"unique_sign":"x"},{"balance":"many"},5,null,"y",{"balance":3}]}""", 1)]
    public void A_pool_that_cannot_be_read_is_omitted(string body, int pools) =>
        Assert.Equal(pools, Assert.IsType<CreditBalance[]>(AILabResponse.ReadBalance(ResponseOf.Text(200, body)).Value).Length);

    [Fact]
    public void Every_prefix_and_any_damage_of_a_response_is_classified_without_an_exception() => ResponseOf.Fuzz(
        [AILabResponse.ReadSubmission, AILabResponse.ReadQuery, AILabResponse.ReadBalance],
        [
            Responses.AILabAccepted, Responses.AILabCompleted, Responses.AILabSynchronous, Responses.AILabCredits, Responses.AILabError("FILE_DECODING_FAILURE"),
            Responses.AILabOldError("ERROR_NOT_ENOUGH_CREDITS"),
        ]);
}
