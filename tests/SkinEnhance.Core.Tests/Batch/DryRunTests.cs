using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Tests.Ledger;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>A dry run makes the decision of the run for every state of the ledger, and does not change the ledger.</summary>
public sealed class DryRunTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("Submitting", PlannedAction.Refuse, PlannedAction.Resubmit, PlannedAction.Replay)]
    [InlineData("Submitted", PlannedAction.Wait, PlannedAction.Wait, PlannedAction.Wait)]
    [InlineData("InProgress", PlannedAction.Wait, PlannedAction.Wait, PlannedAction.Wait)]
    [InlineData("Completed", PlannedAction.Download, PlannedAction.Resubmit, PlannedAction.Download)]
    [InlineData("Failed", PlannedAction.Refuse, PlannedAction.Resubmit, PlannedAction.Refuse)]
    [InlineData("Unknown", PlannedAction.Refuse, PlannedAction.Resubmit, PlannedAction.Replay)]
    public async Task Every_state_has_the_action_of_the_run(string state, PlannedAction plain, PlannedAction resubmit, PlannedAction resumeUnknown)
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, Enum.Parse<LedgerState>(state));
        var path = await _fixture.RecordPathAsync(image);
        var before = (await File.ReadAllTextAsync(path), File.GetLastWriteTimeUtc(path));

        Assert.Equal(plain, (await PlanAsync(image, _fixture.Saving())).Action);
        Assert.Equal(resubmit, (await PlanAsync(image, _fixture.Saving() with { Resubmit = true })).Action);
        Assert.Equal(resumeUnknown, (await PlanAsync(image, _fixture.Saving() with { ResumeUnknown = true })).Action);

        Assert.Equal(before, (await File.ReadAllTextAsync(path), File.GetLastWriteTimeUtc(path)));
        Assert.Equal((0, 0), (_fixture.Provider.Submitted, _fixture.Provider.Queried));
        Assert.False(Directory.Exists(_fixture.Out));
    }

    [Fact]
    public async Task What_another_run_works_on_is_waited_for()
    {
        var image = _fixture.Image();
        using var ledger = _fixture.OpenLedger();
        using var lease = ledger.TryLease(await _fixture.IdentityAsync(image));

        Assert.Equal(PlannedAction.Wait, (await PlanAsync(image, _fixture.Saving())).Action);
    }

    [Theory]
    [InlineData("not JSON", ErrorIds.SubmissionUnknown)]
    [InlineData("""{"version": 2}""", ErrorIds.LedgerRecordNewer)]
    public async Task A_record_that_cannot_be_read_is_not_paid_for_again(string record, string errorId)
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Saved);
        var path = await _fixture.RecordPathAsync(image);
        await File.WriteAllTextAsync(path, record);

        var plan = await PlanAsync(image, _fixture.Saving());

        Assert.Equal((PlannedAction.Refuse, errorId), (plan.Action, plan.ErrorId));
        Assert.Equal(record, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_second_name_of_an_image_that_is_refused_is_refused_too()
    {
        await using var client = _fixture.OpenClient();
        var dryRun = client.PlanBatch(_fixture.Saving() with { MaxCredits = 0 });

        foreach (var name in (string[])["a.png", "b.png"])
        {
            var plan = await dryRun.PlanAsync(client.Prepare(LedgerFixture.Request(_fixture.Image(name))));
            Assert.Equal((PlannedAction.Refuse, ErrorIds.CostCapReached), (plan.Action, plan.ErrorId));
        }
    }

    [Theory]
    [InlineData(ExistingFileAction.Error, PlannedAction.Refuse)]
    [InlineData(ExistingFileAction.Skip, PlannedAction.Skip)]
    [InlineData(ExistingFileAction.Replace, PlannedAction.Copy)]
    [InlineData(ExistingFileAction.Rename, PlannedAction.Copy)]
    public async Task A_copy_is_planned_by_the_file_that_exists_as_the_run_makes_it(ExistingFileAction existing, PlannedAction action)
    {
        var image = _fixture.Image();
        await _fixture.RunAsync(image);
        var second = _fixture.In("second");
        Directory.CreateDirectory(second);
        await File.WriteAllTextAsync(Path.Combine(second, "face-retouch.png"), "another file");
        var options = new BatchOptions { Save = new SaveOptions(second, existing) };

        var plan = await PlanAsync(image, options);
        var task = await _fixture.RunAsync(image, options);
        var again = await PlanAsync(image, options);

        Assert.Equal((action, task.ErrorId), (plan.Action, plan.ErrorId));
        Assert.Equal(task.Error is null ? task.OutputPath[0] : null, plan.OutputPath);
        Assert.Equal(action == PlannedAction.Skip, task.Status == EnhanceTaskStatus.Skipped);
        Assert.Equal((action == PlannedAction.Copy ? PlannedAction.Keep : action, plan.OutputPath), (again.Action, again.OutputPath));
    }

    [Theory]
    [InlineData(ExistingFileAction.Error)]
    [InlineData(ExistingFileAction.Skip)]
    [InlineData(ExistingFileAction.Replace)]
    [InlineData(ExistingFileAction.Rename)]
    public async Task A_second_name_of_an_image_is_planned_by_the_file_that_exists(ExistingFileAction existing)
    {
        string[] images = [_fixture.Image("a.png"), _fixture.Image("b.png")];
        Directory.CreateDirectory(_fixture.Out);
        await File.WriteAllTextAsync(Path.Combine(_fixture.Out, "b-retouch.png"), "another file");
        var options = new BatchOptions { Save = new SaveOptions(_fixture.Out, existing), Limit = 1 };

        await using var client = _fixture.OpenClient();
        var dryRun = client.PlanBatch(options);
        await dryRun.PlanAsync(client.Prepare(LedgerFixture.Request(images[0])));
        var plan = await dryRun.PlanAsync(client.Prepare(LedgerFixture.Request(images[1])));
        var task = (await _fixture.RunAsync(client, images, options))[1];

        var (action, path) = task switch
        {
            { Error: not null } => (PlannedAction.Refuse, null),
            { Status: EnhanceTaskStatus.Skipped } => (PlannedAction.Skip, task.OutputPath[0]),
            _ => (PlannedAction.Copy, Path.ChangeExtension(task.OutputPath[0], ".*")),
        };
        Assert.Equal((action, task.ErrorId, path), (plan.Action, plan.ErrorId, plan.OutputPath));
    }

    [Fact]
    public async Task Sums_are_reported_by_provider_and_action()
    {
        var image = _fixture.Image();
        await using var client = _fixture.OpenClient();
        var dryRun = client.PlanBatch(_fixture.Saving());

        await dryRun.PlanAsync(client.Prepare(LedgerFixture.Request(image)));
        await dryRun.PlanAsync(client.Prepare(LedgerFixture.Request(_fixture.In("gone.png"))));

        Assert.Equal((2, 1, _fixture.Provider.Name), (dryRun.Summary.Images, dryRun.Summary.Refused, Assert.Single(dryRun.Summary.Providers)));
        Assert.StartsWith("2 images: 1 Submit, 1 Refuse. 1 would be sent to ", dryRun.Summary.Describe([]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_without_images_reports_it() => Assert.Equal("0 images. Nothing would be billed.", new PlanSummary().Describe([]));

    private async Task<EnhancePlan> PlanAsync(string image, BatchOptions options)
    {
        await using var client = _fixture.OpenClient();
        return await client.PlanBatch(options).PlanAsync(client.Prepare(LedgerFixture.Request(image)));
    }
}
