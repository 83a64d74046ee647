using SkinEnhance.Cli.Commands;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;

namespace SkinEnhance.Cli.Tests;

public sealed class TaskRunTests
{
    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task An_unexpected_error_of_one_task_ends_only_that_task(Type kind)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var reporter = new PlainReporter(new CliHost(output, error), new TaskLine(new DisplayName(Environment.CurrentDirectory)));
        var run = new TaskRun(reporter, new RunObserver(reporter, verbose: false));
        var tasks = Enumerable.Range(1, 3).Select(TaskOf).ToArray();

        var code = await run.RunAsync(
            tasks,
            limit: 1,
            (task, _) => task.TaskId == "1" ? throw (Exception)Activator.CreateInstance(kind)! : Task.FromResult(task),
            CancellationToken.None);

        Assert.Equal(1, code);
        Assert.Contains("[Unexpected]", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(kind.Name, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 done, 1 failed", output.ToString(), StringComparison.Ordinal);
    }

    private static EnhanceTask TaskOf(int number) => new()
    {
        TaskId = $"{number}",
        Provider = "Comfy",
        Operation = "Faithful",
        StatusRoute = "skin-enhancer",
        Source = $"{number}.jpg",
        Status = EnhanceTaskStatus.Completed,
    };
}
