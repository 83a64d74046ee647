using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Polling;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Past tasks in the ledger determine when to poll the next one.</summary>
public sealed class PastDurationsTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_task_without_an_estimate_is_polled_when_past_ones_were_done()
    {
        await LeaveAsync(count: 6, seconds: 80);
        using var ledger = _fixture.OpenLedger();
        await using var estimator = new DurationEstimator(ledger);

        Assert.Equal(TimeSpan.FromSeconds(80), await EstimateAsync(estimator, Task()));
    }

    [Fact]
    public async Task What_the_provider_itself_expects_goes_before_the_past()
    {
        await LeaveAsync(count: 6, seconds: 80);
        using var ledger = _fixture.OpenLedger();

        await using var estimator = new DurationEstimator(ledger);
        var estimate = estimator.Of(Task() with { EstimatedDuration = TimeSpan.FromSeconds(12.1) }, "Test");

        Assert.Equal(10, estimate!.Value.First.TotalSeconds, precision: 6);
    }

    [Fact]
    public async Task Other_operations_services_and_unwatched_tasks_do_not_count()
    {
        await LeaveAsync(count: 6, seconds: 80, wasWatched: false);
        await LeaveAsync(count: 6, seconds: 80, endpoint: "http://127.0.0.1:1/", first: 10);
        using var ledger = _fixture.OpenLedger();
        await using var estimator = new DurationEstimator(ledger);

        Assert.Null(await EstimateAsync(estimator, Task()));
        Assert.Null(await EstimateAsync(estimator, Task() with { Operation = "Another" }));
    }

    [Fact]
    public async Task A_run_that_polled_a_task_to_its_end_records_its_duration()
    {
        await _fixture.RunAsync(_fixture.Image());

        var record = await _fixture.ReadAsync(_fixture.Image());
        Assert.Equal((true, "Test"), (record!.WasWatched, record.EndpointIdentity));
    }

    [Fact]
    public async Task A_task_that_is_waited_for_later_records_no_duration()
    {
        var image = _fixture.Image();
        await _fixture.RunAsync(image, new BatchOptions { Wait = false });
        await _fixture.RunAsync(image);

        var record = await _fixture.ReadAsync(image);
        Assert.Equal((LedgerState.Saved, false), (record!.State, record.WasWatched));
    }

    [Fact]
    public async Task Unreadable_records_are_not_moved()
    {
        await LeaveAsync(count: 6, seconds: 80);
        var broken = await _fixture.RecordPathAsync(_fixture.Image("face0.png", 200));
        await File.WriteAllTextAsync(broken, "{");
        using var ledger = _fixture.OpenLedger();
        await using var estimator = new DurationEstimator(ledger);

        Assert.Equal(TimeSpan.FromSeconds(80), await EstimateAsync(estimator, Task()));
        Assert.Equal("{", await File.ReadAllTextAsync(broken));
    }

    private static EnhanceTask Task() =>
        new() { TaskId = "new", Provider = "Test", Operation = "Retouch", StatusRoute = "test-route", Status = EnhanceTaskStatus.Submitted };

    private static async Task<TimeSpan?> EstimateAsync(DurationEstimator estimator, EnhanceTask task)
    {
        await estimator.PastRead;
        return estimator.Of(task, "Test")?.First;
    }

    private async Task LeaveAsync(int count, double seconds, bool wasWatched = true, string endpoint = "Test", int first = 0)
    {
        for (var number = first; number < first + count; number++)
        {
            await _fixture.LeaveAsync(_fixture.Image($"face{number}.png", 200 + number), LedgerState.Completed, record => record with
            {
                TaskId = $"task {number}",
                SubmittedAt = _fixture.Time.GetUtcNow(),
                CompletedAt = _fixture.Time.GetUtcNow().AddSeconds(seconds),
                WasWatched = wasWatched,
                EndpointIdentity = endpoint,
            });
        }
    }
}
