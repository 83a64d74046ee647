using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed class TaskCommandTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Wait_without_ids_waits_for_all_that_have_not_ended_and_saves_them()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("b.png", Samples.Png);
        Assert.Equal(0, await _fixture.RunAsync("enhance", ".", "--no-wait"));

        Assert.Equal(0, await _fixture.RunAsync("wait", "--destination", "out"));

        Assert.Equal(["a-faithful.jpg", "b-faithful.png"], _fixture.Folder.FilesBelow("out"));
        Assert.Equal("2 done (2 from the ledger), 0 failed, no credits used.", _fixture.OutputLines[^1]);
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);

        Assert.Equal(0, await _fixture.RunAsync("wait"));
        Assert.Equal("No task is in progress.", _fixture.ErrorLines[^1]);
    }

    [Fact]
    public async Task Wait_accepts_full_and_abbreviated_ids()
    {
        var id = await SubmitAsync();

        Assert.Equal(0, await _fixture.RunAsync("wait", id));
        Assert.Equal(0, await _fixture.RunAsync("wait", id[..6].ToUpperInvariant(), "--json", "--destination", "out"));

        Assert.Contains($"\"taskId\":\"{id}\"", _fixture.OutputLines[^1], StringComparison.Ordinal);
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task Wait_ends_with_1_on_a_timeout_and_the_task_stays_open()
    {
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());
        await SubmitAsync();

        Assert.Equal(1, await _fixture.RunAsync("wait", "--timeout", "0.1"));
        Assert.StartsWith("Timed out: ", _fixture.ErrorLines[0], StringComparison.Ordinal);

        Assert.Equal(0, await _fixture.RunAsync("tasks", "--status", "submitted", "--status", "in-progress"));
        Assert.DoesNotContain("OperationTimeout", _fixture.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_can_be_stopped_and_lists_what_continues()
    {
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());
        var id = await SubmitAsync();
        using var cancel = new CancellationTokenSource();
        var run = _fixture.RunAsync(cancel.Token, "wait");
        await _fixture.Emulator.Record.WaitForRequestAsync(request => request.Target == FaultTarget.Status).WaitAsync(TimeSpan.FromSeconds(30));

        await cancel.CancelAsync();

        Assert.Equal(130, await run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.StartsWith($"accepted and continues at the provider: {id} (Comfy) for ", _fixture.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("save --destination out")]
    [InlineData("forget")]
    public async Task An_id_without_a_ledger_record_is_exit_code_1(string command)
    {
        await SubmitAsync();

        Assert.Equal(1, await _fixture.RunAsync([.. command.Split(' '), "no-such-task"]));

        Assert.Contains("'no-such-task'", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith("[TaskNotFound]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("skinenhance tasks", _fixture.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_shorter_than_6_characters_is_not_completed()
    {
        var id = await SubmitAsync();

        Assert.Equal(1, await _fixture.RunAsync("forget", id[..5], "--force"));
    }

    [Fact]
    public async Task Save_downloads_a_result_into_any_folder_and_the_last_one_counts()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        var id = _fixture.Emulator.Record.Tasks[0].TaskId;

        Assert.Equal(0, await _fixture.RunAsync("save", id, "--destination", "second"));
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("second"));

        // The next run finds it where it was saved last, even if the first file is gone.
        File.Delete(_fixture.Folder.In("out/a-faithful.jpg"));
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "second"));
        Assert.Equal("1 done (1 from the ledger), 0 failed, no credits used.", _fixture.OutputLines[^1]);
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("second"));
    }

    [Fact]
    public async Task Save_replaces_only_with_force()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        var id = _fixture.Emulator.Record.Tasks[0].TaskId;
        _fixture.Folder.Add("out/a-faithful.jpg", "mine"u8.ToArray());

        Assert.Equal(1, await _fixture.RunAsync("save", id, "--destination", "out"));
        Assert.Contains("[OutputExists]", _fixture.Error, StringComparison.Ordinal);

        Assert.Equal(0, await _fixture.RunAsync("save", id, "--destination", "out", "--force"));
        Assert.NotEqual("mine", await File.ReadAllTextAsync(_fixture.Folder.In("out/a-faithful.jpg")));
    }

    [Fact]
    public async Task Save_of_a_task_that_has_not_ended_advises_to_wait()
    {
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());
        var id = await SubmitAsync();

        Assert.Equal(1, await _fixture.RunAsync("save", id, "--destination", "out"));

        Assert.Contains("[ResultNotReady]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("skinenhance wait", _fixture.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_removes_a_finished_task_and_the_image_counts_as_new()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Equal(0, await _fixture.RunAsync("forget", _fixture.Emulator.Record.Tasks[0].TaskId));
        Assert.Equal("1 forgotten, which cost 78.07 Comfy credits.", _fixture.OutputLines[^1]);
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--force"));
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Forget_keeps_an_unfinished_task_without_force()
    {
        var id = await SubmitAsync();

        Assert.Equal(1, await _fixture.RunAsync("forget", id));
        Assert.StartsWith("Kept: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith("[TaskNotFinished]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("0 forgotten, 1 kept ", _fixture.OutputLines[^1], StringComparison.Ordinal);

        Assert.Equal(0, await _fixture.RunAsync("forget", id, "--force"));
        Assert.Equal("1 forgotten, which cost an unknown number of Comfy credits.", _fixture.OutputLines[^1]);
    }

    [Theory]
    [InlineData(true, "an unknown number of Comfy credits")]
    [InlineData(false, "nothing")]
    public async Task Forget_prints_what_a_failed_task_and_a_rejected_submission_cost(bool isAccepted, string cost)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(isAccepted ? Fault.TaskFails() : Fault.StatusOn(FaultTarget.Submit, 400));
        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg"));

        Assert.Equal(0, await _fixture.RunAsync("tasks"));
        var id = _fixture.OutputLines[^2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.Equal(0, await _fixture.RunAsync("forget", id));
        Assert.Equal($"1 forgotten, which cost {cost}.", _fixture.OutputLines[^1]);
    }

    [Fact]
    public async Task Forget_by_age_removes_old_finished_tasks_and_prints_how_many()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        _fixture.Folder.Add("a.jpg", Samples.Png);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));

        Assert.Equal(0, await _fixture.RunAsync("forget", "--older-than", "1d"));
        Assert.Equal("0 forgotten.", _fixture.OutputLines[^1]);

        Age();
        Assert.Equal(0, await _fixture.RunAsync("forget", "--older-than", "1d"));
        Assert.StartsWith("1 forgotten, which cost 78.07 Comfy credits, 1 kept ", _fixture.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_without_an_id_from_the_service_has_the_ledgers_own()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--mode", "smart-skin", "--destination", "out"));
        Assert.Equal(0, await _fixture.RunAsync("tasks"));
        var id = _fixture.OutputLines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

        Assert.Equal(0, await _fixture.RunAsync("forget", id));
        Assert.Equal("1 forgotten, which cost 5 AILab credits.", _fixture.OutputLines[^1]);
    }

    private async Task<string> SubmitAsync()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));
        return Assert.Single(_fixture.Emulator.Record.Tasks).TaskId;
    }

    private void Age()
    {
        foreach (var record in Directory.EnumerateFiles(_fixture.Home.Path, "*.json", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(record, DateTime.UtcNow.AddDays(-2));
        }
    }
}
