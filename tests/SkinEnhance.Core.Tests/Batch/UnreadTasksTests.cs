using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

public sealed class UnreadTasksTests
{
    [Fact]
    public async Task Accepted_tasks_that_were_never_read_are_reported_to_the_observer()
    {
        var provider = new TestProvider();
        provider.OnSubmit = (_, _) => Task.FromResult(new ProviderTaskState { TaskId = $"task {provider.Submitted}", Status = EnhanceTaskStatus.Submitted });
        await using var client = new EnhanceClient([provider]);
        var allAccepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = new RecordingObserver
        {
            OnChange = progress =>
            {
                if (progress.Succeeded == 3)
                {
                    allAccepted.TrySetResult();
                }
            },
        };
        var requests = Enumerable.Range(1, 3)
            .Select(number => new EnhanceRequest { Operation = "Retouch", Source = ImageSource.FromUri(new Uri($"https://example.org/{number}.jpg")) });

        // With a limit of one, the second task is ready to be read and the third waits to be written.
        await foreach (var task in client.RunAsync(requests, new BatchOptions { Limit = 1, Wait = false }, observer))
        {
            Assert.Equal("task 1", task.TaskId);
            await allAccepted.Task.SoonAsync();
            break;
        }

        Assert.Equal(["task 2", "task 3"], observer.Abandoned.Select(task => task.TaskId).Order());
    }
}
