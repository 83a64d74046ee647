using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>A cancelled batch ends at once, reports its abandoned tasks, and leaves no partial file.</summary>
public class CancellationTests
{
    [Fact]
    public async Task During_a_submission_that_was_not_accepted_nothing_is_abandoned()
    {
        await using var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnSubmit = async (submission, token) =>
        {
            await gate.EnterAsync(token);
            return BatchFixture.Accepted(submission);
        };

        await CancelAsync(fixture, () => gate.ArrivedAsync(2));

        Assert.Empty(fixture.Observer.Abandoned);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task During_a_submission_with_an_open_outcome_the_task_is_reported_as_unknown()
    {
        await using var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnSubmit = async (_, token) =>
        {
            try
            {
                await gate.EnterAsync(token);
            }
            catch (OperationCanceledException)
            {
                throw new SubmissionUnknownException(new EnhanceError { Id = ErrorIds.SubmissionUnknown, Provider = "Test", Message = "cancelled" });
            }

            throw new InvalidOperationException("The gate is never opened.");
        };

        await CancelAsync(fixture, () => gate.ArrivedAsync(2));

        Assert.Equal(2, fixture.Observer.Abandoned.Count);
        Assert.All(fixture.Observer.Abandoned, task => Assert.Equal((EnhanceTaskStatus.Unknown, null), (task.Status, task.TaskId)));
    }

    [Fact]
    public async Task While_tasks_are_waited_for_they_are_reported_with_their_ids()
    {
        await using var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnQuery = async (id, _, token) =>
        {
            await gate.EnterAsync(token);
            return fixture.Completed(id);
        };

        await CancelAsync(fixture, () => gate.ArrivedAsync(2));

        Assert.Equal(["task of 1.jpg", "task of 2.jpg"], fixture.Observer.Abandoned.Select(task => task.TaskId).Order(StringComparer.Ordinal));
        Assert.All(fixture.Observer.Abandoned, task => Assert.Equal(EnhanceTaskStatus.Submitted, task.Status));
    }

    [Fact]
    public async Task Within_a_provider_that_does_not_listen_the_wait_ends_all_the_same()
    {
        await using var fixture = new BatchFixture();
        var asked = new SemaphoreSlim(0);
        var deaf = new TaskCompletionSource<ProviderTaskState>();
        fixture.Provider.OnQuery = (_, _, _) =>
        {
            asked.Release();
            return deaf.Task;
        };

        await CancelAsync(fixture, () => Task.WhenAll(asked.WaitAsync(), asked.WaitAsync()));

        Assert.Equal(2, fixture.Observer.Abandoned.Count);
        deaf.SetCanceled();
    }

    [Fact]
    public async Task During_a_download_the_results_are_reported_and_no_partial_file_remains()
    {
        var never = new TaskCompletionSource();
        await using var fixture = new BatchFixture(Wire.BreakOff(200, [.. TestImage.Png(), .. new byte[9000]], missing: 1000, never.Task));

        await CancelAsync(fixture, () => fixture.Server.RequestAsync(2));

        Assert.Equal(2, fixture.Observer.Abandoned.Count);
        Assert.All(fixture.Observer.Abandoned, task => Assert.Equal(EnhanceTaskStatus.Completed, task.Status));
        Assert.All(fixture.Observer.Abandoned, task => Assert.Single(task.ResultUri));
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task What_was_cancelled_is_not_counted_as_done()
    {
        await using var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnQuery = async (id, _, token) =>
        {
            await gate.EnterAsync(token);
            return fixture.Completed(id);
        };

        await CancelAsync(fixture, () => gate.ArrivedAsync(2));

        var last = fixture.Observer.Progress[^1];
        Assert.Equal(0, last.Succeeded);
        Assert.Equal((0, 0, 0), (last.Submitting, last.Waiting, last.Saving));
        Assert.Equal(last.Started, last.Ended);
    }

    [Fact]
    public async Task Before_it_began_nothing_is_done()
    {
        await using var fixture = new BatchFixture();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.RunAsync(fixture.Requests(3), cancellationToken: cancel.Token));

        Assert.Equal(0, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task Outcomes_already_there_are_not_lost()
    {
        await using var fixture = new BatchFixture();
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        fixture.Provider.OnQuery = async (id, _, token) =>
        {
            if (id != "task of 1.jpg")
            {
                await gate.EnterAsync(token);
            }

            return fixture.Completed(id);
        };
        var read = new List<EnhanceTask>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var task in fixture.Client.RunAsync(fixture.Requests(2), fixture.Options(), fixture.Observer, cancel.Token))
            {
                read.Add(task);
                await gate.ArrivedAsync(1);
                await cancel.CancelAsync();
            }
        });

        Assert.Equal("task of 1.jpg", Assert.Single(read).TaskId);
        Assert.Equal("task of 2.jpg", Assert.Single(fixture.Observer.Abandoned).TaskId);
        Assert.Equal(["1-retouch.png"], fixture.Folder.Files);
    }

    private static async Task CancelAsync(BatchFixture fixture, Func<Task> when)
    {
        using var cancel = new CancellationTokenSource();
        var run = fixture.RunAsync(fixture.Requests(2), fixture.Options(), cancel.Token);
        await when().SoonAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }
}
