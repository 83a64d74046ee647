using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Polling;

/// <summary>Refused polls. A poll is free, so one refusal ends nothing.</summary>
public class PollRefusalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly WireStep ComfyUnknown = Wire.Json(404, """{"message":"no such task"}""");

    private static readonly WireStep AILabUnknown = Wire.Json(404, Responses.AILabError("ERROR_AI_NOT_EXISTS"));

    public static TheoryData<bool, int> Statuses => new MatrixTheoryData<bool, int>(
        [true, false], [300, 301, 302, 303, 304, 307, 308, 400, 402, 404, 405, 406, 407, 409, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 499]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_without_a_record_yet_is_polled_again(bool isComfy)
    {
        var unknown = isComfy ? ComfyUnknown : AILabUnknown;
        await using var fixture = new PollFixture(unknown, unknown, unknown, Completed(isComfy));

        var task = await fixture.WaitAsync(fixture.Submitted(isComfy));

        Assert.Equal((EnhanceTaskStatus.Completed, null), (task.Status, task.ErrorId));
        Assert.Single(fixture.Observer.Warnings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_stays_unknown_is_reported_and_can_be_waited_for_again(bool isComfy)
    {
        var isKnown = false;
        await using var fixture = new PollFixture(exchange => (isKnown ? Completed(isComfy) : isComfy ? ComfyUnknown : AILabUnknown)(exchange));

        var task = await fixture.WaitAsync(fixture.Submitted(isComfy));

        Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.TaskNotFound), (task.Status, task.ErrorId));
        Assert.InRange(fixture.Elapsed, Patience, Patience + TimeSpan.FromMinutes(1));
        isKnown = true;
        Assert.Equal((EnhanceTaskStatus.Completed, null), await EndOf(fixture.WaitAsync(task)));
    }

    [Fact]
    public async Task An_old_task_without_a_record_is_reported_sooner_but_not_at_once()
    {
        await using var fixture = new PollFixture(ComfyUnknown);

        var task = await fixture.WaitAsync(fixture.Submitted() with { SubmittedAt = fixture.Time.GetUtcNow().AddDays(-2) });

        Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.TaskNotFound), (task.Status, task.ErrorId));
        Assert.InRange(fixture.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Refusals_with_a_response_between_them_do_not_add_up()
    {
        WireStep running = Wire.Json(200, """{"data":{"task_id":"task-1","status":"IN_PROGRESS"}}""");
        var steps = Enumerable.Range(0, 100).SelectMany(_ => (WireStep[])[ComfyUnknown, running]);
        await using var fixture = new PollFixture([.. steps, Completed(isComfy: true)]);

        Assert.Equal((EnhanceTaskStatus.Completed, null), await EndOf(fixture.WaitAsync(fixture.Submitted())));
        Assert.True(fixture.Elapsed > 2 * Patience);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task One_odd_status_passes_in_the_provider_s_form_and_in_any_other(bool isComfy, int status)
    {
        var own = Wire.Json(status, isComfy ? """{"message":"no"}""" : Responses.AILabError("ERROR_OF_SOME_KIND"));
        await using var fixture = new PollFixture(own, Wire.Html(status), Completed(isComfy));

        Assert.Equal((EnhanceTaskStatus.Completed, null), await EndOf(fixture.WaitAsync(fixture.Submitted(isComfy))));
    }

    [Theory]
    [InlineData(400, ErrorIds.RequestRejected)]
    [InlineData(402, ErrorIds.CreditsExhausted)]
    [InlineData(302, ErrorIds.RedirectRefused)]
    public async Task A_refusal_that_is_repeated_for_minutes_ends_the_wait_and_not_the_task(int status, string id)
    {
        await using var fixture = new PollFixture(Wire.Json(status, """{"message":"no"}"""));

        var task = await fixture.WaitAsync(fixture.Submitted());

        Assert.Equal((EnhanceTaskStatus.Submitted, id, "/photos/face.jpg"), (task.Status, task.ErrorId, task.Error!.Target));
        Assert.InRange(fixture.Elapsed, Patience, Patience + TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(503)]
    public async Task A_timeout_has_the_outage_of_the_last_poll(int status)
    {
        await using var fixture = new PollFixture(Wire.Bytes(status, []));

        var task = await fixture.WaitAsync(fixture.Submitted(), TimeSpan.FromMinutes(10));

        Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.OperationTimeout), (task.Status, task.ErrorId));
        Assert.Contains($"{status}", task.Message, StringComparison.Ordinal);
        Assert.NotNull(task.Error!.GetCause());
    }

    [Fact]
    public async Task A_timeout_after_a_response_has_no_earlier_outage()
    {
        await using var fixture = new PollFixture(Wire.Bytes(503, []), Wire.Json(200, """{"data":{"status":"IN_PROGRESS"}}"""));

        var task = await fixture.WaitAsync(fixture.Submitted(), TimeSpan.FromMinutes(10));

        Assert.EndsWith("after 600 s.", task.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_names_the_refusal_of_the_last_poll()
    {
        await using var fixture = new PollFixture(ProviderFixture.Options with { PollPatience = TimeSpan.FromHours(1) }, ComfyUnknown);

        var task = await fixture.WaitAsync(fixture.Submitted(), TimeSpan.FromMinutes(10));

        Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.OperationTimeout), (task.Status, task.ErrorId));
        Assert.Contains("no such task", task.Message, StringComparison.Ordinal);
    }

    private static WireStep Completed(bool isComfy) => Wire.Json(200, isComfy ? Responses.ComfyCompleted : Responses.AILabCompleted);

    private static async Task<(EnhanceTaskStatus Status, string? Error)> EndOf(Task<EnhanceTask> wait)
    {
        var task = await wait;
        return (task.Status, task.ErrorId);
    }
}
