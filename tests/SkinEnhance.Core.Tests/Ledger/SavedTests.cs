using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Results that are saved, or were.</summary>
public sealed class SavedTests : IAsyncDisposable
{
    private readonly LedgerRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_same_command_again_gives_what_is_there_and_asks_nobody()
    {
        var image = _rig.Image();
        var first = await _rig.RunAsync(image);
        Assert.False(first.FromLedger);
        var (submitted, queried, downloads) = (_rig.Provider.Submitted, _rig.Provider.Queried, _rig.Server.Requests.Count);

        var again = await _rig.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, null, true), (again.Status, again.ErrorId, again.FromLedger));
        Assert.Equal((first.TaskId, first.RecordId, first.OutputPath[0]), (again.TaskId, again.RecordId, Assert.Single(again.OutputPath)));
        Assert.Equal((submitted, queried, downloads), (_rig.Provider.Submitted, _rig.Provider.Queried, _rig.Server.Requests.Count));
    }

    [Fact]
    public async Task A_moved_image_is_the_same_and_a_changed_one_is_new()
    {
        var image = _rig.Image();
        await _rig.RunAsync(image);
        var moved = _rig.In("moved.png");
        File.Move(image, moved);
        File.SetLastWriteTimeUtc(moved, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.True((await _rig.RunAsync(moved)).FromLedger);
        Assert.Equal(1, _rig.Provider.Submitted);

        await File.WriteAllBytesAsync(moved, TestImage.Png(300));
        Assert.False((await _rig.RunAsync(moved, _rig.Saving(_rig.In("elsewhere")))).FromLedger);
        Assert.Equal(2, _rig.Provider.Submitted);
    }

    [Fact]
    public async Task A_result_that_is_gone_is_downloaded_again_and_not_paid()
    {
        var image = _rig.Image();
        var first = await _rig.RunAsync(image);
        File.Delete(first.OutputPath[0]);

        var again = await _rig.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, true, 1), (again.Status, again.FromLedger, _rig.Provider.Submitted));
        Assert.Equal(LedgerRig.Result, await File.ReadAllBytesAsync(again.OutputPath[0]));
    }

    [Fact]
    public async Task Another_destination_gets_a_copy()
    {
        var image = _rig.Image();
        var first = await _rig.RunAsync(image);
        var downloads = _rig.Server.Requests.Count;

        var copied = await _rig.RunAsync(image, _rig.Saving(_rig.In("other")));

        Assert.Equal(_rig.In("other"), Path.GetDirectoryName(Assert.Single(copied.OutputPath)));
        Assert.Equal(LedgerRig.Result, await File.ReadAllBytesAsync(copied.OutputPath[0]));
        Assert.True(File.Exists(first.OutputPath[0]));
        Assert.Equal((downloads, 1), (_rig.Server.Requests.Count, _rig.Provider.Submitted));
    }

    [Fact]
    public async Task What_was_downloaded_anew_elsewhere_is_in_place_there()
    {
        var image = _rig.Image();
        var first = await _rig.RunAsync(image);
        File.Delete(first.OutputPath[0]);
        await _rig.RunAsync(image, _rig.Saving(_rig.In("other")));
        var downloads = _rig.Server.Requests.Count;

        var again = await _rig.RunAsync(image, _rig.Saving(_rig.In("other")));

        // The first path counts no more: the address may be dead by now, and the result is there.
        Assert.Equal((null, downloads), (again.ErrorId, _rig.Server.Requests.Count));
        Assert.Equal(_rig.In("other"), Path.GetDirectoryName(Assert.Single(again.OutputPath)));
    }

    [Fact]
    public async Task A_result_that_its_host_refuses_is_not_written_off()
    {
        await using var rig = new LedgerRig(knowsKeys: true, Wire.Bytes(410, []));
        var image = rig.Image();

        var task = await rig.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, ErrorIds.DownloadFailed), (task.Status, task.ErrorId));
        Assert.Equal(LedgerState.Completed, (await rig.ReadAsync(image))!.State);
        Assert.Equal(ErrorIds.DownloadFailed, (await rig.RunAsync(image)).ErrorId);
        Assert.Equal(1, rig.Provider.Submitted);
    }

    [Fact]
    public async Task A_result_recorded_as_expired_is_tried_again_and_saved_when_it_is_there()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Expired, record => record with
        {
            ResultUri = [new Uri(_rig.Server.Address, "r.png")],
            ErrorId = ErrorIds.ResultExpired,
            ErrorMessage = "it was gone",
        });

        var task = await _rig.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.OutputPath.Count));
        Assert.Equal(LedgerState.Saved, (await _rig.ReadAsync(image))!.State);
        Assert.Equal(0, _rig.Provider.Submitted);
    }

    [Fact]
    public async Task A_record_expired_without_an_address_asks_for_the_task_again()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Expired, record => record with { ErrorId = ErrorIds.ResultExpired, ErrorMessage = "it was gone" });
        _rig.Provider.OnQuery = (id, _, _) => Task.FromResult(
            new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [new Uri(_rig.Server.Address, "r.png")] });

        var task = await _rig.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.OutputPath.Count));
        Assert.Equal(0, _rig.Provider.Submitted);
    }

    [Fact]
    public async Task A_task_whose_result_died_before_anyone_asked_is_expired()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.InProgress);
        _rig.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.ResultExpired);

        Assert.Equal(EnhanceTaskStatus.Expired, (await _rig.RunAsync(image)).Status);
        Assert.Equal(LedgerState.Expired, (await _rig.ReadAsync(image))!.State);
    }

    [Theory]
    [InlineData(1, LedgerState.InProgress)]
    [InlineData(48, LedgerState.Expired)]
    internal async Task A_task_that_is_not_known_any_more_is_expired_once_it_is_old(int hours, LedgerState state)
    {
        // A young one may not be known everywhere yet.
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.InProgress, record => record with { SubmittedAt = record.CreatedAt.AddHours(-hours) });
        _rig.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.TaskNotFound);
        _rig.Provider.ResultLifetime = TimeSpan.FromHours(24);

        Assert.Equal(ErrorIds.TaskNotFound, (await _rig.RunAsync(image)).ErrorId);
        Assert.Equal(state, (await _rig.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task A_task_that_is_not_known_any_more_stays_open_where_no_lifetime_is_documented()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.InProgress, record => record with { SubmittedAt = record.CreatedAt.AddDays(-90) });
        _rig.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.TaskNotFound);

        Assert.Equal(ErrorIds.TaskNotFound, (await _rig.RunAsync(image)).ErrorId);
        Assert.Equal(LedgerState.InProgress, (await _rig.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task What_is_saved_does_not_become_less_by_an_old_snapshot()
    {
        var image = _rig.Image();
        var saved = await _rig.RunAsync(image);
        await using (var client = _rig.OpenClient())
        {
            _rig.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.InProgress });
            await client.RefreshAsync(saved with { Status = EnhanceTaskStatus.Submitted, OutputPath = [] }, _rig.Observer);
        }

        var record = (await _rig.ReadAsync(image))!;
        Assert.Equal((LedgerState.Saved, 1, 1), (record.State, record.Output.Count, record.ResultUri.Count));
    }

    [Fact]
    public async Task A_dead_address_does_not_make_a_saved_result_expired()
    {
        await using var rig = new LedgerRig(knowsKeys: true, Wire.Bytes(200, LedgerRig.Result), Wire.Bytes(410, []));
        var image = rig.Image();
        var saved = await rig.RunAsync(image);
        await using (var client = rig.OpenClient())
        {
            rig.Provider.OnQuery = (_, _, _) => throw Gone(ErrorIds.ResultExpired);
            var tried = await client.SaveAsync(saved, new SaveOptions(rig.In("other")), rig.Observer);
            Assert.Equal(EnhanceTaskStatus.Expired, tried.Status);
        }

        var again = await rig.RunAsync(image);
        Assert.Equal((EnhanceTaskStatus.Completed, null, saved.OutputPath[0]), (again.Status, again.ErrorId, Assert.Single(again.OutputPath)));
    }

    [Fact]
    public async Task A_ledger_that_is_out_of_order_holds_up_no_paid_result()
    {
        var image = _rig.Image();
        var task = await _rig.RunAsync(image, new BatchOptions());
        Directory.Delete(Path.Combine(_rig.Home, "ledger", "records"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(_rig.Home, "ledger", "records"), "in the way");
        await using var client = _rig.OpenClient();

        var saved = await client.SaveAsync(await client.RefreshAsync(task, _rig.Observer), new SaveOptions(_rig.Out), _rig.Observer);

        Assert.Equal((null, 1), (saved.ErrorId, saved.OutputPath.Count));
        Assert.Contains(_rig.Observer.Warnings, warning => warning.Contains("cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_earlier_submission_does_not_write_over_the_record_of_the_next()
    {
        var image = _rig.Image();
        var first = await _rig.RunAsync(image);
        _rig.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.InProgress });
        var second = await _rig.RunAsync(image, new BatchOptions { Resubmit = true, Wait = false });
        Assert.NotEqual(first.TaskId, second.TaskId);

        await using (var client = _rig.OpenClient())
        {
            await client.SaveAsync(first, new SaveOptions(_rig.In("other")), _rig.Observer);
            Assert.Equal(second.TaskId, client.Ledger!.Find(second.TaskId!)!.TaskId);
            Assert.Null(client.Ledger.Find(first.TaskId!));
        }

        Assert.Equal(second.TaskId, (await _rig.ReadAsync(image))!.TaskId);
    }

    [Fact]
    public async Task A_crash_after_the_rename_is_known_for_what_it_is()
    {
        var image = _rig.Image();
        var saved = await _rig.RunAsync(image);
        using (var ledger = _rig.OpenLedger())
        {
            ledger.Write((await _rig.ReadAsync(image))! with { State = LedgerState.Completed });
        }

        var downloads = _rig.Server.Requests.Count;
        var again = await _rig.RunAsync(image);

        Assert.Equal((saved.OutputPath[0], null, downloads), (Assert.Single(again.OutputPath), again.ErrorId, _rig.Server.Requests.Count));
        Assert.Equal(LedgerState.Saved, (await _rig.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task A_foreign_file_under_the_announced_name_is_not_taken_for_the_result()
    {
        var image = _rig.Image();
        var saved = await _rig.RunAsync(image);
        using (var ledger = _rig.OpenLedger())
        {
            ledger.Write((await _rig.ReadAsync(image))! with { State = LedgerState.Completed });
        }

        var foreign = LedgerRig.Result.Select(each => (byte)~each).ToArray();
        await File.WriteAllBytesAsync(saved.OutputPath[0], foreign);
        var again = await _rig.RunAsync(image);

        Assert.Equal(ErrorIds.OutputExists, again.ErrorId);
        Assert.Equal(foreign, await File.ReadAllBytesAsync(saved.OutputPath[0]));
        Assert.Equal((LedgerState.Completed, 1), ((await _rig.ReadAsync(image))!.State, _rig.Provider.Submitted));
    }

    [Fact]
    public async Task Only_a_finished_submission_is_forgotten_without_force()
    {
        var image = _rig.Image();
        var open = await _rig.LeaveAsync(image, LedgerState.InProgress);
        using var ledger = _rig.OpenLedger();
        var task = ledger.Find(open.TaskId!)!;

        Assert.False(ledger.Forget(task));
        Assert.True(ledger.Forget(task, force: true));
        Assert.Null(ledger.Find(open.TaskId!));
        Assert.False(ledger.Forget(task, force: true));
    }

    private static EnhanceException Gone(string id) => EnhanceException.For(new EnhanceError { Id = id, Provider = "Test", Message = "Gone." });
}
