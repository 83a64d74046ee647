using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>What the ledger knows of past tasks says when to ask for the next.</summary>
public sealed class PastDurationsTests : AsyncTest
{
    private readonly LedgerRig _rig = new();

    public override ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_task_without_an_estimate_is_asked_for_when_past_ones_were_done()
    {
        await LeaveAsync(count: 6, seconds: 80);
        using var ledger = _rig.OpenLedger();
        await using var forecasts = new TaskForecasts(ledger);

        Assert.Equal(TimeSpan.FromSeconds(80), await ForecastAsync(forecasts, Task()));
    }

    [Fact]
    public async Task What_the_provider_itself_expects_goes_before_the_past()
    {
        await LeaveAsync(count: 6, seconds: 80);
        using var ledger = _rig.OpenLedger();

        await using var forecasts = new TaskForecasts(ledger);
        var forecast = forecasts.Of(Task() with { EstimatedDuration = TimeSpan.FromSeconds(13.1) });

        Assert.Equal(10, forecast!.Value.First.TotalSeconds, precision: 6);
    }

    [Fact]
    public async Task Another_operation_or_one_that_was_fetched_much_later_says_nothing()
    {
        await LeaveAsync(count: 6, seconds: 7200);
        using var ledger = _rig.OpenLedger();
        await using var forecasts = new TaskForecasts(ledger);

        Assert.Null(await ForecastAsync(forecasts, Task()));
        Assert.Null(await ForecastAsync(forecasts, Task() with { Operation = "Another" }));
    }

    [Fact]
    public async Task What_makes_no_sense_stays_in_its_place()
    {
        await LeaveAsync(count: 6, seconds: 80);
        var broken = await _rig.RecordPathAsync(_rig.Image("face0.png", 200));
        await File.WriteAllTextAsync(broken, "{");
        using var ledger = _rig.OpenLedger();
        await using var forecasts = new TaskForecasts(ledger);

        Assert.Equal(TimeSpan.FromSeconds(80), await ForecastAsync(forecasts, Task()));
        Assert.Equal("{", await File.ReadAllTextAsync(broken));
    }

    private static EnhanceTask Task() =>
        new() { TaskId = "new", Provider = "Test", Operation = "Retouch", Family = "test-family", Status = EnhanceTaskStatus.Submitted };

    private static async Task<TimeSpan?> ForecastAsync(TaskForecasts forecasts, EnhanceTask task)
    {
        await forecasts.PastRead;
        return forecasts.Of(task)?.First;
    }

    private async Task LeaveAsync(int count, double seconds)
    {
        for (var number = 0; number < count; number++)
        {
            await _rig.LeaveAsync(_rig.Image($"face{number}.png", 200 + number), LedgerState.Completed, record => record with
            {
                TaskId = $"task {number}",
                SubmittedAt = _rig.Time.GetUtcNow(),
                CompletedAt = _rig.Time.GetUtcNow().AddSeconds(seconds),
            });
        }
    }
}
