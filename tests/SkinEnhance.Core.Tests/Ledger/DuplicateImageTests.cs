namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>The same bytes under two names are paid for once, and each name gets its result.</summary>
public sealed class DuplicateImageTests
{
    [Fact]
    public async Task Two_names_of_one_image_are_paid_for_once_and_both_have_a_result()
    {
        await using var fixture = new LedgerFixture();

        var tasks = await fixture.RunAsync([fixture.Image("a.png"), fixture.Image("b.png")]);

        Assert.Equal(1, fixture.Provider.Submitted);
        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(
            [Path.Combine(fixture.Out, "a-retouch.png"), Path.Combine(fixture.Out, "b-retouch.png")],
            tasks.Select(task => Assert.Single(task.OutputPath)).Order(StringComparer.Ordinal));
        Assert.All(tasks, task => Assert.Equal(LedgerFixture.Result, File.ReadAllBytes(task.OutputPath[0])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Two_names_of_one_image_are_submitted_again_once(int limit)
    {
        await using var fixture = new LedgerFixture();
        string[] images = [fixture.Image("a.png"), fixture.Image("b.png")];
        await fixture.RunAsync(images);

        var tasks = await fixture.RunAsync(images, fixture.Saving(fixture.In("again")) with { Resubmit = true, Limit = limit });

        Assert.Equal(2, fixture.Provider.Submitted);
        Assert.All(tasks, task => Assert.Equal(("task 2", null), (task.TaskId, task.Error)));
        Assert.Single(tasks, task => task.FromLedger);
    }

    [Fact]
    public async Task Of_two_names_of_one_image_the_second_is_not_paid_when_the_first_ends_unknown()
    {
        await using var fixture = new LedgerFixture();
        string[] images = [fixture.Image("a.png"), fixture.Image("b.png")];
        await fixture.RunAsync(images[0]);
        fixture.Provider.OnSubmit = (_, _) => throw new SubmissionUnknownException(new EnhanceError { Id = ErrorIds.SubmissionUnknown, Message = "lost" });

        var tasks = await fixture.RunAsync(images, fixture.Saving(fixture.In("again")) with { Resubmit = true });

        Assert.Equal(2, fixture.Provider.Submitted);
        Assert.All(tasks, task => Assert.Equal(EnhanceTaskStatus.Unknown, task.Status));
    }
}
