using SkinEnhance.Core.Polling;

namespace SkinEnhance.Core.Tests.Polling;

public sealed class DurationSamplesTests
{
    private readonly DurationSamples _samples = new();

    [Fact]
    public void A_few_say_nothing()
    {
        Add(10, 10, 10);

        Assert.Null(_samples.Estimate());
    }

    [Fact]
    public void Durations_close_together_are_asked_for_at_their_end()
    {
        Add(10, 10.1, 10.2, 10.3);

        Assert.Equal((10.3, false), _samples.Estimate());
    }

    [Fact]
    public void Durations_far_apart_are_asked_for_from_the_shortest_on()
    {
        Add([.. Enumerable.Range(1, 20).Select(number => number * 1.0)]);

        Assert.Equal((2 * 0.85, true), _samples.Estimate());
    }

    [Fact]
    public void One_that_took_very_long_does_not_hold_the_others_up()
    {
        Add([.. Enumerable.Repeat(10.0, 11), 3600]);

        Assert.InRange(_samples.Estimate()!.Value.First, 9, 10);
    }

    [Fact]
    public void Tasks_that_became_shorter_are_found_out()
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
    public void A_task_that_is_asked_for_earlier_to_see_whether_they_became_shorter_is_asked_for_again_when_the_others_are()
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
    public void One_that_was_asked_for_often_speaks_once()
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
    public void Once_one_has_ended_no_other_speaks_for_the_rest()
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
    public void What_was_known_before_comes_before_what_was_seen_and_only_once()
    {
        Add(20, 20);
        _samples.Seed(() => Enumerable.Repeat(10.0, 40));
        _samples.Seed(() => throw new InvalidOperationException("It is asked for once."));

        // Thirty-two count, so these push out all that was known before and nothing of what was seen.
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
