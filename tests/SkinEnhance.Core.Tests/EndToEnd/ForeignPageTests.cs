using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>HTTP 401, 403 and redirects from a proxy in place of the service.</summary>
public class ForeignPageTests
{
    [Theory]
    [InlineData("Faithful", 401)]
    [InlineData("Faithful", 403)]
    [InlineData("SmartSkinAdvanced", 403)]
    [InlineData("SmartSkin", 401)]
    public async Task One_page_leaves_one_image_unknown_and_the_batch_continues(string operation, int status)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.Html(FaultTarget.Submit, status));

        var tasks = await RunAsync(fixture, operation, images: 3);

        Assert.Equal([ErrorIds.SubmissionUnknown, null, null], tasks.Select(task => task.ErrorId));
        Assert.Equal(3, fixture.Submissions.Count);
    }

    [Theory]
    [InlineData("Faithful", 401)]
    [InlineData("SmartSkinAdvanced", 403)]
    public async Task The_api_s_own_refusal_stops_the_batch_at_once(string operation, int status)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, status) with { Times = 10 });

        var tasks = await RunAsync(fixture, operation, images: 3);

        Assert.Equal([ErrorIds.BatchStopped, ErrorIds.BatchStopped], tasks.Skip(1).Select(task => task.ErrorId));
        Assert.Single(fixture.Submissions);
    }

    [Theory]
    [InlineData("Faithful", 403)]
    [InlineData("Faithful", 302)]
    [InlineData("SmartSkinAdvanced", 401)]
    public async Task Three_pages_in_a_row_stop_the_batch(string operation, int status)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Page(status) with { Times = 10 });

        var tasks = await RunAsync(fixture, operation, images: 6);

        Assert.Equal(
            [.. Enumerable.Repeat(ErrorIds.SubmissionUnknown, 3), .. Enumerable.Repeat(ErrorIds.BatchStopped, 3)], tasks.Select(task => task.ErrorId));
        Assert.Contains($"{status}", tasks[3].Message, StringComparison.Ordinal);
        Assert.Equal(3, fixture.Submissions.Count);
    }

    [Fact]
    public async Task Pages_with_a_response_of_the_api_between_them_stop_nothing()
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults
            .Add(Page(403) with { Times = 2 })
            .Add(Fault.StatusOn(FaultTarget.Submit, 400))
            .Add(Page(403) with { Times = 2 });

        var tasks = await RunAsync(fixture, "Faithful", images: 6);

        Assert.DoesNotContain(ErrorIds.BatchStopped, tasks.Select(task => task.ErrorId));
        Assert.Equal(6, fixture.Submissions.Count);
    }

    [Theory]
    [InlineData("Flexible", 401)]
    [InlineData("Flexible", 403)]
    [InlineData("SmartSkinAdvanced", 401)]
    [InlineData("SmartSkinAdvanced", 403)]
    public async Task Pages_on_polls_pass(string operation, int status)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.Html(FaultTarget.Status, status) with { Times = 6 });

        var task = await fixture.RunAsync(operation, options => options with { Timeout = TimeSpan.FromHours(12) });

        Assert.True(task.Error is null, task.Message);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        Assert.Empty(fixture.Emulator.Faults.Pending);
    }

    private static Fault Page(int status) =>
        status < 400 ? Fault.Redirect(FaultTarget.Submit, new Uri("http://127.0.0.1:9/"), status) : Fault.Html(FaultTarget.Submit, status);

    private static Task<List<EnhanceTask>> RunAsync(EmulatorFixture fixture, string operation, int images) => fixture.RunAsync(
        Enumerable.Range(1, images).Select(number => fixture.Request(operation) with { RelativeFolder = $"{number}" }), options => options with { Limit = 1 });
}
