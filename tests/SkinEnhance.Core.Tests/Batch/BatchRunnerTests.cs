using System.Runtime.CompilerServices;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

public class BatchRunnerTests
{
    [Fact]
    public async Task Every_request_gives_one_outcome_and_one_file()
    {
        await using var fixture = new BatchFixture();

        var tasks = await fixture.RunAsync(fixture.Requests(20));

        Assert.Equal(20, tasks.Count);
        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Completed, null), (task.Status, task.Error)));
        Assert.Equal(20, tasks.Select(task => task.SourcePath).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"{number}-retouch.png").Order(StringComparer.Ordinal), fixture.Folder.Files);
        Assert.All(tasks, task => Assert.Equal(Path.GetFileNameWithoutExtension(task.SourcePath) + "-retouch.png", Path.GetFileName(Assert.Single(task.OutputPath))));
    }

    [Fact]
    public async Task An_empty_batch_has_no_outcome()
    {
        await using var fixture = new BatchFixture();

        Assert.Empty(await fixture.RunAsync([]));
    }

    [Fact]
    public async Task No_more_images_are_under_way_than_the_limit_says()
    {
        await using var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnSubmit = async (submission, token) =>
        {
            await gate.EnterAsync(token);
            return BatchFixture.Accepted(submission);
        };
        var run = fixture.RunAsync(fixture.Requests(12), fixture.Options(limit: 3));
        await gate.ArrivedAsync(3);
        for (var image = 0; image < 12; image++)
        {
            gate.LetOneGo();
            await gate.ArrivedAsync(image < 9 ? 1 : 0);
        }

        Assert.Equal(12, (await run).Count);
        Assert.Equal(3, gate.Most);
    }

    [Fact]
    public async Task The_limit_holds_from_the_check_to_the_saved_file()
    {
        // Two images hang in their downloads; a third must not even be submitted.
        var served = new TaskCompletionSource();
        await using var fixture = new BatchFixture(Wire.After(served.Task, Wire.Bytes(200, TestImage.Png())));
        var run = fixture.RunAsync(fixture.Requests(6), fixture.Options(limit: 2));
        await fixture.Server.RequestAsync(2);

        Assert.Equal(2, fixture.Provider.Submitted);

        served.SetResult();
        Assert.Equal(6, (await run).Count);
    }

    [Fact]
    public async Task The_next_request_is_read_only_when_there_is_capacity_for_it()
    {
        await using var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnSubmit = async (submission, token) =>
        {
            await gate.EnterAsync(token);
            return BatchFixture.Accepted(submission);
        };
        var pulled = 0;
        IEnumerable<EnhanceRequest> Lazy()
        {
            foreach (var request in fixture.Requests(7))
            {
                Interlocked.Increment(ref pulled);
                yield return request;
            }
        }

        var run = fixture.RunAsync(Lazy(), fixture.Options(limit: 2));
        await gate.ArrivedAsync(2);
        Assert.Equal(2, Volatile.Read(ref pulled));
        for (var image = 0; image < 7; image++)
        {
            gate.LetOneGo();
            await gate.ArrivedAsync(image < 5 ? 1 : 0);
            Assert.InRange(Volatile.Read(ref pulled), 0, image + 3);
        }

        Assert.Equal(7, (await run).Count);
    }

    [Fact]
    public async Task One_bad_image_does_not_stop_the_others()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (submission, _) => submission.Source.Path!.EndsWith("3.jpg", StringComparison.Ordinal)
            ? throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Message = "no face", RequestId = "request-3" })
            : Task.FromResult(BatchFixture.Accepted(submission));
        var missing = fixture.Request("gone.jpg");
        File.Delete(missing.Source.Path!);
        var wrong = fixture.Request("wrong.jpg") with { Parameters = new Dictionary<string, object?> { ["sharpen"] = 101 } };
        var unknown = fixture.Request("unknown.jpg") with { Operation = "Nonsense" };

        var tasks = await fixture.RunAsync([.. fixture.Requests(5), missing, wrong, unknown]);

        Assert.Equal(8, tasks.Count);
        Assert.Equal(
            [ErrorIds.ImageNotFound, ErrorIds.OperationUnknown, ErrorIds.ParameterOutOfRange, ErrorIds.RequestRejected],
            tasks.Where(task => task.Error is not null).Select(task => task.ErrorId).Order(StringComparer.Ordinal));
        Assert.All(tasks.Where(task => task.Error is not null), task => Assert.Equal(EnhanceTaskStatus.Failed, task.Status));
        Assert.Equal("request-3", tasks.Single(task => task.ErrorId == ErrorIds.RequestRejected).RequestId);
        Assert.Equal(4, fixture.Folder.Files.Length);
        Assert.Equal(5, fixture.Provider.Submitted);
    }

    [Theory]
    [InlineData(ErrorIds.KeyRejected)]
    [InlineData(ErrorIds.CreditsExhausted)]
    [InlineData(ErrorIds.AccountRefused)]
    [InlineData(ErrorIds.RedirectRefused)]
    public async Task What_the_next_image_would_meet_too_stops_this_provider_and_not_the_other(string id)
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (_, _) => throw EnhanceException.For(new EnhanceError { Id = id, Provider = "Test", Message = "all over" });

        var tasks = await fixture.RunAsync([.. fixture.Requests(5), .. fixture.Requests(3, "Repaint")], fixture.Options(limit: 1));

        Assert.Equal([id, .. Enumerable.Repeat(ErrorIds.BatchStopped, 4)], tasks.Take(5).Select(task => task.ErrorId));
        Assert.All(tasks.Skip(5), task => Assert.Null(task.Error));
        Assert.Contains("all over", tasks[1].Message, StringComparison.Ordinal);
        Assert.Contains(id, tasks[1].Message, StringComparison.Ordinal);
        Assert.Equal((1, 3), (fixture.Provider.Submitted, fixture.Other.Submitted));
    }

    [Fact]
    public async Task A_slow_reader_limits_the_batch()
    {
        await using var fixture = new BatchFixture();
        var pulled = 0;
        IEnumerable<EnhanceRequest> Lazy()
        {
            foreach (var request in fixture.Requests(40))
            {
                Interlocked.Increment(ref pulled);
                yield return request;
            }
        }

        var ended = new SemaphoreSlim(0);
        fixture.Observer.OnChange = progress =>
        {
            if (progress.Ended == 4)
            {
                ended.Release();
            }
        };
        await using var reader = fixture.Client.RunAsync(Lazy(), fixture.Options(limit: 2, save: false), fixture.Observer).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(30)));

        // Two are ready, two wait to be written, one was read: no other one may have started.
        Assert.InRange(Volatile.Read(ref pulled), 4, 5);
        Assert.InRange(fixture.Provider.Submitted, 4, 5);
        var read = 1;
        while (await reader.MoveNextAsync())
        {
            read++;
        }

        Assert.Equal(40, read);
    }

    [Fact]
    public async Task A_missing_key_stops_before_anything_is_sent()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnCheckSettings = () => throw new InvalidSettingException(new EnhanceError { Id = ErrorIds.KeyMissing, Provider = "Test", Message = "no key" });

        var tasks = await fixture.RunAsync(fixture.Requests(3), fixture.Options(limit: 1));

        Assert.Equal([ErrorIds.KeyMissing, ErrorIds.BatchStopped, ErrorIds.BatchStopped], tasks.Select(task => task.ErrorId));
        Assert.Equal(0, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task A_destination_that_cannot_be_written_stops_before_anything_is_paid()
    {
        await using var fixture = new BatchFixture();
        var file = fixture.Folder.Add("a-file", [1]);

        var tasks = await fixture.RunAsync([.. fixture.Requests(2), .. fixture.Requests(1, "Repaint")], new BatchOptions { Limit = 1, Save = new SaveOptions(file) });

        Assert.Equal([ErrorIds.DestinationNotWritable, ErrorIds.BatchStopped, ErrorIds.BatchStopped], tasks.Select(task => task.ErrorId));
        Assert.Equal((0, 0), (fixture.Provider.Submitted, fixture.Other.Submitted));
    }

    [Fact]
    public async Task An_unknown_submission_is_of_status_unknown_and_stops_nothing()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (_, _) => throw new SubmissionUnknownException(new EnhanceError { Id = ErrorIds.SubmissionUnknown, Provider = "Test", Message = "lost" });

        var tasks = await fixture.RunAsync(fixture.Requests(3));

        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown), (task.Status, task.ErrorId)));
        Assert.Equal(3, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task A_result_that_cannot_be_saved_is_still_at_the_provider()
    {
        await using var fixture = new BatchFixture(Wire.Bytes(302, [], "Location: file:///elsewhere"));

        var task = Assert.Single(await fixture.RunAsync(fixture.Requests(1)));

        Assert.Equal((EnhanceTaskStatus.Completed, ErrorIds.ResultAddressRefused), (task.Status, task.ErrorId));
        Assert.Single(task.ResultUri);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task A_synchronous_result_is_saved_without_a_poll()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (_, _) => Task.FromResult(fixture.Completed(id: null, results: 2));

        var task = Assert.Single(await fixture.RunAsync(fixture.Requests(1)));

        Assert.Null(task.Error);
        Assert.Equal(["1-retouch-1.png", "1-retouch-2.png"], fixture.Folder.Files);
        Assert.Equal(0, fixture.Provider.Queried);
    }

    [Fact]
    public async Task Without_waiting_the_accepted_tasks_are_returned()
    {
        await using var fixture = new BatchFixture();

        var tasks = await fixture.RunAsync(fixture.Requests(3), fixture.Options() with { Wait = false });

        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Submitted, null), (task.Status, task.Error)));
        Assert.All(tasks, task => Assert.NotNull(task.TaskId));
        Assert.Equal(0, fixture.Provider.Queried);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task A_task_that_is_late_is_reported_in_progress_and_can_be_saved_later()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.InProgress });
        var late = Assert.Single(await fixture.RunAsync(fixture.Requests(1), fixture.Options() with { Timeout = TimeSpan.Zero }));
        Assert.Equal((EnhanceTaskStatus.InProgress, ErrorIds.OperationTimeout), (late.Status, late.ErrorId));

        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(fixture.Completed(id));
        var ended = await fixture.Client.WaitAsync(late, TimeSpan.FromHours(1)).SoonAsync();
        var saved = await fixture.Client.SaveAsync(ended, new SaveOptions(fixture.Folder.Path)).SoonAsync();

        Assert.Null(saved.Error);
        Assert.Equal(["1-retouch.png"], fixture.Folder.Files);
    }

    [Fact]
    public async Task What_is_sent_is_what_was_checked_and_each_submission_has_a_key_of_its_own()
    {
        await using var fixture = new BatchFixture();
        var request = fixture.Request() with { Parameters = new Dictionary<string, object?> { ["SkinDetail"] = "55" } };

        var tasks = await fixture.RunAsync([request, request with { Operation = "Repaint" }], fixture.Options() with { ResendAmbiguous = true });

        var submission = Assert.Single(fixture.Provider.Submissions);
        Assert.Equal(55, submission.Parameters["skin_detail"]);
        Assert.Equal(2, submission.Parameters["smart_grain"]);
        Assert.True(submission.ResendAmbiguous);
        Assert.True(Guid.TryParse(submission.IdempotencyKey, out _));
        Assert.NotEqual(submission.IdempotencyKey, Assert.Single(fixture.Other.Submissions).IdempotencyKey);
        Assert.All(tasks, task => Assert.Equal(55, task.Parameters["skin_detail"]));
    }

    [Fact]
    public async Task A_provider_that_breaks_after_it_accepted_does_not_make_a_paid_task_a_failed_one()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnQuery = (_, _, _) => throw new InvalidOperationException("a defect");

        var task = Assert.Single(await fixture.RunAsync([fixture.Request("1.jpg")]));

        Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.Unexpected, "task of 1.jpg"), (task.Status, task.ErrorId, task.TaskId));
    }

    [Fact]
    public async Task An_engine_disposed_within_a_batch_gives_the_tasks_with_their_ids()
    {
        var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnQuery = async (id, _, token) =>
        {
            await gate.EnterAsync(token);
            return fixture.Completed(id);
        };
        var run = fixture.RunAsync(fixture.Requests(2));
        await gate.ArrivedAsync(2);
        await fixture.DisposeAsync();

        var tasks = await run;

        Assert.Equal(["task of 1.jpg", "task of 2.jpg"], tasks.Select(task => task.TaskId).Order(StringComparer.Ordinal));
        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.Unexpected), (task.Status, task.ErrorId)));
    }

    [Fact]
    public async Task A_request_that_is_none_is_not_dropped_in_silence()
    {
        await using var fixture = new BatchFixture();

        await Assert.ThrowsAnyAsync<Exception>(() => fixture.RunAsync([fixture.Request(), null!]));
    }

    [Fact]
    public async Task A_provider_that_breaks_fails_its_image_alone()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (_, _) => throw new InvalidOperationException("a defect");
        fixture.Other.OnSubmit = (_, _) => throw new TaskCanceledException("its own time-out");

        var tasks = await fixture.RunAsync([fixture.Request("1.jpg"), fixture.Request("2.jpg", "Repaint")]);

        Assert.Equal(2, tasks.Count);
        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.Unexpected), (task.Status, task.ErrorId)));
        Assert.Contains(tasks, task => task.Message!.Contains("a defect", StringComparison.Ordinal));
        Assert.Contains(tasks, task => task.Message!.Contains("its own time-out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reported_counts_are_consistent_and_end_in_the_outcomes()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (submission, _) => submission.Source.Path!.EndsWith("3.jpg", StringComparison.Ordinal)
            ? throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Message = "no face" })
            : Task.FromResult(BatchFixture.Accepted(submission));

        await fixture.RunAsync(fixture.Requests(15), fixture.Options(limit: 3));

        var counts = fixture.Observer.Progress;
        Assert.Equal(new BatchProgress(15, 0, 0, 0, 13, 2), counts[^1]);
        Assert.All(counts, now => Assert.Equal(now.Started, now.Submitting + now.Waiting + now.Saving + now.Ended));
        Assert.All(counts, now => Assert.InRange(now.Submitting + now.Waiting + now.Saving, 0, 3));
        Assert.Equal(counts.OrderBy(now => now.Started + now.Ended).Select(now => now.Started + now.Ended), counts.Select(now => now.Started + now.Ended));
        Assert.Contains(counts, now => now.Waiting > 0);
        Assert.Contains(counts, now => now.Saving > 0);
    }

    [Fact]
    public async Task An_enumerable_that_throws_ends_the_batch_after_what_was_begun()
    {
        await using var fixture = new BatchFixture();
        IEnumerable<EnhanceRequest> Broken()
        {
            yield return fixture.Request("1.jpg");
            yield return fixture.Request("2.jpg");
            throw new InvalidOperationException("the folder is gone");
        }

        var read = new List<EnhanceTask>();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var task in fixture.Client.RunAsync(Broken(), fixture.Options(limit: 2), fixture.Observer))
            {
                read.Add(task);
            }
        });

        Assert.Equal("the folder is gone", failure.Message);
        Assert.Equal(2, read.Count(task => task.Error is null));
        Assert.Empty(fixture.Observer.Abandoned);
    }

    [Fact]
    public async Task A_limit_below_one_is_refused()
    {
        await using var fixture = new BatchFixture();

        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Client.RunAsync([], new BatchOptions { Limit = 0 }));
    }

    [Fact]
    public async Task Two_batches_at_once_do_not_mix()
    {
        await using var fixture = new BatchFixture();
        using var other = new TemporaryFolder();

        // The two use the same files, so both lists are made before either is run.
        List<EnhanceRequest> retouch = [.. fixture.Requests(10)];
        List<EnhanceRequest> repaint = [.. fixture.Requests(10, "Repaint")];

        var first = fixture.RunAsync(retouch);
        var second = fixture.RunAsync(repaint, new BatchOptions { Save = new SaveOptions(other.Path) });

        Assert.All(await first, task => Assert.Equal("Retouch", task.Operation));
        Assert.All(await second, task => Assert.Equal("Repaint", task.Operation));
        Assert.Equal((10, 10), (fixture.Folder.Files.Length, other.Files.Length));
    }

    [Fact]
    public async Task An_early_break_stops_all_work_and_reports_abandoned_tasks()
    {
        await using var fixture = new BatchFixture();
        var gate = new Gate();
        fixture.Provider.OnQuery = async (id, number, token) =>
        {
            if (id == "task of 1.jpg")
            {
                return fixture.Completed(id);
            }

            await gate.EnterAsync(token);
            return fixture.Completed(id);
        };
        var disposed = false;
        async IAsyncEnumerable<EnhanceRequest> Lazy([EnumeratorCancellation] CancellationToken token = default)
        {
            try
            {
                foreach (var request in fixture.Requests(50))
                {
                    token.ThrowIfCancellationRequested();
                    await Task.Yield();
                    yield return request;
                }
            }
            finally
            {
                disposed = true;
            }
        }

        await foreach (var task in fixture.Client.RunAsync(Lazy(), fixture.Options(limit: 3), fixture.Observer))
        {
            Assert.Equal("task of 1.jpg", task.TaskId);
            await gate.ArrivedAsync(3);
            break;
        }

        Assert.True(disposed);
        var submitted = fixture.Provider.Submitted;
        Assert.InRange(submitted, 4, 5);
        Assert.Equal(submitted - 1, fixture.Observer.Abandoned.Count);
        Assert.All(fixture.Observer.Abandoned, task => Assert.Equal(EnhanceTaskStatus.Submitted, task.Status));
        Assert.Equal(["1-retouch.png"], fixture.Folder.Files);
    }
}
