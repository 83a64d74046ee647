using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>Two images of one batch never share a result's name, and no existing file is changed unless requested.</summary>
public class ResultNamesTests
{
    [Theory]
    [InlineData("a.jpg", "a.png", "a-jpg-retouch.png", "a-png-retouch.png")]
    [InlineData("x/Anna.jpg", "x/ANNA.png", "Anna-retouch.png", "x-ANNA-retouch.png")]
    [InlineData("x/Åsa.jpg", "x/åsa.png", "Åsa-retouch.png", "x-åsa-retouch.png")]
    [InlineData("x/a.jpg", "x/a .png", "a-retouch.png", "x-a-retouch.png")]
    [InlineData("x/a.jpg", "y/a.jpg", "a-retouch.png", "y-a-retouch.png")]
    public async Task Two_images_of_one_name_get_different_names(string first, string second, string firstResult, string secondResult)
    {
        await using var fixture = new BatchFixture();
        using var output = new TemporaryFolder();
        string[] results = [firstResult, secondResult];

        // The name is the same in every run, whatever the order in which the images end, and with force.
        foreach (var force in (bool[])[false, true])
        {
            var options = new BatchOptions { Save = new SaveOptions(output.Path, force ? ExistingFileAction.Replace : ExistingFileAction.Error) };
            var tasks = await fixture.RunAsync([fixture.Request(first), fixture.Request(second)], options);

            Assert.All(tasks, task => Assert.Null(task.Error));
            Assert.Equal(results.Order(StringComparer.Ordinal), output.Files.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_third_image_of_one_name_is_numbered()
    {
        await using var fixture = new BatchFixture();
        using var output = new TemporaryFolder();
        var requests = Enumerable.Range(1, 4).Select(number => fixture.Request($"{number}/x/a.jpg"));

        await fixture.RunAsync([.. requests], new BatchOptions { Save = new SaveOptions(output.Path) });

        Assert.Equal(["a-jpg-retouch.png", "a-retouch (2).png", "a-retouch.png", "x-a-retouch.png"], output.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_image_is_skipped_because_of_an_existing_file()
    {
        await using var fixture = new BatchFixture();
        var existing = fixture.Folder.Add("a-retouch.jpg", "mine"u8.ToArray());

        var task = Assert.Single(await fixture.RunAsync([fixture.Request("a.jpg")], Save(fixture, ExistingFileAction.Skip)));

        Assert.Equal((EnhanceTaskStatus.Skipped, existing, 0d, null), (task.Status, task.FullName, task.Credits, task.Error));
        Assert.Equal(0, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task An_existing_file_lets_a_result_be_renamed()
    {
        await using var fixture = new BatchFixture();
        fixture.Folder.Add("a-retouch.jpg", "mine"u8.ToArray());
        fixture.Folder.Add("a-retouch (2).png", "mine too"u8.ToArray());

        var task = Assert.Single(await fixture.RunAsync([fixture.Request("a.jpg")], Save(fixture, ExistingFileAction.Rename)));

        Assert.Equal(fixture.Folder.In("a-retouch (3).png"), task.FullName);
    }

    [Fact]
    public async Task A_file_that_appears_meanwhile_lets_a_result_be_renamed()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (submission, _) =>
        {
            fixture.Folder.Add("a-retouch.png", "mine"u8.ToArray());
            return Task.FromResult(BatchFixture.Accepted(submission));
        };

        var task = Assert.Single(await fixture.RunAsync([fixture.Request("a.jpg")], Save(fixture, ExistingFileAction.Rename)));

        Assert.Equal(fixture.Folder.In("a-retouch (2).png"), task.FullName);
        Assert.Equal("mine", await File.ReadAllTextAsync(fixture.Folder.In("a-retouch.png")));
    }

    [Fact]
    public async Task A_pattern_names_results_in_the_order_of_the_input()
    {
        await using var fixture = new BatchFixture();
        using var output = new TemporaryFolder();
        var options = new BatchOptions { Save = new SaveOptions(output.Path) { OutputName = "{Operation}/{Index:000} {BaseName} of {Folder}.{Extension}" } };

        await fixture.RunAsync([fixture.Request("x/a.jpg"), fixture.Request("y/b.JPG")], options);

        Assert.Equal(["retouch/001 a of x.jpg.png", "retouch/002 b of y.JPG.png"], output.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pattern_with_the_task_id_names_results_when_it_is_known()
    {
        await using var fixture = new BatchFixture();
        using var output = new TemporaryFolder();

        var task = Assert.Single(await fixture.RunAsync([fixture.Request("a.jpg")], new BatchOptions { Save = new SaveOptions(output.Path) { OutputName = "{TaskId}" } }));

        Assert.Equal($"{task.TaskId}.png", Assert.Single(output.Files));
    }

    [Fact]
    public async Task Images_with_equal_names_by_the_pattern_are_numbered()
    {
        await using var fixture = new BatchFixture();
        using var output = new TemporaryFolder();

        await fixture.RunAsync([fixture.Request("a.jpg"), fixture.Request("b.jpg")], new BatchOptions { Save = new SaveOptions(output.Path) { OutputName = "same" } });

        Assert.Equal(["same (2).png", "same.png"], output.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pattern_that_is_refused_sends_nothing()
    {
        await using var fixture = new BatchFixture();

        var task = Assert.Single(await fixture.RunAsync([fixture.Request("a.jpg")], new BatchOptions { Save = new SaveOptions(fixture.Folder.Path) { OutputName = "../{BaseName}" } }));

        Assert.Equal(ErrorIds.ParameterNotAllowed, task.ErrorId);
        Assert.Equal(0, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task The_same_name_in_two_folders_is_no_clash()
    {
        await using var fixture = new BatchFixture();

        var tasks = await fixture.RunAsync([fixture.Request("a.jpg") with { RelativeFolder = "x" }, fixture.Request("a.png") with { RelativeFolder = "y" }]);

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(["x/a-jpg-retouch.png", "y/a-png-retouch.png"], fixture.Folder.Files);
    }

    [Fact]
    public async Task Two_operations_on_one_image_are_no_clash()
    {
        await using var fixture = new BatchFixture();

        var tasks = await fixture.RunAsync([fixture.Request("a.jpg"), fixture.Request("a.jpg", "Repaint")]);

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(["a-repaint.png", "a-retouch.png"], fixture.Folder.Files);
    }

    [Theory]
    [InlineData("a-retouch.png")]
    [InlineData("a-retouch.jpg")]
    [InlineData("a-retouch-1.webp")]
    public async Task An_existing_result_is_refused_before_it_is_paid_for_again(string existing)
    {
        await using var fixture = new BatchFixture();
        fixture.Folder.Add(existing, "mine"u8.ToArray());

        var task = Assert.Single(await fixture.RunAsync([fixture.Request("a.jpg")]));

        Assert.Equal(ErrorIds.OutputExists, task.ErrorId);
        Assert.Equal(0, fixture.Provider.Submitted);
        Assert.Equal("mine", await File.ReadAllTextAsync(fixture.Folder.In(existing)));
    }

    [Fact]
    public async Task An_existing_result_is_replaced_when_forced()
    {
        await using var fixture = new BatchFixture();
        fixture.Folder.Add("a-retouch.png", "mine"u8.ToArray());

        Assert.Null(Assert.Single(await fixture.RunAsync([fixture.Request("a.jpg")], fixture.Options(force: true))).Error);
        Assert.NotEqual("mine", await File.ReadAllTextAsync(fixture.Folder.In("a-retouch.png")));
    }

    [Fact]
    public async Task A_missing_destination_is_created_and_a_refused_image_leaves_it_empty()
    {
        await using var fixture = new BatchFixture();
        fixture.Provider.OnSubmit = (_, _) => throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Message = "no face" });

        await fixture.RunAsync([fixture.Request("a.jpg")], new BatchOptions { Save = new SaveOptions(fixture.Folder.In("new/deep")) });

        Assert.True(Directory.Exists(fixture.Folder.In("new/deep")));
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task Leftovers_of_a_killed_run_in_the_folder_of_results_are_deleted()
    {
        await using var fixture = new BatchFixture();
        var left = fixture.Folder.Add(".0123.skinenhance-part", "half a result"u8.ToArray());
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));

        await fixture.RunAsync(fixture.Requests(2));

        Assert.False(File.Exists(left));
        Assert.Equal(2, fixture.Folder.Files.Length);
    }

    [Fact]
    public async Task A_folder_below_the_destination_that_cannot_be_written_stops_no_other_image()
    {
        await using var fixture = new BatchFixture();
        fixture.Folder.Add("x", "a file where a folder belongs"u8.ToArray());

        var tasks = await fixture.RunAsync(
            [fixture.Request("a.jpg") with { RelativeFolder = "x" }, fixture.Request("b.jpg") with { RelativeFolder = "y" }, fixture.Request("c.jpg")], fixture.Options(limit: 1));

        Assert.Equal([ErrorIds.DestinationNotWritable, null, null], tasks.Select(task => task.ErrorId));
    }

    [Fact]
    public async Task A_destination_of_one_image_alone_stops_no_other_image()
    {
        await using var fixture = new BatchFixture();
        var file = fixture.Folder.Add("x", "a file where a folder belongs"u8.ToArray());

        var tasks = await fixture.RunAsync([fixture.Request("a.jpg") with { Save = new SaveOptions(file) }, fixture.Request("b.jpg")], fixture.Options(limit: 1));

        Assert.Equal([ErrorIds.DestinationNotWritable, null], tasks.Select(task => task.ErrorId));
    }

    private static BatchOptions Save(BatchFixture fixture, ExistingFileAction action) => new() { Save = new SaveOptions(fixture.Folder.Path, action) };
}
