using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

public sealed class PlanTests : IAsyncDisposable
{
    private readonly LedgerRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_has_no_record_is_sent() => Assert.Equal(LedgerPlan.Submit, await PlanAsync(new BatchOptions()));

    [Theory]
    [InlineData("Submitted", LedgerPlan.Resume, LedgerPlan.Resume, LedgerPlan.Resume)]
    [InlineData("InProgress", LedgerPlan.Resume, LedgerPlan.Resume, LedgerPlan.Resume)]
    [InlineData("Completed", LedgerPlan.Resume, LedgerPlan.Submit, LedgerPlan.Resume)]
    [InlineData("Saved", LedgerPlan.Resume, LedgerPlan.Submit, LedgerPlan.Resume)]
    [InlineData("Failed", LedgerPlan.Report, LedgerPlan.Submit, LedgerPlan.Report)]
    [InlineData("Expired", LedgerPlan.Report, LedgerPlan.Submit, LedgerPlan.Report)]
    [InlineData("Submitting", LedgerPlan.Report, LedgerPlan.Submit, LedgerPlan.Replay)]
    [InlineData("Unknown", LedgerPlan.Report, LedgerPlan.Submit, LedgerPlan.Replay)]
    internal async Task Every_state_has_a_plan(string state, LedgerPlan plain, LedgerPlan resubmit, LedgerPlan resumeUnknown)
    {
        // A saved result is not there any more.
        await _rig.LeaveAsync(_rig.Image(), Enum.Parse<LedgerState>(state), record => record with { Output = [new LedgerOutput(_rig.In("gone.png"), 1, "00")] });

        Assert.Equal(plain, await PlanAsync(new BatchOptions()));
        Assert.Equal(resubmit, await PlanAsync(new BatchOptions { Resubmit = true }));
        Assert.Equal(resumeUnknown, await PlanAsync(new BatchOptions { ResumeUnknown = true }));
    }

    [Fact]
    public async Task What_was_refused_was_never_accepted_and_is_sent()
    {
        await _rig.LeaveAsync(_rig.Image(), LedgerState.Failed, record => record with { TaskId = null, SubmittedAt = null });
        Assert.Equal(LedgerPlan.Submit, await PlanAsync(new BatchOptions()));
    }

    [Theory]
    [InlineData(false, "the first key")]
    [InlineData(true, null)]
    public async Task Without_a_key_that_the_provider_knows_nothing_is_replayed(bool knowsKeys, string? key)
    {
        await _rig.LeaveAsync(_rig.Image(), LedgerState.Submitting, record => record with { IdempotencyKey = key });
        Assert.Equal(LedgerPlan.Report, await PlanAsync(new BatchOptions { ResumeUnknown = true }, knowsKeys));
    }

    [Fact]
    public async Task A_saved_result_that_is_still_there_is_done_even_when_the_unknown_are_to_be_decided()
    {
        var image = _rig.Image();
        await _rig.RunAsync(image);

        Assert.Equal(LedgerPlan.Done, await PlanAsync(new BatchOptions()));
        Assert.Equal(LedgerPlan.Done, await PlanAsync(new BatchOptions { ResumeUnknown = true }));
        Assert.Equal(LedgerPlan.Submit, await PlanAsync(new BatchOptions { Resubmit = true }));
    }

    [Theory]
    [InlineData(ErrorIds.TaskNotFound, LedgerPlan.Submit)]
    [InlineData(ErrorIds.ResultMissing, LedgerPlan.Submit)]
    [InlineData(ErrorIds.OperationTimeout, LedgerPlan.Resume)]
    [InlineData(null, LedgerPlan.Resume)]
    internal async Task A_task_that_the_provider_gave_up_is_paid_for_again_on_purpose_alone(string? errorId, LedgerPlan resubmit)
    {
        await _rig.LeaveAsync(_rig.Image(), LedgerState.Submitted, record => record with { ErrorId = errorId, ErrorMessage = "it is gone" });

        Assert.Equal(LedgerPlan.Resume, await PlanAsync(new BatchOptions()));
        Assert.Equal(resubmit, await PlanAsync(new BatchOptions { Resubmit = true }));
    }

    [Fact]
    public async Task Without_a_ledger_everything_is_sent()
    {
        using var entry = await LedgerEntry.OpenAsync(null, _rig.Prepare(_rig.Image()), _rig.Observer, _rig.Time, CancellationToken.None);
        Assert.Equal(LedgerPlan.Submit, entry!.Plan(new BatchOptions(), knowsIdempotencyKeys: true));
        Assert.Null(entry.RecordId);
    }

    private async Task<LedgerPlan> PlanAsync(BatchOptions options, bool knowsKeys = true)
    {
        using var ledger = _rig.OpenLedger();
        using var entry = await LedgerEntry.OpenAsync(ledger, _rig.Prepare(_rig.Image()), _rig.Observer, _rig.Time, CancellationToken.None);
        return entry!.Plan(options, knowsKeys, isSaved: false);
    }
}
