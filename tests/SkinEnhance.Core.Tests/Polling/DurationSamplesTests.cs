using SkinEnhance.Core.Polling;

namespace SkinEnhance.Core.Tests.Polling;

public sealed class DurationSamplesTests
{
    private readonly DurationSamples _samples = new();

    [Fact]
    public void A_few_samples_give_no_estimate()
    {
        Add(10, 10, 10);

        Assert.Null(_samples.Estimate());
    }

    [Fact]
    public void Tasks_with_close_durations_are_polled_at_the_end_of_the_range()
    {
        Add(10, 10.1, 10.2, 10.3);

        Assert.Equal((10.3, false), _samples.Estimate());
    }

    [Fact]
    public void Tasks_with_scattered_durations_are_polled_from_the_shortest_on()
    {
        Add([.. Enumerable.Range(1, 20).Select(number => number * 1.0)]);

        Assert.Equal((2 * 0.85, true), _samples.Estimate());
    }

    [Fact]
    public void One_very_long_task_does_not_delay_the_others()
    {
        Add([.. Enumerable.Repeat(10.0, 11), 3600]);

        Assert.InRange(_samples.Estimate()!.Value.First, 9, 10);
    }

    [Fact]
    public void Tasks_that_became_shorter_are_detected()
    {
        Add([.. Enumerable.Repeat(10.0, 32)]);
        var first = 10.0;
        var asked = 0;
        for (; first > 6 && asked < 5000; asked++)
        {
            (first, var isInformative) = _samples.Estimate()!.Value;
            if (isInformative)
            {
                _samples.Add(first);
            }
        }

        Assert.InRange(asked, 16, 2500);
    }

    [Fact]
    public void An_earlier_probe_is_polled_again_when_the_others_are()
    {
        Add([.. Enumerable.Repeat(10.0, 32)]);
        var early = Enumerable.Range(0, 16).Select(_ => _samples.Estimate()!.Value.First).Min();

        var again = early + PollSchedule.Next(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(early), TimeSpan.FromSeconds(early)).TotalSeconds;

        Assert.Equal(10, again, precision: 5);
    }

    [Fact]
    public void As_long_as_none_is_done_eight_speak_for_the_others_that_are_as_far()
    {
        for (var number = 1; number < 8; number++)
        {
            _samples.NoteRunning(null, number == 1 ? 5 : 5.1);
        }

        Assert.False(_samples.ArePeersRunning(4));

        _samples.NoteRunning(null, 6);

        Assert.True(_samples.ArePeersRunning(5));
        Assert.False(_samples.ArePeersRunning(5.5));
    }

    [Fact]
    public void A_task_that_was_polled_often_counts_once()
    {
        double? before = null;
        for (var at = 5.0; at < 20; at++)
        {
            _samples.NoteRunning(before, at);
            before = at;
        }

        Assert.False(_samples.ArePeersRunning(1));
    }

    [Fact]
    public void After_one_has_ended_no_poll_is_skipped()
    {
        for (var number = 0; number < 10; number++)
        {
            _samples.NoteRunning(null, 5);
        }

        Assert.True(_samples.ArePeersRunning(1));
        _samples.NoteEnded();

        Assert.False(_samples.ArePeersRunning(1));
    }

    [Fact]
    public void Only_the_last_ones_count()
    {
        Add([.. Enumerable.Repeat(10.0, 100), .. Enumerable.Repeat(20.0, 32)]);

        Assert.Equal(20, _samples.Estimate()!.Value.First);
    }

    [Fact]
    public void Past_durations_precede_observed_ones_and_are_added_once()
    {
        Add(20, 20);
        _samples.Seed(() => Enumerable.Repeat(10.0, 40));
        _samples.Seed(() => throw new InvalidOperationException("It is asked for once."));

        // The last thirty-two count, so these replace all past durations and none of the observed ones.
        Add([.. Enumerable.Repeat(20.0, 30)]);

        Assert.Equal(20, _samples.Estimate()!.Value.First);
    }

    private void Add(params double[] durations)
    {
        foreach (var duration in durations)
        {
            _samples.Add(duration);
        }
    }
}
