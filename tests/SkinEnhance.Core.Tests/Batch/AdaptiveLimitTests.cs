using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

public sealed class AdaptiveLimitTests
{
    private readonly AdaptiveLimit _limit = new("Test");
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task As_many_are_let_out_as_the_batch_asks_for_until_the_provider_asks_for_less()
    {
        await TakeAsync(32);

        Assert.Null(_limit.Size);
        Assert.Empty(_observer.Verbose);
    }

    [Fact]
    public async Task What_was_under_way_together_halves_it_once()
    {
        var turns = await TakeAsync(32);

        Refuse(turns);

        Assert.Equal(16, _limit.Size);
        Assert.Equal("Test asked for less: 16 images at once from now on.", Assert.Single(_observer.Verbose));
    }

    [Fact]
    public async Task Who_was_refused_stands_in_line_and_halves_it_again_when_refused_again()
    {
        var turns = await TakeAsync(8);
        Refuse(turns);

        var again = turns.Select(turn => turn.TakeAsync(CancellationToken.None).AsTask()).ToList();

        await Task.WhenAll(again[..4]).SoonAsync();
        Assert.All(again[4..], turn => Assert.False(turn.IsCompleted));
        Refuse(turns[..4]);
        Assert.Equal(2, _limit.Size);
        turns[0].Dispose();
        turns[1].Dispose();
        Assert.All(again[4..], turn => Assert.False(turn.IsCompleted));
        turns[2].Dispose();
        await again[4].SoonAsync();
    }

    [Fact]
    public async Task The_place_of_one_who_was_refused_is_taken_by_nobody_while_he_waits_to_try_again()
    {
        var refused = Assert.Single(await TakeAsync(1));
        refused.GiveBack();
        var next = Turn().TakeAsync(CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);

        var again = refused.TakeAsync(CancellationToken.None).AsTask();

        await next.SoonAsync();
        Assert.False(again.IsCompleted);
    }

    [Fact]
    public async Task It_is_never_less_than_one()
    {
        var turn = Assert.Single(await TakeAsync(1));
        for (var time = 0; time < 5; time++)
        {
            turn.GiveBack();
            await turn.TakeAsync(CancellationToken.None);
        }

        Assert.Equal(1, _limit.Size);
    }

    [Fact]
    public async Task A_full_round_of_acceptances_lets_one_more_out_up_to_what_the_batch_asks_for()
    {
        var refused = await TakeAsync(16);
        Refuse(refused);
        End(refused);
        var sizes = new List<int>();
        for (var accepted = 0; accepted < 200; accepted++)
        {
            var turn = Assert.Single(await TakeAsync(1));
            turn.NoteAccepted();
            turn.Dispose();
            sizes.Add(_limit.Size!.Value);
        }

        Assert.Equal(Enumerable.Range(8, 9), sizes.Distinct());
        Assert.InRange(sizes.IndexOf(9), 7, 8);
        Assert.InRange(sizes.IndexOf(10) - sizes.IndexOf(9), 8, 10);
        Assert.Equal([9, 10, 11, 12, 13, 14, 15, 16], _observer.Verbose.Skip(1).Select(line => int.Parse(line.Split(' ')[5], null)));
    }

    [Fact]
    public async Task A_place_that_is_left_goes_to_the_first_in_line_who_still_waits()
    {
        var refused = await TakeAsync(2);
        Refuse(refused);
        End(refused);
        var holder = Assert.Single(await TakeAsync(1));
        using var cancel = new CancellationTokenSource();
        var gone = Turn().TakeAsync(cancel.Token).AsTask();
        var first = Turn().TakeAsync(CancellationToken.None).AsTask();
        var second = Turn().TakeAsync(CancellationToken.None).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        holder.Dispose();
        holder.Dispose();

        await first.SoonAsync();
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_batch_goes_on_with_fewer_after_a_refusal_and_sends_every_image_once()
    {
        await using var bench = new BatchBench();
        var gate = new object();
        var working = 0;
        var most = 0;
        var refused = 0;
        var firstRefusal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Provider.OnSubmit = async (submission, token) =>
        {
            // A service that takes three at a time, and refuses the rest while they are worked on.
            for (; ; )
            {
                await submission.Turn.TakeAsync(token);
                lock (gate)
                {
                    if (working < 3)
                    {
                        most = Math.Max(most, ++working);
                        return BatchBench.Accepted(submission);
                    }

                    refused++;
                }

                firstRefusal.TrySetResult();
                submission.Turn.GiveBack();
            }
        };
        bench.Provider.OnQuery = async (id, _, token) =>
        {
            // Sixteen at once find three places: none is done before one of the others was sent away.
            await firstRefusal.Task.WaitAsync(token);
            lock (gate)
            {
                working--;
            }

            return bench.Completed(id);
        };

        var tasks = await bench.RunAsync(bench.Requests(60), bench.Options(limit: 16));

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal((60, 60, 3), (tasks.Count, bench.Provider.Submitted, most));
        Assert.Contains("Test asked for less", string.Join('\n', bench.Observer.Verbose), StringComparison.Ordinal);

        // A refusal for every image is what a batch that does not learn would meet.
        Assert.InRange(refused, 1, 59);
    }

    [Fact]
    public async Task Who_stands_in_line_when_the_batch_is_stopped_is_not_sent()
    {
        await using var bench = new BatchBench();
        var refusedOnce = false;
        var bothSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = 0;
        bench.Provider.OnSubmit = async (submission, token) =>
        {
            if (Interlocked.Increment(ref sent) == 2)
            {
                bothSent.TrySetResult();
            }

            await bothSent.Task;
            if (!refusedOnce)
            {
                refusedOnce = true;
                submission.Turn.GiveBack();
                await submission.Turn.TakeAsync(token);
            }

            throw EnhanceException.For(new EnhanceError { Id = ErrorIds.CreditsExhausted, Provider = "Test", Message = "no credits" });
        };

        var tasks = await bench.RunAsync(bench.Requests(5), bench.Options(limit: 2));

        Assert.Equal(2, bench.Provider.Submitted);
        Assert.Equal(3, tasks.Count(task => task.ErrorId == ErrorIds.BatchStopped));
    }

    private SubmissionTurn Turn(int most = 16) => _limit.CreateTurn(most, _observer);

    private async Task<SubmissionTurn[]> TakeAsync(int count)
    {
        var turns = Enumerable.Range(0, count).Select(_ => Turn()).ToArray();
        foreach (var turn in turns)
        {
            await turn.TakeAsync(CancellationToken.None).AsTask().SoonAsync();
        }

        return turns;
    }

    private static void Refuse(params SubmissionTurn[] turns)
    {
        foreach (var turn in turns)
        {
            turn.GiveBack();
        }
    }

    private static void End(params SubmissionTurn[] turns)
    {
        foreach (var turn in turns)
        {
            turn.Dispose();
        }
    }
}
