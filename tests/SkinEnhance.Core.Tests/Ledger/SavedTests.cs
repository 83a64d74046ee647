using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Results that are saved, or were.</summary>
public sealed class SavedTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_same_command_again_returns_the_saved_result_without_a_request()
    {
        var image = _fixture.Image();
        var first = await _fixture.RunAsync(image);
        Assert.False(first.FromLedger);
        var (submitted, queried, downloads) = (_fixture.Provider.Submitted, _fixture.Provider.Queried, _fixture.Server.Requests.Count);

        var again = await _fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, null, true), (again.Status, again.ErrorId, again.FromLedger));
        Assert.Equal((first.TaskId, first.RecordId, first.OutputPath[0]), (again.TaskId, again.RecordId, Assert.Single(again.OutputPath)));
        Assert.Equal((submitted, queried, downloads), (_fixture.Provider.Submitted, _fixture.Provider.Queried, _fixture.Server.Requests.Count));
    }

    [Fact]
    public async Task A_moved_image_is_the_same_and_a_changed_one_is_new()
    {
        var image = _fixture.Image();
        await _fixture.RunAsync(image);
        var moved = _fixture.In("moved.png");
        File.Move(image, moved);
        File.SetLastWriteTimeUtc(moved, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.True((await _fixture.RunAsync(moved)).FromLedger);
        Assert.Equal(1, _fixture.Provider.Submitted);

        await File.WriteAllBytesAsync(moved, TestImage.Png(300));
        Assert.False((await _fixture.RunAsync(moved, _fixture.Saving(_fixture.In("elsewhere")))).FromLedger);
        Assert.Equal(2, _fixture.Provider.Submitted);
    }

    [Fact]
    public async Task A_result_that_is_gone_is_downloaded_again_and_not_paid()
    {
        var image = _fixture.Image();
        var first = await _fixture.RunAsync(image);
        File.Delete(first.OutputPath[0]);

        var again = await _fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, true, 1), (again.Status, again.FromLedger, _fixture.Provider.Submitted));
        Assert.Equal(LedgerFixture.Result, await File.ReadAllBytesAsync(again.OutputPath[0]));
    }

    [Fact]
    public async Task Another_destination_gets_a_copy()
    {
        var image = _fixture.Image();
        var first = await _fixture.RunAsync(image);
        var downloads = _fixture.Server.Requests.Count;

        var copied = await _fixture.RunAsync(image, _fixture.Saving(_fixture.In("other")));

        Assert.Equal(_fixture.In("other"), Path.GetDirectoryName(Assert.Single(copied.OutputPath)));
        Assert.Equal(LedgerFixture.Result, await File.ReadAllBytesAsync(copied.OutputPath[0]));
        Assert.True(File.Exists(first.OutputPath[0]));
        Assert.Equal((downloads, 1), (_fixture.Server.Requests.Count, _fixture.Provider.Submitted));
    }

    [Fact]
    public async Task A_result_that_was_downloaded_again_elsewhere_is_saved_there()
    {
        var image = _fixture.Image();
        var first = await _fixture.RunAsync(image);
        File.Delete(first.OutputPath[0]);
        await _fixture.RunAsync(image, _fixture.Saving(_fixture.In("other")));
        var downloads = _fixture.Server.Requests.Count;

        var again = await _fixture.RunAsync(image, _fixture.Saving(_fixture.In("other")));

        // The first path counts no more: the address may be dead by now, and the result is there.
        Assert.Equal((null, downloads), (again.ErrorId, _fixture.Server.Requests.Count));
        Assert.Equal(_fixture.In("other"), Path.GetDirectoryName(Assert.Single(again.OutputPath)));
    }

    [Fact]
    public async Task A_result_that_its_host_refuses_is_not_written_off()
    {
        await using var fixture = new LedgerFixture(knowsKeys: true, Wire.Bytes(410, []));
        var image = fixture.Image();

        var task = await fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, ErrorIds.DownloadFailed), (task.Status, task.ErrorId));
        Assert.Equal(LedgerState.Completed, (await fixture.ReadAsync(image))!.State);
        Assert.Equal(ErrorIds.DownloadFailed, (await fixture.RunAsync(image)).ErrorId);
        Assert.Equal(1, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task A_result_recorded_as_expired_is_tried_again_and_saved_when_it_is_there()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Expired, record => record with
        {
            ResultUri = [new Uri(_fixture.Server.Address, "r.png")],
            ErrorId = ErrorIds.ResultExpired,
            ErrorMessage = "it was gone",
        });

        var task = await _fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.OutputPath.Count));
        Assert.Equal(LedgerState.Saved, (await _fixture.ReadAsync(image))!.State);
        Assert.Equal(0, _fixture.Provider.Submitted);
    }

    [Fact]
    public async Task An_expired_record_without_an_address_polls_the_task_again()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Expired, record => record with { ErrorId = ErrorIds.ResultExpired, ErrorMessage = "it was gone" });
        _fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(
            new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [new Uri(_fixture.Server.Address, "r.png")] });

        var task = await _fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.OutputPath.Count));
        Assert.Equal(0, _fixture.Provider.Submitted);
    }

    [Fact]
    public async Task A_task_whose_result_expired_before_the_first_poll_is_expired()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.InProgress);
        _fixture.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.ResultExpired);

        Assert.Equal(EnhanceTaskStatus.Expired, (await _fixture.RunAsync(image)).Status);
        Assert.Equal(LedgerState.Expired, (await _fixture.ReadAsync(image))!.State);
    }

    [Theory]
    [InlineData(1, LedgerState.InProgress)]
    [InlineData(48, LedgerState.Expired)]
    internal async Task A_task_that_is_not_known_any_more_is_expired_once_it_is_old(int hours, LedgerState state)
    {
        // A young one may not be available everywhere yet.
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.InProgress, record => record with { SubmittedAt = record.CreatedAt.AddHours(-hours) });
        _fixture.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.TaskNotFound);
        _fixture.Provider.ResultLifetime = TimeSpan.FromHours(24);

        Assert.Equal(ErrorIds.TaskNotFound, (await _fixture.RunAsync(image)).ErrorId);
        Assert.Equal(state, (await _fixture.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task A_task_without_a_record_at_the_provider_stays_open_without_a_documented_lifetime()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.InProgress, record => record with { SubmittedAt = record.CreatedAt.AddDays(-90) });
        _fixture.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.TaskNotFound);

        Assert.Equal(ErrorIds.TaskNotFound, (await _fixture.RunAsync(image)).ErrorId);
        Assert.Equal(LedgerState.InProgress, (await _fixture.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task An_old_snapshot_does_not_undo_a_saved_result()
    {
        var image = _fixture.Image();
        var saved = await _fixture.RunAsync(image);
        await using (var client = _fixture.OpenClient())
        {
            _fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.InProgress });
            await client.RefreshAsync(saved with { Status = EnhanceTaskStatus.Submitted, OutputPath = [] }, _fixture.Observer);
        }

        var record = (await _fixture.ReadAsync(image))!;
        Assert.Equal((LedgerState.Saved, 1, 1), (record.State, record.Output.Count, record.ResultUri.Count));
    }

    [Fact]
    public async Task A_dead_address_does_not_make_a_saved_result_expired()
    {
        await using var fixture = new LedgerFixture(knowsKeys: true, Wire.Bytes(200, LedgerFixture.Result), Wire.Bytes(410, []));
        var image = fixture.Image();
        var saved = await fixture.RunAsync(image);
        await using (var client = fixture.OpenClient())
        {
            fixture.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.ResultExpired);
            var tried = await client.SaveAsync(saved, new SaveOptions(fixture.In("other")), fixture.Observer);
            Assert.Equal(EnhanceTaskStatus.Expired, tried.Status);
        }

        var again = await fixture.RunAsync(image);
        Assert.Equal((EnhanceTaskStatus.Completed, null, saved.OutputPath[0]), (again.Status, again.ErrorId, Assert.Single(again.OutputPath)));
    }

    [Fact]
    public async Task A_broken_ledger_does_not_block_a_paid_result()
    {
        var image = _fixture.Image();
        var task = await _fixture.RunAsync(image, new BatchOptions());
        Directory.Delete(Path.Combine(_fixture.Home, "ledger", "records"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(_fixture.Home, "ledger", "records"), "in the way");
        await using var client = _fixture.OpenClient();

        var saved = await client.SaveAsync(await client.RefreshAsync(task, _fixture.Observer), new SaveOptions(_fixture.Out), _fixture.Observer);

        Assert.Equal((null, 1), (saved.ErrorId, saved.OutputPath.Count));
        Assert.Contains(_fixture.Observer.Warnings, warning => warning.Contains("cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_earlier_submission_does_not_write_over_the_record_of_the_next()
    {
        var image = _fixture.Image();
        var first = await _fixture.RunAsync(image);
        _fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.InProgress });
        var second = await _fixture.RunAsync(image, new BatchOptions { Resubmit = true, Wait = false });
        Assert.NotEqual(first.TaskId, second.TaskId);

        await using (var client = _fixture.OpenClient())
        {
            await client.SaveAsync(first, new SaveOptions(_fixture.In("other")), _fixture.Observer);
            Assert.Equal(second.TaskId, client.Ledger!.Find(second.TaskId!)!.TaskId);
            Assert.Null(client.Ledger.Find(first.TaskId!));
        }

        Assert.Equal(second.TaskId, (await _fixture.ReadAsync(image))!.TaskId);
    }

    [Fact]
    public async Task A_result_is_identified_after_a_crash_after_the_rename()
    {
        var image = _fixture.Image();
        var saved = await _fixture.RunAsync(image);
        using (var ledger = _fixture.OpenLedger())
        {
            ledger.Write((await _fixture.ReadAsync(image))! with { State = LedgerState.Completed });
        }

        var downloads = _fixture.Server.Requests.Count;
        var again = await _fixture.RunAsync(image);

        Assert.Equal((saved.OutputPath[0], null, downloads), (Assert.Single(again.OutputPath), again.ErrorId, _fixture.Server.Requests.Count));
        Assert.Equal(LedgerState.Saved, (await _fixture.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task A_foreign_file_under_the_announced_name_is_not_taken_for_the_result()
    {
        var image = _fixture.Image();
        var saved = await _fixture.RunAsync(image);
        using (var ledger = _fixture.OpenLedger())
        {
            ledger.Write((await _fixture.ReadAsync(image))! with { State = LedgerState.Completed });
        }

        var foreign = LedgerFixture.Result.Select(each => (byte)~each).ToArray();
        await File.WriteAllBytesAsync(saved.OutputPath[0], foreign);
        var again = await _fixture.RunAsync(image);

        Assert.Equal(ErrorIds.OutputExists, again.ErrorId);
        Assert.Equal(foreign, await File.ReadAllBytesAsync(saved.OutputPath[0]));
        Assert.Equal((LedgerState.Completed, 1), ((await _fixture.ReadAsync(image))!.State, _fixture.Provider.Submitted));
    }

    [Fact]
    public async Task Only_a_finished_submission_is_forgotten_without_force()
    {
        var image = _fixture.Image();
        var open = await _fixture.LeaveAsync(image, LedgerState.InProgress);
        using var ledger = _fixture.OpenLedger();
        var task = ledger.Find(open.TaskId!)!;

        Assert.False(ledger.Forget(task));
        Assert.True(ledger.Forget(task, force: true));
        Assert.Null(ledger.Find(open.TaskId!));
        Assert.False(ledger.Forget(task, force: true));
    }

    private static EnhanceException Gone(string id) => EnhanceException.For(new EnhanceError { Id = id, Provider = "Test", Message = "Gone." });
}
