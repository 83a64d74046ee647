using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

public sealed class KnownStateTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task An_image_without_a_record_is_new() => Assert.Equal(KnownState.New, await KnowAsync());

    [Theory]
    [InlineData("Submitted", "Accepted")]
    [InlineData("InProgress", "Accepted")]
    [InlineData("Completed", "Completed")]
    [InlineData("Saved", "Completed")]
    [InlineData("Failed", "Failed")]
    [InlineData("Expired", "Expired")]
    [InlineData("Submitting", "Replayable")]
    [InlineData("Unknown", "Replayable")]
    public async Task Every_state_of_a_record_has_its_known_state(string state, string known)
    {
        // A saved result is not there any more.
        await _fixture.LeaveAsync(_fixture.Image(), Enum.Parse<LedgerState>(state), record => record with { Output = [new LedgerOutput(_fixture.In("gone.png"), 1, "00")] });

        Assert.Equal(Enum.Parse<KnownState>(known), await KnowAsync());
    }

    [Fact]
    public async Task What_was_refused_was_never_accepted_and_is_new()
    {
        await _fixture.LeaveAsync(_fixture.Image(), LedgerState.Failed, record => record with { TaskId = null, SubmittedAt = null });
        Assert.Equal(KnownState.New, await KnowAsync());
    }

    [Theory]
    [InlineData(false, "the first key")]
    [InlineData(true, null)]
    public async Task Without_support_for_idempotency_keys_nothing_can_be_replayed(bool knowsKeys, string? key)
    {
        await _fixture.LeaveAsync(_fixture.Image(), LedgerState.Submitting, record => record with { IdempotencyKey = key });
        Assert.Equal(KnownState.Undecided, await KnowAsync(knowsKeys));
    }

    [Theory]
    [InlineData(false, "Expired")]
    [InlineData(true, "Gone")]
    public async Task An_expired_result_is_polled_again_when_there_is_an_id_or_an_address(bool isLost, string known)
    {
        await _fixture.LeaveAsync(_fixture.Image(), LedgerState.Expired, record => isLost ? record with { TaskId = null } : record);
        Assert.Equal(Enum.Parse<KnownState>(known), await KnowAsync());
    }

    [Fact]
    public async Task An_expired_result_is_gone_for_a_run_that_saves_nothing()
    {
        await _fixture.LeaveAsync(_fixture.Image(), LedgerState.Expired);
        Assert.Equal(KnownState.Gone, await KnowAsync(isSaving: false));
    }

    [Fact]
    public async Task A_saved_result_that_is_still_there_is_saved()
    {
        await _fixture.RunAsync(_fixture.Image());
        Assert.Equal(KnownState.Saved, await KnowAsync());
    }

    [Theory]
    [InlineData(ErrorIds.TaskNotFound, "Lost")]
    [InlineData(ErrorIds.ResultMissing, "Lost")]
    [InlineData(ErrorIds.OperationTimeout, "Accepted")]
    [InlineData(null, "Accepted")]
    public async Task A_task_that_the_provider_has_no_record_of_any_more_is_lost(string? errorId, string known)
    {
        await _fixture.LeaveAsync(_fixture.Image(), LedgerState.Submitted, record => record with { ErrorId = errorId, ErrorMessage = "it is gone" });
        Assert.Equal(Enum.Parse<KnownState>(known), await KnowAsync());
    }

    [Fact]
    public async Task Without_a_ledger_everything_is_new()
    {
        using var entry = await LedgerEntry.OpenAsync(null, _fixture.Prepare(_fixture.Image()), _fixture.Observer, _fixture.Time, CancellationToken.None);
        Assert.Equal(KnownState.New, entry!.GetState(knowsIdempotencyKeys: true, isSaving: true));
        Assert.Null(entry.RecordId);
    }

    private async Task<KnownState> KnowAsync(bool knowsKeys = true, bool isSaving = true)
    {
        using var ledger = _fixture.OpenLedger();
        using var entry = await LedgerEntry.OpenAsync(ledger, _fixture.Prepare(_fixture.Image()), _fixture.Observer, _fixture.Time, CancellationToken.None);
        return entry!.GetState(knowsKeys, isSaving);
    }
}
