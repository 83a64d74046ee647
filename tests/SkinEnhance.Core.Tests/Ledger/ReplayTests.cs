using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Submissions whose fate is open.</summary>
public sealed class ReplayTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task An_open_submission_is_reported_with_what_happened_when_and_the_command_that_decides()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Submitting);

        foreach (var round in Enumerable.Range(1, 2))
        {
            var task = await _fixture.RunAsync(image);
            Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown, true, 0), (task.Status, task.ErrorId, task.FromLedger, _fixture.Provider.Submitted));
            AssertDecidable(task.Message, "2030-01-01", "ended before the response was recorded");
        }
    }

    [Fact]
    public async Task A_lost_response_is_reported_likewise_by_the_next_run()
    {
        var image = _fixture.Image();
        _fixture.Provider.OnSubmit = (_, _) => throw Unknown();
        await _fixture.RunAsync(image);

        var task = await _fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Unknown, 1), (task.Status, _fixture.Provider.Submitted));
        AssertDecidable(task.Message, "2030-01-01", "the line went dead");
        using var ledger = _fixture.OpenLedger();
        AssertDecidable(Assert.Single(ledger.List()).Message, "2030-01-01", "the line went dead");
    }

    [Fact]
    public async Task A_replay_goes_under_the_first_key_and_ends_saved()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Submitting);

        var task = await _fixture.RunAsync(image, _fixture.Saving() with { ResumeUnknown = true });

        Assert.Equal("the first key", Assert.Single(_fixture.Provider.Submissions).IdempotencyKey);
        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.OutputPath.Count));
        Assert.Equal(LedgerState.Saved, (await _fixture.ReadAsync(image))!.State);
    }

    [Fact]
    public async Task A_refused_replay_does_not_change_the_state_of_the_first_submission()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Submitting);
        var accept = _fixture.Provider.OnSubmit;
        _fixture.Provider.OnSubmit = (_, _) => throw Refused();

        var refused = await _fixture.RunAsync(image, _fixture.Saving() with { ResumeUnknown = true });
        Assert.Equal(ErrorIds.KeyRejected, refused.ErrorId);
        _fixture.Provider.OnSubmit = accept;

        // The plain command may not send it under another key now.
        var reported = await _fixture.RunAsync(image);
        Assert.Equal((EnhanceTaskStatus.Unknown, 1), (reported.Status, _fixture.Provider.Submitted));
        await _fixture.RunAsync(image, _fixture.Saving() with { ResumeUnknown = true });
        Assert.All(_fixture.Provider.Submissions, submission => Assert.Equal("the first key", submission.IdempotencyKey));
    }

    [Fact]
    public async Task A_replay_whose_response_is_lost_too_stays_open_under_the_first_key()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Unknown);
        _fixture.Provider.OnSubmit = (_, _) => throw Unknown();

        var task = await _fixture.RunAsync(image, _fixture.Saving() with { ResumeUnknown = true });

        Assert.Equal(EnhanceTaskStatus.Unknown, task.Status);
        Assert.Equal((LedgerState.Unknown, "the first key"), ((await _fixture.ReadAsync(image))!.State, (await _fixture.ReadAsync(image))!.IdempotencyKey));
    }

    [Fact]
    public async Task A_new_key_is_on_disk_before_it_is_used()
    {
        var image = _fixture.Image();
        string? renewed = null;
        LedgerRecord? seen = null;
        _fixture.Provider.OnSubmit = async (submission, _) =>
        {
            renewed = submission.RenewIdempotencyKey();
            seen = await _fixture.ReadAsync(image);
            throw Unknown();
        };

        await _fixture.RunAsync(image);

        Assert.Equal((LedgerState.Submitting, renewed), (seen!.State, seen.IdempotencyKey));
        Assert.NotEqual(_fixture.Provider.Submissions.Single().IdempotencyKey, renewed);
        _fixture.Provider.OnSubmit = (_, _) => throw Unknown();
        await _fixture.RunAsync(image, _fixture.Saving() with { ResumeUnknown = true });
        Assert.Equal(renewed, _fixture.Provider.Submissions.Last().IdempotencyKey);
    }

    [Fact]
    public async Task A_resubmission_has_a_new_key()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Unknown);

        var task = await _fixture.RunAsync(image, _fixture.Saving() with { Resubmit = true });

        Assert.Equal(EnhanceTaskStatus.Completed, task.Status);
        Assert.NotEqual("the first key", Assert.Single(_fixture.Provider.Submissions).IdempotencyKey);
    }

    [Fact]
    public async Task A_refused_resubmission_keeps_the_earlier_record()
    {
        var image = _fixture.Image();
        var first = await _fixture.RunAsync(image);
        _fixture.Provider.OnSubmit = (_, _) => throw Refused();

        var refused = await _fixture.RunAsync(image, _fixture.Saving(_fixture.In("other")) with { Resubmit = true });
        Assert.Equal(ErrorIds.KeyRejected, refused.ErrorId);

        var again = await _fixture.RunAsync(image);
        Assert.Equal((first.OutputPath[0], true, 2), (Assert.Single(again.OutputPath), again.FromLedger, _fixture.Provider.Submitted));
    }

    [Fact]
    public async Task A_refused_image_is_sent_by_the_next_run()
    {
        var image = _fixture.Image();
        var accept = _fixture.Provider.OnSubmit;
        _fixture.Provider.OnSubmit = (_, _) => throw Refused();
        Assert.Equal(EnhanceTaskStatus.Failed, (await _fixture.RunAsync(image)).Status);
        _fixture.Provider.OnSubmit = accept;

        Assert.Equal(EnhanceTaskStatus.Completed, (await _fixture.RunAsync(image)).Status);
    }

    [Fact]
    public async Task A_submission_that_was_cancelled_before_it_was_sent_leaves_no_record()
    {
        var image = _fixture.Image();
        using var cancel = new CancellationTokenSource();
        _fixture.Provider.OnSubmit = async (_, token) =>
        {
            Assert.True(File.Exists(await _fixture.RecordPathAsync(image)));
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null!;
        };

        await CancelledAsync(image, cancel.Token);

        Assert.Null(await _fixture.ReadAsync(image));
        Assert.Empty(_fixture.Observer.Abandoned);
    }

    [Fact]
    public async Task A_submission_that_was_cancelled_after_it_was_sent_is_open()
    {
        var image = _fixture.Image();
        using var cancel = new CancellationTokenSource();
        _fixture.Provider.OnSubmit = async (_, _) =>
        {
            await cancel.CancelAsync();
            throw Unknown();
        };

        await CancelledAsync(image, cancel.Token);

        Assert.Equal(LedgerState.Unknown, (await _fixture.ReadAsync(image))!.State);
        Assert.Equal(EnhanceTaskStatus.Unknown, Assert.Single(_fixture.Observer.Abandoned).Status);
    }

    [Fact]
    public async Task A_replay_that_is_cancelled_before_it_was_sent_stays_open()
    {
        var image = _fixture.Image();
        var left = await _fixture.LeaveAsync(image, LedgerState.Unknown);
        using var cancel = new CancellationTokenSource();
        _fixture.Provider.OnSubmit = async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null!;
        };

        await CancelledAsync(image, cancel.Token, new BatchOptions { ResumeUnknown = true });

        Assert.Equal((left.State, left.IdempotencyKey), ((await _fixture.ReadAsync(image))!.State, (await _fixture.ReadAsync(image))!.IdempotencyKey));
    }

    [Fact]
    public async Task An_unexpected_error_leaves_a_submission_open()
    {
        var image = _fixture.Image();
        _fixture.Provider.OnSubmit = (_, _) => throw new InvalidOperationException("a defect");
        await _fixture.RunAsync(image);

        Assert.Equal(EnhanceTaskStatus.Unknown, (await _fixture.RunAsync(image)).Status);
        Assert.Equal(1, _fixture.Provider.Submitted);
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
        await using var client = _fixture.OpenClient();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var task in client.RunAsync([LedgerFixture.Request(image)], options ?? _fixture.Saving(), _fixture.Observer, token))
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
