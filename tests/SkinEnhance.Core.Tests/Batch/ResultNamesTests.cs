using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>Two images of one batch never share a result's name, and no existing file is touched unless asked.</summary>
public class ResultNamesTests
{
    [Theory]
    [InlineData("a.jpg", "a.png", false)]
    [InlineData("a.jpg", "a.png", true)]
    [InlineData("Anna.jpg", "ANNA.png", false)]
    [InlineData("Anna.jpg", "ANNA.png", true)]
    [InlineData("Åsa.jpg", "åsa.png", true)]
    [InlineData("a.jpg", "a .png", true)]
    public async Task The_second_of_two_images_of_one_name_is_refused_before_it_is_paid(string first, string second, bool force)
    {
        await using var bench = new BatchBench();
        var gate = new Gate();
        bench.Provider.OnSubmit = async (submission, token) =>
        {
            await gate.EnterAsync(token);
            return BatchBench.Accepted(submission);
        };
        var run = bench.RunAsync([bench.Request(first), bench.Request(second)], bench.Options(force: force));
        await gate.ArrivedAsync(1);
        gate.LetOneGo();
        var tasks = await run;

        Assert.Single(tasks, task => task.Error is null);
        Assert.Single(tasks, task => task.ErrorId == ErrorIds.OutputNameTaken);
        Assert.Equal(1, bench.Provider.Submitted);
        Assert.Single(bench.Folder.Files);
    }

    [Fact]
    public async Task One_after_the_other_they_do_not_replace_each_other_either()
    {
        await using var bench = new BatchBench();

        var tasks = await bench.RunAsync([bench.Request("a.jpg"), bench.Request("a.png"), bench.Request("A.webp")], bench.Options(limit: 1, force: true));

        Assert.Equal([null, ErrorIds.OutputNameTaken, ErrorIds.OutputNameTaken], tasks.Select(task => task.ErrorId));
        Assert.Equal(1, bench.Provider.Submitted);
    }

    [Fact]
    public async Task A_name_whose_image_failed_is_free_again()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (submission, _) => submission.Source.Path!.EndsWith(".jpg", StringComparison.Ordinal)
            ? throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Message = "no face" })
            : Task.FromResult(BatchBench.Accepted(submission));

        var tasks = await bench.RunAsync([bench.Request("a.jpg"), bench.Request("a.png")], bench.Options(limit: 1));

        Assert.Equal([ErrorIds.RequestRejected, null], tasks.Select(task => task.ErrorId));
    }

    [Fact]
    public async Task The_same_name_in_two_folders_is_no_clash()
    {
        await using var bench = new BatchBench();

        var tasks = await bench.RunAsync([bench.Request("a.jpg") with { RelativeFolder = "x" }, bench.Request("a.png") with { RelativeFolder = "y" }]);

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(["x/a-retouch.png", "y/a-retouch.png"], bench.Folder.Files);
    }

    [Fact]
    public async Task Two_operations_on_one_image_are_no_clash()
    {
        await using var bench = new BatchBench();

        var tasks = await bench.RunAsync([bench.Request("a.jpg"), bench.Request("a.jpg", "Repaint")]);

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(["a-repaint.png", "a-retouch.png"], bench.Folder.Files);
    }

    [Theory]
    [InlineData("a-retouch.png")]
    [InlineData("a-retouch.jpg")]
    [InlineData("a-retouch-1.webp")]
    public async Task An_existing_result_is_refused_before_it_is_paid_for_again(string existing)
    {
        await using var bench = new BatchBench();
        bench.Folder.Add(existing, "mine"u8.ToArray());

        var task = Assert.Single(await bench.RunAsync([bench.Request("a.jpg")]));

        Assert.Equal(ErrorIds.OutputExists, task.ErrorId);
        Assert.Equal(0, bench.Provider.Submitted);
        Assert.Equal("mine", await File.ReadAllTextAsync(bench.Folder.In(existing)));
    }

    [Fact]
    public async Task An_existing_result_is_replaced_when_forced()
    {
        await using var bench = new BatchBench();
        bench.Folder.Add("a-retouch.png", "mine"u8.ToArray());

        Assert.Null(Assert.Single(await bench.RunAsync([bench.Request("a.jpg")], bench.Options(force: true))).Error);
        Assert.NotEqual("mine", await File.ReadAllTextAsync(bench.Folder.In("a-retouch.png")));
    }

    [Fact]
    public async Task A_destination_is_made_when_it_is_missing_and_a_refused_image_leaves_it_clean()
    {
        await using var bench = new BatchBench();
        bench.Provider.OnSubmit = (_, _) => throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Message = "no face" });

        await bench.RunAsync([bench.Request("a.jpg")], new BatchOptions { Save = new SaveOptions(bench.Folder.In("new/deep")) });

        Assert.True(Directory.Exists(bench.Folder.In("new/deep")));
        Assert.Empty(bench.Folder.Files);
    }

    [Fact]
    public async Task What_a_killed_run_left_in_the_folder_of_results_is_removed()
    {
        await using var bench = new BatchBench();
        var left = bench.Folder.Add(".0123.skinenhance-part", "half a result"u8.ToArray());
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));

        await bench.RunAsync(bench.Requests(2));

        Assert.False(File.Exists(left));
        Assert.Equal(2, bench.Folder.Files.Length);
    }
}
