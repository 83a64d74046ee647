using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Submissions whose fate is open.</summary>
public sealed class ReplayTests : IAsyncDisposable
{
    private readonly LedgerRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task An_open_submission_is_reported_with_what_happened_when_and_the_command_that_decides()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Submitting);

        foreach (var round in Enumerable.Range(1, 2))
        {
            var task = await _rig.RunAsync(image);
            Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown, true, 0), (task.Status, task.ErrorId, task.FromLedger, _rig.Provider.Submitted));
            AssertDecidable(task.Message, "2030-01-01", "ended before the answer was recorded");
        }
    }

    [Fact]
    public async Task A_lost_answer_is_reported_likewise_by_the_next_run()
    {
        var image = _rig.Image();
        _rig.Provider.OnSubmit = (_, _) => throw Unknown();
        await _rig.RunAsync(image);

        var task = await _rig.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Unknown, 1), (task.Status, _rig.Provider.Submitted));
        AssertDecidable(task.Message, "2030-01-01", "the line went dead");
        using var ledger = _rig.OpenLedger();
        AssertDecidable(Assert.Single(ledger.List()).Message, "2030-01-01", "the line went dead");
    }

    [Fact]
    public async Task A_replay_goes_under_the_first_key_and_ends_saved()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Submitting);

        var task = await _rig.RunAsync(image, _rig.Saving() with { ResumeUnknown = true });

        Assert.Equal("the first key", Assert.Single(_rig.Provider.Submissions).IdempotencyKey);
        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.OutputPath.Count));
        Assert.Equal(LedgerState.Saved, (await _rig.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task A_replay_that_is_refused_says_nothing_of_the_first_submission()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Submitting);
        var accept = _rig.Provider.OnSubmit;
        _rig.Provider.OnSubmit = (_, _) => throw Refused();

        var refused = await _rig.RunAsync(image, _rig.Saving() with { ResumeUnknown = true });
        Assert.Equal(ErrorIds.KeyRejected, refused.ErrorId);
        _rig.Provider.OnSubmit = accept;

        // The plain command may not send it under another key now.
        var reported = await _rig.RunAsync(image);
        Assert.Equal((EnhanceTaskStatus.Unknown, 1), (reported.Status, _rig.Provider.Submitted));
        await _rig.RunAsync(image, _rig.Saving() with { ResumeUnknown = true });
        Assert.All(_rig.Provider.Submissions, submission => Assert.Equal("the first key", submission.IdempotencyKey));
    }

    [Fact]
    public async Task A_replay_whose_answer_is_lost_too_stays_open_under_the_first_key()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Unknown);
        _rig.Provider.OnSubmit = (_, _) => throw Unknown();

        var task = await _rig.RunAsync(image, _rig.Saving() with { ResumeUnknown = true });

        Assert.Equal(EnhanceTaskStatus.Unknown, task.Status);
        Assert.Equal((LedgerState.Unknown, "the first key"), ((await _rig.ReadAsync(image))!.State, (await _rig.ReadAsync(image))!.IdempotencyKey));
    }

    [Fact]
    public async Task A_key_that_takes_the_place_of_the_first_is_on_disk_before_it_is_used()
    {
        var image = _rig.Image();
        string? renewed = null;
        LedgerRecord? seen = null;
        _rig.Provider.OnSubmit = async (submission, _) =>
        {
            renewed = submission.RenewIdempotencyKey();
            seen = await _rig.ReadAsync(image);
            throw Unknown();
        };

        await _rig.RunAsync(image);

        Assert.Equal((LedgerState.Submitting, renewed), (seen!.State, seen.IdempotencyKey));
        Assert.NotEqual(_rig.Provider.Submissions.Single().IdempotencyKey, renewed);
        _rig.Provider.OnSubmit = (_, _) => throw Unknown();
        await _rig.RunAsync(image, _rig.Saving() with { ResumeUnknown = true });
        Assert.Equal(renewed, _rig.Provider.Submissions.Last().IdempotencyKey);
    }

    [Fact]
    public async Task Paying_again_on_purpose_takes_a_new_key()
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Unknown);

        var task = await _rig.RunAsync(image, _rig.Saving() with { Resubmit = true });

        Assert.Equal(EnhanceTaskStatus.Completed, task.Status);
        Assert.NotEqual("the first key", Assert.Single(_rig.Provider.Submissions).IdempotencyKey);
    }

    [Fact]
    public async Task A_resubmission_that_is_refused_leaves_what_was_paid_before()
    {
        var image = _rig.Image();
        var first = await _rig.RunAsync(image);
        _rig.Provider.OnSubmit = (_, _) => throw Refused();

        var refused = await _rig.RunAsync(image, _rig.Saving(_rig.In("other")) with { Resubmit = true });
        Assert.Equal(ErrorIds.KeyRejected, refused.ErrorId);

        var again = await _rig.RunAsync(image);
        Assert.Equal((first.OutputPath[0], true, 2), (Assert.Single(again.OutputPath), again.FromLedger, _rig.Provider.Submitted));
    }

    [Fact]
    public async Task A_refused_image_is_sent_by_the_next_run()
    {
        var image = _rig.Image();
        var accept = _rig.Provider.OnSubmit;
        _rig.Provider.OnSubmit = (_, _) => throw Refused();
        Assert.Equal(EnhanceTaskStatus.Failed, (await _rig.RunAsync(image)).Status);
        _rig.Provider.OnSubmit = accept;

        Assert.Equal(EnhanceTaskStatus.Completed, (await _rig.RunAsync(image)).Status);
    }

    [Fact]
    public async Task What_was_cancelled_before_it_left_leaves_no_record()
    {
        var image = _rig.Image();
        using var cancel = new CancellationTokenSource();
        _rig.Provider.OnSubmit = async (_, token) =>
        {
            Assert.True(File.Exists(await _rig.RecordPathAsync(image)));
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null!;
        };

        await CancelledAsync(image, cancel.Token);

        Assert.Null(await _rig.ReadAsync(image));
        Assert.Empty(_rig.Observer.Abandoned);
    }

    [Fact]
    public async Task What_was_cancelled_after_it_left_is_open()
    {
        var image = _rig.Image();
        using var cancel = new CancellationTokenSource();
        _rig.Provider.OnSubmit = async (_, _) =>
        {
            await cancel.CancelAsync();
            throw Unknown();
        };

        await CancelledAsync(image, cancel.Token);

        Assert.Equal(LedgerState.Unknown, (await _rig.ReadAsync(image))!.State);
        Assert.Equal(EnhanceTaskStatus.Unknown, Assert.Single(_rig.Observer.Abandoned).Status);
    }

    [Fact]
    public async Task A_replay_that_is_cancelled_before_it_left_stays_open()
    {
        var image = _rig.Image();
        var left = await _rig.LeaveAsync(image, LedgerState.Unknown);
        using var cancel = new CancellationTokenSource();
        _rig.Provider.OnSubmit = async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null!;
        };

        await CancelledAsync(image, cancel.Token, new BatchOptions { ResumeUnknown = true });

        Assert.Equal((left.State, left.IdempotencyKey), ((await _rig.ReadAsync(image))!.State, (await _rig.ReadAsync(image))!.IdempotencyKey));
    }

    [Fact]
    public async Task Whatever_goes_wrong_unforeseen_leaves_it_open()
    {
        var image = _rig.Image();
        _rig.Provider.OnSubmit = (_, _) => throw new InvalidOperationException("a defect");
        await _rig.RunAsync(image);

        Assert.Equal(EnhanceTaskStatus.Unknown, (await _rig.RunAsync(image)).Status);
        Assert.Equal(1, _rig.Provider.Submitted);
    }

    private static void AssertDecidable(string? message, string when, string what)
    {
        Assert.Contains(when, message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains("--resume-unknown", message, StringComparison.Ordinal);
        Assert.Contains("--resubmit", message, StringComparison.Ordinal);
    }

    private async Task CancelledAsync(string image, CancellationToken token, BatchOptions? options = null)
    {
        await using var client = _rig.OpenClient();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var task in client.RunAsync([LedgerRig.Request(image)], options ?? _rig.Saving(), _rig.Observer, token))
            {
                Assert.Fail($"{task.Status} {task.Message}");
            }
        });
    }

    private static SubmissionUnknownException Unknown() =>
        new(new EnhanceError { Id = ErrorIds.SubmissionUnknown, Provider = "Test", Message = "Whether it was accepted is not known: the line went dead." });

    private static EnhanceException Refused() =>
        EnhanceException.For(new EnhanceError { Id = ErrorIds.KeyRejected, Provider = "Test", Message = "The key is not known." });
}
