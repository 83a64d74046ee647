using System.Text;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Providers;

/// <summary>Responses to polls that are not to the letter what the services document.</summary>
public class PollReadingTests
{
    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE"];

    [Theory]
    [InlineData(EnhanceTaskStatus.Completed, "COMPLETED", "completed", " COMPLETED ", "Complete", "succeeded", "SUCCEED", "SUCCESS", "READY", "DONE", "Finished\\n")]
    [InlineData(EnhanceTaskStatus.Failed, "FAILED", "failed", "FAIL", "FAILURE", "ERROR", " error", "CANCELED", "CANCELLED", "cancelled\\t", "CANCELING")]
    [InlineData(EnhanceTaskStatus.Submitted, "CREATED", "queued", "QUEUEING", "SUBMITTED", "INITIALIZING", "WAIT", "IN_QUEUE", "in queue", "PENDING")]
    [InlineData(EnhanceTaskStatus.InProgress, "IN_PROGRESS", "in-progress", "PROCESSING", "RUNNING")]
    public void A_status_word_counts_in_any_case_and_with_spaces(EnhanceTaskStatus status, params string[] words)
    {
        foreach (var word in words)
        {
            var comfy = Comfy(ResponseOf.Text(200, $$$"""{"data":{"task_id":"t","status":"{{{word}}}"}}"""));
            var ailab = AILab(ResponseOf.Text(200, $$$"""{"task_status":"{{{word}}}"}"""));
            Assert.Equal((word, status, status), (word, comfy.Status, ailab.Status));
            Assert.Null(comfy.UnknownStatus ?? ailab.UnknownStatus);
        }
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("\"2.0\"")]
    [InlineData("\" 2 \"")]
    [InlineData("2e0")]
    public void A_whole_number_counts_however_it_is_written(string number) =>
        Assert.Equal(EnhanceTaskStatus.Completed, AILab(ResponseOf.Text(200, $$$"""{"task_status":{{{number}}}}""")).Status);

    [Theory]
    [InlineData("2.5")]
    [InlineData("99999999999")]
    [InlineData("\"WAITING_FOR_PAINT\"")]
    public void A_status_that_is_not_known_is_running(string status)
    {
        var state = AILab(ResponseOf.Text(200, $$$"""{"task_status":{{{status}}}}"""));

        Assert.Equal((EnhanceTaskStatus.InProgress, status.Trim('"')), (state.Status, state.UnknownStatus));
    }

    [Theory]
    [InlineData("""{"data":{"task_id":"t","progress":NaN,"status":"COMPLETED","generated":["https://c/NaN"]}}""")]
    [InlineData("""{"data":{"task_id":"t","progress":-Infinity,"eta":[Infinity, nan],"status":"COMPLETED","generated":["https://c/NaN"]}}""")]
    [InlineData("""{"data":{"task_id":"t","status":"COMPLETED","generated":["https://c/NaN",],},}""")]
    [InlineData("""{"data":{"task_id":"t","status":"COMPLETED", /* soon */ "generated":["https://c/NaN"]}} // end""")]
    [InlineData("""{"data":{"task_id":"t","note":"\"NaN, ]","x":NaN,"status":"COMPLETED","generated":["https://c/NaN"]}}""")]
    public void Json_that_is_not_to_the_letter_is_read(string body)
    {
        var state = Comfy(ResponseOf.Text(200, body));

        Assert.Equal((EnhanceTaskStatus.Completed, "https://c/NaN"), (state.Status, Assert.Single(state.ResultUri).OriginalString));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_unicode_encoding_is_read_with_and_without_a_byte_order_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (var body in (byte[][])[encoding.GetBytes(Responses.ComfyCompleted), [.. encoding.GetPreamble(), .. encoding.GetBytes(Responses.ComfyCompleted)]])
        {
            Assert.Equal(EnhanceTaskStatus.Completed, Comfy(ResponseOf.Bytes(200, body)).Status);
        }
    }

    [Fact]
    public void A_refusal_that_is_not_json_to_the_letter_is_not_taken_for_the_service_s_own()
    {
        var response = ResponseOf.Text(400, """{"message":"no",}""");

        Assert.Equal(ErrorIds.AnswerNotUnderstood, ComfyResponse.ReadSubmission(response).Error!.Id);
        Assert.Equal(ErrorIds.AnswerNotUnderstood, ComfyResponse.ReadQuery(response).Error!.Id);
    }

    private static ProviderTaskState Comfy(ApiResponse response) => Assert.IsType<ProviderTaskState>(ComfyResponse.ReadQuery(response).Value);

    private static ProviderTaskState AILab(ApiResponse response) => Assert.IsType<ProviderTaskState>(AILabResponse.ReadQuery(response).Value);
}
