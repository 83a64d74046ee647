using SkinEnhance.Core.Tests.EndToEnd;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>The credits of a task: in this run, and for the image.</summary>
public sealed class CreditTests
{
    private const double Price = 78.07;

    [Fact]
    public async Task A_second_run_spends_nothing_and_has_the_cost_of_the_image()
    {
        await using var fixture = new LedgerFixture();
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(fixture.Completed(id) with { Credits = Price });
        var image = fixture.Image();

        var first = await fixture.RunAsync(image);
        var second = await fixture.RunAsync(image);

        Assert.Equal((Price, Price), (first.Credits, first.CreditsTotal));
        Assert.True(second.FromLedger);
        Assert.Equal((0, Price), (second.Credits, second.CreditsTotal));
    }

    [Fact]
    public async Task What_is_paid_again_on_purpose_adds_up_in_the_total_alone()
    {
        await using var fixture = new LedgerFixture();
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(fixture.Completed(id) with { Credits = Price });
        var image = fixture.Image();
        await fixture.RunAsync(image);
        await fixture.RunAsync(image, fixture.Saving(fixture.In("second")) with { Resubmit = true });

        var third = await fixture.RunAsync(image, fixture.Saving(fixture.In("third")) with { Resubmit = true });
        var listed = await fixture.RunAsync(image, fixture.Saving(fixture.In("third")));

        Assert.Equal((Price, 234.21), (third.Credits!.Value, Math.Round(third.CreditsTotal!.Value, 2)));
        Assert.Equal((0, 234.21), (listed.Credits, Math.Round(listed.CreditsTotal!.Value, 2)));
        Assert.Equal(3, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task Credits_that_are_not_reported_are_not_known_unless_none_were_spent()
    {
        await using var fixture = new LedgerFixture();
        var image = fixture.Image();

        var first = await fixture.RunAsync(image);
        var second = await fixture.RunAsync(image);

        Assert.Equal((null, null), (first.Credits, first.CreditsTotal));
        Assert.Equal((0, null), (second.Credits, second.CreditsTotal));
    }

    [Theory]
    [InlineData("SmartSkin", 5)]
    [InlineData("SmartSkinAdvanced", 15)]
    public async Task AILab_reports_no_credits_so_they_are_its_price(string operation, double price)
    {
        await using var fixture = new EmulatorFixture();

        var task = await fixture.RunAsync(operation);

        Assert.Equal((price, price), (task.Credits, task.CreditsTotal));
        Assert.Equal(price, fixture.Emulator.Record.BilledCredits());
    }

    [Fact]
    public async Task A_failed_task_has_its_reported_credits_or_none_that_are_known()
    {
        await using var fixture = new LedgerFixture();
        var accept = fixture.Provider.OnSubmit;
        fixture.Provider.OnSubmit = async (submission, token) => await accept(submission, token) with { Credits = Price };
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Failed });

        var task = await fixture.RunAsync(fixture.Image());

        Assert.Equal((EnhanceTaskStatus.Failed, null), (task.Status, task.Credits));
    }
}
