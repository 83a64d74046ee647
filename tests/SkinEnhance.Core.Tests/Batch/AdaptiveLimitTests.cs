using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

public sealed class AdaptiveLimitTests
{
    private readonly AdaptiveLimit _limit = new("Test");
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task The_limit_is_that_of_the_batch_until_the_provider_throttles()
    {
        await AcquireAsync(32);

        Assert.Null(_limit.Size);
        Assert.Empty(_observer.Verbose);
    }

    [Fact]
    public async Task What_was_under_way_together_halves_it_once()
    {
        var permits = await AcquireAsync(32);

        Refuse(permits);

        Assert.Equal(16, _limit.Size);
        Assert.Equal("Test throttles requests (HTTP 429): 16 images at once from now on.", Assert.Single(_observer.Verbose));
    }

    [Fact]
    public async Task A_throttled_submission_waits_for_a_permit_and_halves_the_limit_again()
    {
        var permits = await AcquireAsync(8);
        Refuse(permits);

        var again = permits.Select(permit => permit.AcquireAsync(CancellationToken.None).AsTask()).ToList();

        await Task.WhenAll(again[..4]).SoonAsync();
        Assert.All(again[4..], permit => Assert.False(permit.IsCompleted));
        Refuse(permits[..4]);
        Assert.Equal(2, _limit.Size);
        permits[0].Dispose();
        permits[1].Dispose();
        Assert.All(again[4..], permit => Assert.False(permit.IsCompleted));
        permits[2].Dispose();
        await again[4].SoonAsync();
    }

    [Fact]
    public async Task The_permit_of_a_throttled_submission_is_not_granted_again_before_its_retry()
    {
        var refused = Assert.Single(await AcquireAsync(1));
        refused.ReportThrottled();
        var next = Permit().AcquireAsync(CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);

        var again = refused.AcquireAsync(CancellationToken.None).AsTask();

        await next.SoonAsync();
        Assert.False(again.IsCompleted);
    }

    [Fact]
    public async Task It_is_never_less_than_one()
    {
        var permit = Assert.Single(await AcquireAsync(1));
        for (var time = 0; time < 5; time++)
        {
            permit.ReportThrottled();
            await permit.AcquireAsync(CancellationToken.None);
        }

        Assert.Equal(1, _limit.Size);
    }

    [Fact]
    public async Task A_full_round_of_acceptances_raises_the_limit_by_one_up_to_that_of_the_batch()
    {
        var refused = await AcquireAsync(16);
        Refuse(refused);
        End(refused);
        var sizes = new List<int>();
        for (var accepted = 0; accepted < 200; accepted++)
        {
            var permit = Assert.Single(await AcquireAsync(1));
            permit.ReportAccepted();
            permit.Dispose();
            sizes.Add(_limit.Size!.Value);
        }

        Assert.Equal(Enumerable.Range(8, 9), sizes.Distinct());
        Assert.InRange(sizes.IndexOf(9), 7, 8);
        Assert.InRange(sizes.IndexOf(10) - sizes.IndexOf(9), 8, 10);
        Assert.Equal([9, 10, 11, 12, 13, 14, 15, 16], _observer.Verbose.Skip(1).Select(line => int.Parse(line.Split(' ')[4], null)));
    }

    [Fact]
    public async Task A_released_permit_goes_to_the_first_submission_that_still_waits()
    {
        var refused = await AcquireAsync(2);
        Refuse(refused);
        End(refused);
        var holder = Assert.Single(await AcquireAsync(1));
        using var cancel = new CancellationTokenSource();
        var gone = Permit().AcquireAsync(cancel.Token).AsTask();
        var first = Permit().AcquireAsync(CancellationToken.None).AsTask();
        var second = Permit().AcquireAsync(CancellationToken.None).AsTask();
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
        await using var fixture = new BatchFixture();
        var gate = new object();
        var working = 0;
        var most = 0;
        var refused = 0;
        var firstRefusal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Provider.OnSubmit = async (submission, token) =>
        {
            // A service that accepts three at a time and throttles the rest.
            for (; ; )
            {
                await submission.Permit.AcquireAsync(token);
                lock (gate)
                {
                    if (working < 3)
                    {
                        most = Math.Max(most, ++working);
                        return BatchFixture.Accepted(submission);
                    }

                    refused++;
                }

                firstRefusal.TrySetResult();
                submission.Permit.ReportThrottled();
            }
        };
        fixture.Provider.OnQuery = async (id, _, token) =>
        {
            // Sixteen at once find three places: none is done before one of the others was sent away.
            await firstRefusal.Task.WaitAsync(token);
            lock (gate)
            {
                working--;
            }

            return fixture.Completed(id);
        };

        var tasks = await fixture.RunAsync(fixture.Requests(60), fixture.Options(limit: 16));

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal((60, 60, 3), (tasks.Count, fixture.Provider.Submitted, most));
        Assert.Contains("Test throttles requests", string.Join('\n', fixture.Observer.Verbose), StringComparison.Ordinal);

        // A refusal for every image is what a batch that does not learn would meet.
        Assert.InRange(refused, 1, 59);
    }

    [Fact]
    public async Task A_submission_that_waits_for_a_permit_when_the_batch_stops_is_not_sent()
    {
        await using var fixture = new BatchFixture();
        var refusedOnce = false;
        var bothSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = 0;
        fixture.Provider.OnSubmit = async (submission, token) =>
        {
            if (Interlocked.Increment(ref sent) == 2)
            {
                bothSent.TrySetResult();
            }

            await bothSent.Task;
            if (!refusedOnce)
            {
                refusedOnce = true;
                submission.Permit.ReportThrottled();
                await submission.Permit.AcquireAsync(token);
            }

            throw EnhanceException.For(new EnhanceError { Id = ErrorIds.CreditsExhausted, Provider = "Test", Message = "no credits" });
        };

        var tasks = await fixture.RunAsync(fixture.Requests(5), fixture.Options(limit: 2));

        Assert.Equal(2, fixture.Provider.Submitted);
        Assert.Equal(3, tasks.Count(task => task.ErrorId == ErrorIds.BatchStopped));
    }

    private SubmissionPermit Permit(int most = 16) => _limit.CreatePermit(most, _observer);

    private async Task<SubmissionPermit[]> AcquireAsync(int count)
    {
        var permits = Enumerable.Range(0, count).Select(_ => Permit()).ToArray();
        foreach (var permit in permits)
        {
            await permit.AcquireAsync(CancellationToken.None).AsTask().SoonAsync();
        }

        return permits;
    }

    private static void Refuse(params SubmissionPermit[] permits)
    {
        foreach (var permit in permits)
        {
            permit.ReportThrottled();
        }
    }

    private static void End(params SubmissionPermit[] permits)
    {
        foreach (var permit in permits)
        {
            permit.Dispose();
        }
    }
}
