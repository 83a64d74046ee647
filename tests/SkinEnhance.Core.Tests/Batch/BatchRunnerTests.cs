using System.Runtime.CompilerServices;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

public class BatchRunnerTests
{
    [Fact]
    public async Task Every_request_gives_one_outcome_and_one_file()
    {
        await using var bench = new BatchBench();

        var tasks = await bench.RunAsync(bench.Requests(20));

        Assert.Equal(20, tasks.Count);
        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Completed, null), (task.Status, task.Error)));
        Assert.Equal(20, tasks.Select(task => task.SourcePath).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"{number}-retouch.png").Order(StringComparer.Ordinal), bench.Folder.Files);
        Assert.All(tasks, task => Assert.Equal(Path.GetFileNameWithoutExtension(task.SourcePath) + "-retouch.png", Path.GetFileName(Assert.Single(task.OutputPath))));
    }

    [Fact]
    public async Task No_request_gives_no_outcome()
    {
        await using var bench = new BatchBench();

        Assert.Empty(await bench.RunAsync([]));
    }

    [Fact]
    public async Task No_more_images_are_under_way_than_the_limit_says()
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnSubmit = async (submission, token) =>
        {
            await gate.EnterAsync(token);
            return BatchBench.Accepted(submission);
        };
        var run = bench.RunAsync(bench.Requests(12), bench.Options(limit: 3));
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
        await using var bench = new BatchBench(Wire.After(served.Task, Wire.Bytes(200, TestImage.Png())));
        var run = bench.RunAsync(bench.Requests(6), bench.Options(limit: 2));
        await bench.Server.RequestAsync(2);

        Assert.Equal(2, bench.Provider.Submitted);

        served.SetResult();
        Assert.Equal(6, (await run).Count);
    }

    [Fact]
    public async Task The_next_request_is_asked_for_only_when_there_is_room_for_it()
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnSubmit = async (submission, token) =>
        {
            await gate.EnterAsync(token);
            return BatchBench.Accepted(submission);
        };
        var pulled = 0;
        IEnumerable<EnhanceRequest> Lazy()
        {
            foreach (var request in bench.Requests(7))
            {
                Interlocked.Increment(ref pulled);
                yield return request;
            }
        }

        var run = bench.RunAsync(Lazy(), bench.Options(limit: 2));
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
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (submission, _) => submission.Source.Path!.EndsWith("3.jpg", StringComparison.Ordinal)
            ? throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Message = "no face", RequestId = "request-3" })
            : Task.FromResult(BatchBench.Accepted(submission));
        var missing = bench.Request("gone.jpg");
        File.Delete(missing.Source.Path!);
        var wrong = bench.Request("wrong.jpg") with { Parameters = new Dictionary<string, object?> { ["sharpen"] = 101 } };
        var unknown = bench.Request("unknown.jpg") with { Operation = "Nonsense" };

        var tasks = await bench.RunAsync([.. bench.Requests(5), missing, wrong, unknown]);

        Assert.Equal(8, tasks.Count);
        Assert.Equal(
            [ErrorIds.ImageNotFound, ErrorIds.OperationUnknown, ErrorIds.ParameterOutOfRange, ErrorIds.RequestRejected],
            tasks.Where(task => task.Error is not null).Select(task => task.ErrorId).Order(StringComparer.Ordinal));
        Assert.All(tasks.Where(task => task.Error is not null), task => Assert.Equal(EnhanceTaskStatus.Failed, task.Status));
        Assert.Equal("request-3", tasks.Single(task => task.ErrorId == ErrorIds.RequestRejected).RequestId);
        Assert.Equal(4, bench.Folder.Files.Length);
        Assert.Equal(5, bench.Provider.Submitted);
    }

    [Theory]
    [InlineData(ErrorIds.KeyRejected)]
    [InlineData(ErrorIds.CreditsExhausted)]
    [InlineData(ErrorIds.AccountRefused)]
    [InlineData(ErrorIds.RedirectRefused)]
    public async Task What_the_next_image_would_meet_too_stops_this_provider_and_not_the_other(string id)
    {
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (_, _) => throw EnhanceException.For(new EnhanceError { Id = id, Provider = "Test", Message = "all over" });

        var tasks = await bench.RunAsync([.. bench.Requests(5), .. bench.Requests(3, "Repaint")], bench.Options(limit: 1));

        Assert.Equal([id, .. Enumerable.Repeat(ErrorIds.BatchStopped, 4)], tasks.Take(5).Select(task => task.ErrorId));
        Assert.All(tasks.Skip(5), task => Assert.Null(task.Error));
        Assert.Contains("all over", tasks[1].Message, StringComparison.Ordinal);
        Assert.Contains(id, tasks[1].Message, StringComparison.Ordinal);
        Assert.Equal((1, 3), (bench.Provider.Submitted, bench.Other.Submitted));
    }

    [Fact]
    public async Task A_reader_that_stands_still_holds_the_batch_back()
    {
        await using var bench = new BatchBench();
        var pulled = 0;
        IEnumerable<EnhanceRequest> Lazy()
        {
            foreach (var request in bench.Requests(40))
            {
                Interlocked.Increment(ref pulled);
                yield return request;
            }
        }

        var ended = new SemaphoreSlim(0);
        bench.Observer.OnChange = progress =>
        {
            if (progress.Ended == 4)
            {
                ended.Release();
            }
        };
        await using var reader = bench.Client.RunAsync(Lazy(), bench.Options(limit: 2, save: false), bench.Observer).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(30)));

        // Two lie ready, two wait to be taken over, one was read: nothing else may have begun.
        Assert.InRange(Volatile.Read(ref pulled), 4, 5);
        Assert.InRange(bench.Provider.Submitted, 4, 5);
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
        await using var bench = new BatchBench();
        bench.Provider.OnCheckSettings = () => throw new InvalidSettingException(new EnhanceError { Id = ErrorIds.KeyMissing, Provider = "Test", Message = "no key" });

        var tasks = await bench.RunAsync(bench.Requests(3), bench.Options(limit: 1));

        Assert.Equal([ErrorIds.KeyMissing, ErrorIds.BatchStopped, ErrorIds.BatchStopped], tasks.Select(task => task.ErrorId));
        Assert.Equal(0, bench.Provider.Submitted);
    }

    [Fact]
    public async Task A_destination_that_cannot_be_written_stops_before_anything_is_paid()
    {
        await using var bench = new BatchBench();
        var file = bench.Folder.Add("a-file", [1]);

        var tasks = await bench.RunAsync([.. bench.Requests(2), .. bench.Requests(1, "Repaint")], new BatchOptions { Limit = 1, Save = new SaveOptions(file) });

        Assert.Equal([ErrorIds.DestinationNotWritable, ErrorIds.BatchStopped, ErrorIds.BatchStopped], tasks.Select(task => task.ErrorId));
        Assert.Equal((0, 0), (bench.Provider.Submitted, bench.Other.Submitted));
    }

    [Fact]
    public async Task An_unknown_submission_is_of_status_unknown_and_stops_nothing()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (_, _) => throw new SubmissionUnknownException(new EnhanceError { Id = ErrorIds.SubmissionUnknown, Provider = "Test", Message = "lost" });

        var tasks = await bench.RunAsync(bench.Requests(3));

        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown), (task.Status, task.ErrorId)));
        Assert.Equal(3, bench.Provider.Submitted);
    }

    [Fact]
    public async Task A_result_that_cannot_be_saved_is_still_at_the_provider()
    {
        await using var bench = new BatchBench(Wire.Bytes(302, [], "Location: file:///elsewhere"));

        var task = Assert.Single(await bench.RunAsync(bench.Requests(1)));

        Assert.Equal((EnhanceTaskStatus.Completed, ErrorIds.ResultAddressRefused), (task.Status, task.ErrorId));
        Assert.Single(task.ResultUri);
        Assert.Empty(bench.Folder.Files);
    }

    [Fact]
    public async Task A_synchronous_result_is_saved_without_a_question()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (_, _) => Task.FromResult(bench.Completed(id: null, results: 2));

        var task = Assert.Single(await bench.RunAsync(bench.Requests(1)));

        Assert.Null(task.Error);
        Assert.Equal(["1-retouch-1.png", "1-retouch-2.png"], bench.Folder.Files);
        Assert.Equal(0, bench.Provider.Queried);
    }

    [Fact]
    public async Task Who_does_not_want_to_wait_gets_the_accepted_tasks()
    {
        await using var bench = new BatchBench();

        var tasks = await bench.RunAsync(bench.Requests(3), bench.Options() with { Wait = false });

        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Submitted, null), (task.Status, task.Error)));
        Assert.All(tasks, task => Assert.NotNull(task.TaskId));
        Assert.Equal(0, bench.Provider.Queried);
        Assert.Empty(bench.Folder.Files);
    }

    [Fact]
    public async Task A_task_that_is_late_is_reported_in_progress_and_can_be_saved_later()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.InProgress });
        var late = Assert.Single(await bench.RunAsync(bench.Requests(1), bench.Options() with { Timeout = TimeSpan.FromSeconds(60) }));
        Assert.Equal((EnhanceTaskStatus.InProgress, ErrorIds.OperationTimeout), (late.Status, late.ErrorId));

        bench.Provider.OnQuery = (id, _, _) => Task.FromResult(bench.Completed(id));
        var ended = await bench.Client.WaitAsync(late, TimeSpan.FromMinutes(1)).SoonAsync();
        var saved = await bench.Client.SaveAsync(ended, new SaveOptions(bench.Folder.Path)).SoonAsync();

        Assert.Null(saved.Error);
        Assert.Equal(["1-retouch.png"], bench.Folder.Files);
    }

    [Fact]
    public async Task What_is_sent_is_what_was_checked_and_each_submission_has_a_key_of_its_own()
    {
        await using var bench = new BatchBench();
        var request = bench.Request() with { Parameters = new Dictionary<string, object?> { ["SkinDetail"] = "55" } };

        var tasks = await bench.RunAsync([request, request with { Operation = "Repaint" }], bench.Options() with { ResendAmbiguous = true });

        var submission = Assert.Single(bench.Provider.Submissions);
        Assert.Equal(55, submission.Parameters["skin_detail"]);
        Assert.Equal(2, submission.Parameters["smart_grain"]);
        Assert.True(submission.ResendAmbiguous);
        Assert.True(Guid.TryParse(submission.IdempotencyKey, out _));
        Assert.NotEqual(submission.IdempotencyKey, Assert.Single(bench.Other.Submissions).IdempotencyKey);
        Assert.All(tasks, task => Assert.Equal(55, task.Parameters["skin_detail"]));
    }

    [Fact]
    public async Task A_provider_that_breaks_after_it_accepted_does_not_make_a_paid_task_a_failed_one()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnQuery = (_, _, _) => throw new InvalidOperationException("a defect");

        var task = Assert.Single(await bench.RunAsync([bench.Request("1.jpg")]));

        Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.Unexpected, "task of 1.jpg"), (task.Status, task.ErrorId, task.TaskId));
    }

    [Fact]
    public async Task An_engine_disposed_within_a_batch_gives_the_tasks_with_their_ids()
    {
        var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnQuery = async (id, _, token) =>
        {
            await gate.EnterAsync(token);
            return bench.Completed(id);
        };
        var run = bench.RunAsync(bench.Requests(2));
        await gate.ArrivedAsync(2);
        await bench.DisposeAsync();

        var tasks = await run;

        Assert.Equal(["task of 1.jpg", "task of 2.jpg"], tasks.Select(task => task.TaskId).Order(StringComparer.Ordinal));
        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Submitted, ErrorIds.Unexpected), (task.Status, task.ErrorId)));
    }

    [Fact]
    public async Task A_request_that_is_none_is_not_dropped_in_silence()
    {
        await using var bench = new BatchBench();

        await Assert.ThrowsAnyAsync<Exception>(() => bench.RunAsync([bench.Request(), null!]));
    }

    [Fact]
    public async Task A_provider_that_breaks_fails_its_image_alone()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (_, _) => throw new InvalidOperationException("a defect");
        bench.Other.OnSubmit = (_, _) => throw new TaskCanceledException("its own time-out");

        var tasks = await bench.RunAsync([bench.Request("1.jpg"), bench.Request("2.jpg", "Repaint")]);

        Assert.Equal(2, tasks.Count);
        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.Unexpected), (task.Status, task.ErrorId)));
        Assert.Contains(tasks, task => task.Message!.Contains("a defect", StringComparison.Ordinal));
        Assert.Contains(tasks, task => task.Message!.Contains("its own time-out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_counts_told_on_the_way_never_contradict_each_other_and_end_in_the_outcomes()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (submission, _) => submission.Source.Path!.EndsWith("3.jpg", StringComparison.Ordinal)
            ? throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Message = "no face" })
            : Task.FromResult(BatchBench.Accepted(submission));

        await bench.RunAsync(bench.Requests(15), bench.Options(limit: 3));

        var counts = bench.Observer.Progress;
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
        await using var bench = new BatchBench();
        IEnumerable<EnhanceRequest> Broken()
        {
            yield return bench.Request("1.jpg");
            yield return bench.Request("2.jpg");
            throw new InvalidOperationException("the folder is gone");
        }

        var read = new List<EnhanceTask>();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var task in bench.Client.RunAsync(Broken(), bench.Options(limit: 2), bench.Observer))
            {
                read.Add(task);
            }
        });

        Assert.Equal("the folder is gone", failure.Message);
        Assert.Equal(2, read.Count(task => task.Error is null));
        Assert.Empty(bench.Observer.Abandoned);
    }

    [Fact]
    public async Task A_limit_below_one_is_refused()
    {
        await using var bench = new BatchBench();

        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Client.RunAsync([], new BatchOptions { Limit = 0 }));
    }

    [Fact]
    public async Task Two_batches_at_once_do_not_mix()
    {
        await using var bench = new BatchBench();
        using var other = new TemporaryFolder();

        // The two use the same files, so both lists are made before either is run.
        List<EnhanceRequest> retouch = [.. bench.Requests(10)];
        List<EnhanceRequest> repaint = [.. bench.Requests(10, "Repaint")];

        var first = bench.RunAsync(retouch);
        var second = bench.RunAsync(repaint, new BatchOptions { Save = new SaveOptions(other.Path) });

        Assert.All(await first, task => Assert.Equal("Retouch", task.Operation));
        Assert.All(await second, task => Assert.Equal("Repaint", task.Operation));
        Assert.Equal((10, 10), (bench.Folder.Files.Length, other.Files.Length));
    }

    [Fact]
    public async Task An_early_break_stops_all_work_and_tells_what_is_left_behind()
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnQuery = async (id, number, token) =>
        {
            if (id == "task of 1.jpg")
            {
                return bench.Completed(id);
            }

            await gate.EnterAsync(token);
            return bench.Completed(id);
        };
        var disposed = false;
        async IAsyncEnumerable<EnhanceRequest> Lazy([EnumeratorCancellation] CancellationToken token = default)
        {
            try
            {
                foreach (var request in bench.Requests(50))
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

        await foreach (var task in bench.Client.RunAsync(Lazy(), bench.Options(limit: 3), bench.Observer))
        {
            Assert.Equal("task of 1.jpg", task.TaskId);
            await gate.ArrivedAsync(3);
            break;
        }

        Assert.True(disposed);
        var submitted = bench.Provider.Submitted;
        Assert.InRange(submitted, 4, 5);
        Assert.Equal(submitted - 1, bench.Observer.Abandoned.Count);
        Assert.All(bench.Observer.Abandoned, task => Assert.Equal(EnhanceTaskStatus.Submitted, task.Status));
        Assert.Equal(["1-retouch.png"], bench.Folder.Files);
    }
}
