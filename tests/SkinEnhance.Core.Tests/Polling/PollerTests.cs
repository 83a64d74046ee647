using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Polling;

public sealed class PollerTests
{
    [Fact]
    public async Task Every_task_is_polled_however_many_waits_begin_and_end_at_once()
    {
        var provider = new TestProvider
        {
            OnQuery = (id, number, _) => Task.FromResult(new ProviderTaskState
            {
                TaskId = id,
                Status = number % 3 == 0 ? EnhanceTaskStatus.InProgress : EnhanceTaskStatus.Completed,
                ResultUri = [new Uri("https://example.org/r.png")],
            }),
        };
        await using var client = new EnhanceClient([provider], time: new SkippingTime { IsParallel = true });
        for (var round = 0; round < 2000; round++)
        {
            var tasks = Enumerable.Range(0, 6).Select(number => new EnhanceTask
            {
                TaskId = $"{round} {number}",
                Provider = "Test",
                Operation = "Retouch",
                StatusRoute = "test-route",
                Status = EnhanceTaskStatus.Submitted,
            });
            var ended = await Task.WhenAll(tasks.Select(task => Task.Run(() => client.WaitAsync(task, Timeout.InfiniteTimeSpan)))).SoonAsync();
            Assert.All(ended, task => Assert.Equal(EnhanceTaskStatus.Completed, task.Status));
        }
    }
}
