using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>A cancelled batch ends at once, tells what it leaves behind, and leaves no half file.</summary>
public class CancellationTests
{
    [Fact]
    public async Task Within_a_submission_that_was_not_accepted_nothing_is_left_behind()
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnSubmit = async (submission, token) =>
        {
            await gate.EnterAsync(token);
            return BatchBench.Accepted(submission);
        };

        await CancelAsync(bench, () => gate.ArrivedAsync(2));

        Assert.Empty(bench.Observer.Abandoned);
        Assert.Empty(bench.Folder.Files);
    }

    [Fact]
    public async Task Within_a_submission_of_open_fate_it_is_told_as_unknown()
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnSubmit = async (_, token) =>
        {
            try
            {
                await gate.EnterAsync(token);
            }
            catch (OperationCanceledException)
            {
                throw new SubmissionUnknownException(new EnhanceError { Id = ErrorIds.SubmissionUnknown, Provider = "Test", Message = "cancelled" });
            }

            throw new InvalidOperationException("Nobody lets it go.");
        };

        await CancelAsync(bench, () => gate.ArrivedAsync(2));

        Assert.Equal(2, bench.Observer.Abandoned.Count);
        Assert.All(bench.Observer.Abandoned, task => Assert.Equal((EnhanceTaskStatus.Unknown, null), (task.Status, task.TaskId)));
    }

    [Fact]
    public async Task While_tasks_are_waited_for_they_are_told_with_their_ids()
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnQuery = async (id, _, token) =>
        {
            await gate.EnterAsync(token);
            return bench.Completed(id);
        };

        await CancelAsync(bench, () => gate.ArrivedAsync(2));

        Assert.Equal(["task of 1.jpg", "task of 2.jpg"], bench.Observer.Abandoned.Select(task => task.TaskId).Order(StringComparer.Ordinal));
        Assert.All(bench.Observer.Abandoned, task => Assert.Equal(EnhanceTaskStatus.Submitted, task.Status));
    }

    [Fact]
    public async Task Within_a_provider_that_does_not_listen_the_wait_ends_all_the_same()
    {
        await using var bench = new BatchBench();
        var asked = new SemaphoreSlim(0);
        var deaf = new TaskCompletionSource<ProviderTaskState>();
        bench.Provider.OnQuery = (_, _, _) =>
        {
            asked.Release();
            return deaf.Task;
        };

        await CancelAsync(bench, () => Task.WhenAll(asked.WaitAsync(), asked.WaitAsync()));

        Assert.Equal(2, bench.Observer.Abandoned.Count);
        deaf.SetCanceled();
    }

    [Fact]
    public async Task Within_a_download_the_results_are_told_and_no_half_file_is_left()
    {
        var never = new TaskCompletionSource();
        await using var bench = new BatchBench(Wire.BreakOff(200, [.. TestImage.Png(), .. new byte[9000]], missing: 1000, never.Task));

        await CancelAsync(bench, () => bench.Server.RequestAsync(2));

        Assert.Equal(2, bench.Observer.Abandoned.Count);
        Assert.All(bench.Observer.Abandoned, task => Assert.Equal(EnhanceTaskStatus.Completed, task.Status));
        Assert.All(bench.Observer.Abandoned, task => Assert.Single(task.ResultUri));
        Assert.Empty(bench.Folder.Files);
    }

    [Fact]
    public async Task What_was_cancelled_is_not_counted_as_done()
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnQuery = async (id, _, token) =>
        {
            await gate.EnterAsync(token);
            return bench.Completed(id);
        };

        await CancelAsync(bench, () => gate.ArrivedAsync(2));

        var last = bench.Observer.Progress[^1];
        Assert.Equal(0, last.Succeeded);
        Assert.Equal((0, 0, 0), (last.Submitting, last.Waiting, last.Saving));
        Assert.Equal(last.Started, last.Ended);
    }

    [Fact]
    public async Task Before_it_began_nothing_is_done()
    {
        await using var bench = new BatchBench();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.RunAsync(bench.Requests(3), cancellationToken: cancel.Token));

        Assert.Equal(0, bench.Provider.Submitted);
    }

    [Fact]
    public async Task Outcomes_already_there_are_not_lost()
    {
        await using var bench = new BatchBench();
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        bench.Provider.OnQuery = async (id, _, token) =>
        {
            if (id != "task of 1.jpg")
            {
                await gate.EnterAsync(token);
            }

            return bench.Completed(id);
        };
        var read = new List<EnhanceTask>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var task in bench.Client.RunAsync(bench.Requests(2), bench.Options(), bench.Observer, cancel.Token))
            {
                read.Add(task);
                await gate.ArrivedAsync(1);
                await cancel.CancelAsync();
            }
        });

        Assert.Equal("task of 1.jpg", Assert.Single(read).TaskId);
        Assert.Equal("task of 2.jpg", Assert.Single(bench.Observer.Abandoned).TaskId);
        Assert.Equal(["1-retouch.png"], bench.Folder.Files);
    }

    private static async Task CancelAsync(BatchBench bench, Func<Task> when)
    {
        using var cancel = new CancellationTokenSource();
        var run = bench.RunAsync(bench.Requests(2), bench.Options(), cancel.Token);
        await when().SoonAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }
}
