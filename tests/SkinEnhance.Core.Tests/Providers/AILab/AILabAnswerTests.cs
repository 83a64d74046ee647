using SkinEnhance.Core.Http;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Resilience;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Providers.AILab;

public class AILabAnswerTests
{
    public static TheoryData<int, string?, string, string> Codes => new()
    {
        // Stop the batch.
        { 429, "ERROR_NOT_ENOUGH_CREDITS", ErrorIds.CreditsExhausted, nameof(Disposition.Final) },
        { 401, "ERROR_UNAUTHORIZED", ErrorIds.KeyRejected, nameof(Disposition.KeyRefused) },
        { 401, null, ErrorIds.KeyRejected, nameof(Disposition.KeyRefused) },
        { 403, "ERROR_USER_LOCKED", ErrorIds.AccountRefused, nameof(Disposition.Final) },
        { 403, "ERROR_ILLEGAL_OPERATION", ErrorIds.AccountRefused, nameof(Disposition.Final) },
        { 403, null, ErrorIds.AccountRefused, nameof(Disposition.Final) },

        // Retry later.
        { 429, "EXCEEDING_LIMITS", ErrorIds.RateLimited, nameof(Disposition.Throttled) },
        { 429, null, ErrorIds.RateLimited, nameof(Disposition.Throttled) },
        { 503, "AI_SERVICE_FLOW_RESTRICTION", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled) },
        { 503, "ERROR_INSUFFICIENT_RESOURCES", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled) },
        { 503, "ERROR_RESOURCE_UNAVAILABLE", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled) },
        { 503, "ERROR_RESOURCE_IN_TRANSIT", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled) },

        // This file only.
        { 400, "ERROR_PARAMETER", ErrorIds.RequestRejected, nameof(Disposition.Final) },
        { 413, "FILE_SIZE_EXCEEDS_LIMIT", ErrorIds.RequestRejected, nameof(Disposition.Final) },
        { 415, "UNSUPPORTED_FILE_TYPES", ErrorIds.RequestRejected, nameof(Disposition.Final) },
        { 422, "ERROR_NO_FACE_IN_FILE", ErrorIds.RequestRejected, nameof(Disposition.Final) },
        { 422, "FILE_DECODING_FAILURE", ErrorIds.RequestRejected, nameof(Disposition.Final) },
        { 422, "FILE_RESOLUTION_EXCEEDS_LIMITS", ErrorIds.RequestRejected, nameof(Disposition.Final) },
        { 422, "ERROR_LOW_RESOLUTION", ErrorIds.RequestRejected, nameof(Disposition.Final) },
        { 422, "A_CODE_NOBODY_KNOWS_YET", ErrorIds.RequestRejected, nameof(Disposition.Final) },

        // Ambiguous on a POST.
        { 502, "ERROR_GATEWAY", ErrorIds.ServiceUnavailable, nameof(Disposition.Ambiguous) },
        { 504, null, ErrorIds.ServiceUnavailable, nameof(Disposition.Ambiguous) },
        { 408, null, ErrorIds.ServiceUnavailable, nameof(Disposition.Ambiguous) },
        { 500, "ERROR_INTERNAL", ErrorIds.ProviderFailed, nameof(Disposition.Transient) },

        // Gone.
        { 404, "ERROR_AI_NOT_EXISTS", ErrorIds.TaskNotFound, nameof(Disposition.Final) },
        { 404, null, ErrorIds.TaskNotFound, nameof(Disposition.Final) },
        { 410, "ERROR_RESOURCE_RECLAIMED", ErrorIds.ResultExpired, nameof(Disposition.Final) },
        { 410, null, ErrorIds.ResultExpired, nameof(Disposition.Final) },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_its_consequence_in_both_shapes(int status, string? code, string id, string disposition)
    {
        string[] bodies = code is null ? ["""{"request_id":"r-9","message":"the reason"}"""] : [Answers.AILabError(code), Answers.AILabOldError(code)];
        foreach (var body in bodies)
        {
            foreach (var judge in (Func<ApiAnswer, Judgement>[])[AILabAnswer.JudgeSynchronous, AILabAnswer.JudgeSubmission, AILabAnswer.JudgeQuery, AILabAnswer.JudgeBalance])
            {
                var judgement = judge(AnswerOf.Text(status, body));

                Assert.Equal((id, disposition), (judgement.Error!.Id, judgement.Disposition.ToString()));
                Assert.Equal((code, "r-9"), (judgement.Error.ProviderCode, judgement.Error.RequestId));
                Assert.Contains("the reason", judgement.Error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("error_not_enough_credits", ErrorIds.CreditsExhausted, nameof(Disposition.Final))]
    [InlineData("Exceeding_Limits", ErrorIds.RateLimited, nameof(Disposition.Throttled))]
    [InlineData("ai_service_flow_restriction", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled))]
    [InlineData("error_insufficient_resources", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled))]
    [InlineData("error_resource_unavailable", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled))]
    [InlineData("error_resource_in_transit", ErrorIds.ServiceUnavailable, nameof(Disposition.Throttled))]
    [InlineData("error_user_locked", ErrorIds.AccountRefused, nameof(Disposition.Final))]
    [InlineData("error_illegal_operation", ErrorIds.AccountRefused, nameof(Disposition.Final))]
    [InlineData("error_ai_not_exists", ErrorIds.TaskNotFound, nameof(Disposition.Final))]
    [InlineData("error_resource_reclaimed", ErrorIds.ResultExpired, nameof(Disposition.Final))]
    public void A_code_counts_whatever_the_status_and_the_case_of_its_letters(string code, string id, string disposition)
    {
        var judgement = AILabAnswer.JudgeSubmission(AnswerOf.Text(200, Answers.AILabError(code)));

        Assert.Equal((id, disposition), (judgement.Error!.Id, judgement.Disposition.ToString()));
    }

    [Fact]
    public void A_503_page_without_a_code_is_not_the_service_saying_later() =>
        Assert.Equal(Disposition.Transient, AILabAnswer.JudgeSubmission(AnswerOf.Text(503, "<html>")).Disposition);

    [Fact]
    public void A_500_page_leaves_the_fate_open() =>
        Assert.Equal(Disposition.Ambiguous, AILabAnswer.JudgeSubmission(AnswerOf.Text(500, "<html>")).Disposition);

    [Theory]
    [InlineData("""{"error_code":1,"error_code_str":"FILE_DECODING_FAILURE","error_msg":"bad file","data":{"image_url":"https://c/1"},"task_id":"t"}""")]
    [InlineData("""{"error_code":"422","error_msg":"bad file","data":{"image_url":"https://c/1"},"task_id":"t"}""")]
    [InlineData("""{"error_code":99999999999,"error_msg":"bad file","data":{"image_url":"https://c/1"},"task_id":"t"}""")]
    [InlineData("""{"error_detail":{"code":"FILE_DECODING_FAILURE","message":"bad file"},"data":{"image_url":"https://c/1"},"task_id":"t"}""")]
    public void A_status_of_200_with_an_error_code_is_no_success(string body)
    {
        Assert.All(
            (Func<ApiAnswer, Judgement>[])[AILabAnswer.JudgeSynchronous, AILabAnswer.JudgeSubmission],
            judge =>
            {
                var judgement = judge(AnswerOf.Text(200, body));
                Assert.Equal((Disposition.Final, ErrorIds.RequestRejected), (judgement.Disposition, judgement.Error?.Id));
                Assert.Contains("bad file", judgement.Error!.Message, StringComparison.Ordinal);
            });
    }

    [Theory]
    [InlineData(Answers.AILabSynchronous, "https://cdn.example/s.png")]
    [InlineData("""{"data":{"url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"error_code":0,"data":{"image_url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"error_code":"0","error_detail":null,"data":{"image_url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"error_detail":{"code":"Success"},"data":{"image_url":"https://c/1"}}""", "https://c/1")]
    [InlineData("""{"data":{"result_urls":["https://c/1"]}}""", "https://c/1")]
    public void A_synchronous_result_is_found(string body, string address)
    {
        var state = Assert.IsType<ProviderTaskState>(AILabAnswer.JudgeSynchronous(AnswerOf.Text(200, body)).Value);

        Assert.Equal((EnhanceTaskStatus.Completed, null), (state.Status, state.TaskId));
        Assert.Equal(address, Assert.Single(state.ResultUri).AbsoluteUri);
    }

    [Theory]
    [InlineData(Answers.AILabAccepted, "task-1")]
    [InlineData("""{"task_id":17}""", "17")]
    [InlineData("""{"data":{"task_id":"inner"}}""", "inner")]
    public void The_id_of_an_accepted_task_is_found(string body, string id)
    {
        var state = Assert.IsType<ProviderTaskState>(AILabAnswer.JudgeSubmission(AnswerOf.Text(200, body)).Value);

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
        var state = Assert.IsType<ProviderTaskState>(AILabAnswer.JudgeQuery(AnswerOf.Text(200, body)).Value);

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
    public void A_success_without_what_was_asked_for_leaves_the_fate_open(string body) => Assert.All(
        (Func<ApiAnswer, Judgement>[])[AILabAnswer.JudgeSynchronous, AILabAnswer.JudgeSubmission, AILabAnswer.JudgeQuery],
        judge =>
        {
            var judgement = judge(AnswerOf.Text(200, body));
            Assert.Equal((Disposition.Ambiguous, ErrorIds.AnswerNotUnderstood), (judgement.Disposition, judgement.Error?.Id));
        });

    [Fact]
    public void The_credits_are_read_pool_by_pool()
    {
        var pools = Assert.IsType<CreditBalance[]>(AILabAnswer.JudgeBalance(AnswerOf.Text(200, Answers.AILabCredits)).Value);

        Assert.Equal([new CreditBalance("AILab", "smart-skin", 12.5), new CreditBalance("AILab", "common", 7)], pools);
    }

    [Theory]
    [InlineData("""{"data":[]}""", 0)]
    [InlineData("""{"data":[{"unique_sign":"x"},{"balance":"many"},5,null,"y",{"balance":3}]}""", 1)]
    public void A_pool_that_cannot_be_read_is_left_out(string body, int pools) =>
        Assert.Equal(pools, Assert.IsType<CreditBalance[]>(AILabAnswer.JudgeBalance(AnswerOf.Text(200, body)).Value).Length);

    [Fact]
    public void Every_prefix_and_any_damage_of_an_answer_is_judged_without_an_exception() => AnswerOf.Fuzz(
        [AILabAnswer.JudgeSynchronous, AILabAnswer.JudgeSubmission, AILabAnswer.JudgeQuery, AILabAnswer.JudgeBalance],
        [
            Answers.AILabAccepted, Answers.AILabCompleted, Answers.AILabSynchronous, Answers.AILabCredits, Answers.AILabError("FILE_DECODING_FAILURE"),
            Answers.AILabOldError("ERROR_NOT_ENOUGH_CREDITS"),
        ]);
}
