using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Polling;

/// <summary>The status and the results of a task in responses to polls.</summary>
public class PollResultTests
{
    [Theory]
    [InlineData("""{"data":{"task_id":"task-1","status":"COMPLETED"}}""")]
    [InlineData("""{"data":{"task_id":"task-1","status":"COMPLETED","generated":[]}}""")]
    [InlineData("""{"data":{"task_id":"task-1","status":"COMPLETED","generated":null}}""")]
    [InlineData("""{"data":{"task_id":"task-1","status":"COMPLETED","generated":[null]}}""")]
    [InlineData("""{"data":{"task_id":"task-1","status":"COMPLETED","generated":{}}}""")]
    [InlineData("""{"task_status":2}""")]
    [InlineData("""{"task_status":2,"data":{"result_urls":null}}""")]
    [InlineData("""{"task_status":2,"data":{"result_urls":[""]}}""")]
    public async Task A_completed_task_without_an_address_is_polled_on_and_then_is_missing_its_result(string body)
    {
        var isComfy = body.Contains("task-1", StringComparison.Ordinal);
        var hasResult = false;
        await using var fixture = new PollFixture(
            exchange => Wire.Json(200, hasResult ? isComfy ? Responses.ComfyCompleted : Responses.AILabCompleted : body)(exchange));

        var task = await fixture.WaitAsync(fixture.Submitted(isComfy));

        Assert.Equal((EnhanceTaskStatus.InProgress, ErrorIds.ResultMissing), (task.Status, task.ErrorId));
        Assert.InRange(fixture.Elapsed, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4));

        // A later wait polls again.
        hasResult = true;
        task = await fixture.WaitAsync(task);
        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.ResultUri.Count));
    }

    [Theory]
    [InlineData("/r.png?sig=%7E1", "{0}r.png?sig=%7E1")]
    [InlineData("results/r.png", "{0}results/r.png")]
    [InlineData("//cdn.example/r.png", "http://cdn.example/r.png")]
    [InlineData(" https://cdn.example/r.png ", "https://cdn.example/r.png")]
    public async Task An_address_without_a_host_belongs_to_the_base_address(string text, string address)
    {
        var bodies = new Dictionary<bool, string[]>
        {
            [true] = [$$$"""{"data":{"status":"COMPLETED","generated":["{{{text}}}"]}}""", $$$"""{"data":{"status":"COMPLETED","generated":[{"uri":"{{{text}}}"}]}}"""],
            [false] = [$$$"""{"task_status":2,"data":{"result_urls":["{{{text}}}"]}}""", $$$"""{"task_status":2,"data":{"url":{"uri":"{{{text}}}"} } }"""],
        };
        foreach (var (isComfy, forms) in bodies)
        {
            foreach (var form in forms)
            {
                await using var fixture = new PollFixture(Wire.Json(200, form));

                var task = await fixture.WaitAsync(fixture.Submitted(isComfy), TimeSpan.FromHours(1));

                Assert.Equal(address.Replace("{0}", fixture.Server.Address.AbsoluteUri, StringComparison.Ordinal), Assert.Single(task.ResultUri).OriginalString);
            }
        }
    }

    [Theory]
    [InlineData("ftp://c/1")]
    [InlineData("file:///etc/hosts")]
    [InlineData("javascript:alert(1)")]
    [InlineData("no address")]
    [InlineData("pending")]
    [InlineData("\\\\\\\\host\\\\r.png")]
    public async Task A_text_that_is_not_a_web_address_is_not_a_result(string text)
    {
        await using var fixture = new PollFixture(Wire.Json(200, $$$"""{"data":{"status":"COMPLETED","generated":["{{{text}}}"]}}"""));

        Assert.Equal(ErrorIds.ResultMissing, (await fixture.WaitAsync(fixture.Submitted())).ErrorId);
    }

    [Fact]
    public async Task A_status_that_is_not_known_counts_as_running_and_is_reported_once()
    {
        var steps = new[] { "UPSCALING", "UPSCALING", "POLISHING", "UPSCALING" }.Select(word => Wire.Json(200, $$$"""{"data":{"status":"{{{word}}}"}}"""));
        await using var fixture = new PollFixture([.. steps, Wire.Json(200, Responses.ComfyCompleted)]);

        Assert.Equal(EnhanceTaskStatus.Completed, (await fixture.WaitAsync(fixture.Submitted())).Status);
        Assert.Contains("'UPSCALING'", Assert.Single(fixture.Observer.Warnings), StringComparison.Ordinal);
    }
}
