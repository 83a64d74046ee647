using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>The account's concurrency limit in a provider's responses, from the headers to the granted permits.</summary>
public sealed class ConcurrencyLimitTests
{
    private readonly AdaptiveLimit _limit = new("Test", startsAlone: true);
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task The_first_is_sent_alone_and_without_a_reported_limit_the_rest_at_once()
    {
        var first = await AcquireAsync();
        var rest = Enumerable.Range(0, 15).Select(_ => Permit().AcquireAsync(CancellationToken.None).AsTask()).ToList();
        Assert.All(rest, permit => Assert.False(permit.IsCompleted));

        first.ReportAccepted();

        await Task.WhenAll(rest).SoonAsync();
        Assert.Null(_limit.Size);
    }

    [Theory]
    [InlineData(5, 4, 5)]
    [InlineData(5, 2, 3)]
    [InlineData(5, 0, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(5, null, 5)]
    [InlineData(null, 3, 4)]
    [InlineData(5, 40, 5)]
    public async Task As_many_are_let_out_as_the_first_acceptance_says(int? limit, int? remaining, int expected)
    {
        var first = await AcquireAsync();

        first.ReportAccountLimit(limit, remaining, isAccepted: true);
        first.ReportAccepted();

        Assert.Equal(expected, _limit.Size);
        for (var more = 1; more < expected; more++)
        {
            await AcquireAsync();
        }

        Assert.False(Permit().AcquireAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_submission_without_a_response_does_not_raise_the_limit()
    {
        var permits = await AcquireAsync(5, limit: 5);

        // Two submissions of another client came first: the response to the first of four reports two more.
        permits[1].ReportAccountLimit(5, 1, isAccepted: true);

        Assert.Equal(3, _limit.Size);
        permits[0].Dispose();
        permits[1].Dispose();
        Assert.False(Permit().AcquireAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_waiting_submission_is_sent_when_a_later_response_reports_more()
    {
        var permits = await AcquireAsync(2, limit: 2);
        var next = Permit().AcquireAsync(CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);

        permits[1].ReportAccountLimit(10, 8, isAccepted: true);

        await next.SoonAsync();
        Assert.Equal(10, _limit.Size);
        Assert.Equal(
            [2, 10], _observer.Verbose.Select(line => int.Parse(line["Test reports the account's concurrency limit: ".Length..].Split(' ')[0], null)));
    }

    [Fact]
    public async Task A_refusal_of_a_full_account_bounds_by_its_numbers_and_halves_nothing()
    {
        var permits = await AcquireAsync(8, limit: 8);
        foreach (var accepted in permits[1..6])
        {
            accepted.ReportAccountLimit(8, 2, isAccepted: true);
        }

        permits[6].ReportAccountLimit(8, 0, isAccepted: false);
        permits[6].ReportThrottled();

        Assert.Equal(6, _limit.Size);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_that_the_numbers_do_not_explain_halves_as_ever(bool hasNumbers)
    {
        var permits = await AcquireAsync(8, limit: 8);
        if (hasNumbers)
        {
            permits[1].ReportAccountLimit(8, 7, isAccepted: false);
        }

        permits[1].ReportThrottled();

        Assert.Equal(4, _limit.Size);
    }

    [Fact]
    public async Task The_permit_of_a_task_that_is_not_waited_for_is_kept_until_it_has_ended()
    {
        var permit = await AcquireAsync();
        permit.ReportAccountLimit(1, 0, isAccepted: true);
        var watched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        permit.HoldUntilEnded(() =>
        {
            watched.SetResult();
            return ended.Task;
        });
        permit.Dispose();
        Assert.False(watched.Task.IsCompleted);

        var next = Permit().AcquireAsync(CancellationToken.None).AsTask();

        await watched.Task.SoonAsync();
        Assert.False(next.IsCompleted);
        ended.SetException(new InvalidOperationException("The task cannot be asked for."));
        await next.SoonAsync();
    }

    [Fact]
    public async Task Without_a_known_limit_a_task_that_is_not_waited_for_keeps_no_permit()
    {
        var permit = await AcquireAsync();
        permit.ReportAccepted();
        permit.HoldUntilEnded(() => throw new InvalidOperationException("No poll is expected."));
        permit.Dispose();

        await AcquireAsync();
    }

    [Fact]
    public async Task A_batch_sends_one_image_until_its_response_and_then_as_many_as_allowed()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.TellsAccountLimit = true;
        var gate = new Gate();
        var before = 0;
        fixture.Provider.OnSubmit = async (submission, token) =>
        {
            await submission.Permit.AcquireAsync(token);
            await gate.EnterAsync(token);
            before = before == 0 ? fixture.Provider.Submitted : before;
            return BatchFixture.Accepted(submission);
        };
        var run = fixture.RunAsync(fixture.Requests(9), fixture.Options(limit: 4));
        await gate.ArrivedAsync(1);
        gate.LetOneGo();
        await gate.ArrivedAsync(4);
        for (var image = 1; image < 9; image++)
        {
            gate.LetOneGo();
            await gate.ArrivedAsync(image < 5 ? 1 : 0);
        }

        Assert.All(await run, task => Assert.Null(task.Error));
        Assert.Equal((1, 4), (before, gate.Most));
    }

    [Theory]
    [InlineData(200, "5 1 4", "5 4 True")]
    [InlineData(200, "5 5 0", "5 0 True")]
    [InlineData(429, "1 1 0", "1 0 False")]
    [InlineData(200, "5 2 -", "5 3 True")]
    [InlineData(200, "5 9 -", "5 0 True")]
    [InlineData(200, "5 - -", "5  True")]
    [InlineData(200, "- - 2", " 2 True")]
    [InlineData(200, "many few -1", null)]
    [InlineData(200, "0 - -", null)]
    [InlineData(200, "-5 1 x", null)]
    [InlineData(200, "- - -", null)]
    [InlineData(200, "1e30 1 NaN", "2147483647 2147483646 True")]
    public async Task The_headers_are_read_and_invalid_counts_are_ignored(int status, string values, string? expected)
    {
        string[] names = ["X-Concurrency-Limit", "x-concurrency-current", "X-Concurrency-Remaining"];
        var headers = names.Zip(values.Split(' ')).Where(pair => pair.Second != "-").Select(pair => $"{pair.First}: {pair.Second}").ToArray();
        var last = Wire.Json(200, Responses.ComfyCreated);
        await using var fixture = status == 200
            ? new ProviderFixture(Wire.Json(200, Responses.ComfyCreated, headers))
            : new ProviderFixture(Wire.Json(status, """{"error":"concurrency_limit_exceeded","message":"full"}""", headers), last);
        var permit = new NotingPermit();

        await fixture.Comfy.SubmitAsync(fixture.Submission(ComfyOperations.Faithful) with { Permit = permit }, fixture.Observer, CancellationToken.None).SoonAsync();

        Assert.Equal(expected is null ? [] : [expected], permit.Notes.Where(note => note != "back"));
        Assert.Equal(status == 429, permit.Notes.LastOrDefault() == "back");
    }

    [Fact]
    public async Task A_replayed_response_reports_the_limit_and_not_the_remaining_slots()
    {
        await using var fixture = new ProviderFixture(
            Wire.Json(200, Responses.ComfyCreated, "Idempotent-Replayed: true", "X-Concurrency-Limit: 5", "X-Concurrency-Current: 1", "X-Concurrency-Remaining: 4"));
        var permit = new NotingPermit();

        await fixture.Comfy.SubmitAsync(fixture.Submission(ComfyOperations.Faithful) with { Permit = permit }, fixture.Observer, CancellationToken.None).SoonAsync();

        Assert.Equal(["5  True"], permit.Notes);
    }

    private SubmissionPermit Permit() => _limit.CreatePermit(16, _observer);

    private async Task<SubmissionPermit> AcquireAsync()
    {
        var permit = Permit();
        await permit.AcquireAsync(CancellationToken.None).AsTask().SoonAsync();
        return permit;
    }

    /// <summary>Acquires permits, the first of which is accepted by an account with nothing else in flight.</summary>
    private async Task<SubmissionPermit[]> AcquireAsync(int count, int limit)
    {
        var permits = new SubmissionPermit[count];
        for (var number = 0; number < count; number++)
        {
            permits[number] = await AcquireAsync();
            if (number == 0)
            {
                permits[0].ReportAccountLimit(limit, limit - 1, isAccepted: true);
            }
        }

        return permits;
    }

    private sealed class NotingPermit : ISubmissionPermit
    {
        internal List<string> Notes { get; } = [];

        public ValueTask AcquireAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void ReportAccountLimit(int? limit, int? remaining, bool isAccepted) => Notes.Add($"{limit} {remaining} {isAccepted}");

        public void ReportThrottled() => Notes.Add("back");
    }
}
