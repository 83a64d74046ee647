using System.Diagnostics;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

/// <summary>Which images a command line processes, and what is billed when it runs again.</summary>
public sealed class InputTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    private int Billed => _fixture.Emulator.Record.BilledCount;

    [Theory]
    [InlineData("*.png")]
    [InlineData(".")]
    [InlineData("*")]
    public async Task Three_runs_into_the_folder_of_the_images_pay_once_for_each_image(string path)
    {
        AddImages("a.png", "b.png");

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(0, await _fixture.RunAsync("enhance", path, "--destination", "."));
        }

        Assert.Equal(2, Billed);
        Assert.Equal(["a-faithful.png", "a.png", "b-faithful.png", "b.png"], _fixture.Folder.Files);
        Assert.Contains("2 files were skipped: they are results", _fixture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_operation_skips_results_in_every_folder()
    {
        AddImages("in/a.png");
        Assert.Equal(0, await _fixture.RunAsync("enhance", "in", "--destination", "out"));

        Assert.Equal(3, await _fixture.RunAsync("upscale", "out", "--destination", "larger"));

        Assert.Equal(1, Billed);
        Assert.Contains("is a result. -IncludeResults (--include-results) sends it.", _fixture.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _fixture.RunAsync("upscale", "out", "--destination", "larger", "--include-results"));
        Assert.Equal(2, Billed);
    }

    [Fact]
    public async Task A_specified_result_is_skipped_and_the_other_images_are_processed()
    {
        AddImages("a.png", "b.png");
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.png", "--destination", "."));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a-faithful.png", "b.png", "--destination", "."));

        Assert.Equal(2, Billed);
        Assert.Contains("a-faithful.png' was skipped", _fixture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formats_that_no_operation_accepts_are_reported_once_with_their_count()
    {
        AddImages("in/a.png", "in/b.heic", "in/c.dng");

        Assert.Equal(0, await _fixture.RunAsync("enhance", "in", "--destination", "out"));

        Assert.StartsWith("2 files were skipped: 1 .dng, 1 .heic. No operation", _fixture.OutputLines[^2], StringComparison.Ordinal);
        Assert.Empty(_fixture.ErrorLines);
    }

    [Theory]
    [InlineData("enhance", "nothing*.png")]
    [InlineData("enhance", "empty")]
    [InlineData("estimate", "nothing*.png")]
    [InlineData("estimate", "empty")]
    public async Task Nothing_found_is_exit_code_3_with_a_warning(string command, string path)
    {
        Directory.CreateDirectory(_fixture.Folder.In("empty"));

        Assert.Equal(3, await _fixture.RunAsync(command, path, "--destination", "out"));

        Assert.StartsWith("Warning: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(path, _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(_fixture.Folder.In("out")));
    }

    [Fact]
    public async Task Filters_apply_to_found_images_and_are_reported_if_none_is_left()
    {
        AddImages("in/IMG_1.png", "in/IMG_2.png", "in/drafts/IMG_3.png", "in/x.png");
        File.SetLastWriteTimeUtc(_fixture.Folder.In("in/IMG_2.png"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "in", "--recurse", "--destination", "out", "--include", "img_*", "--exclude", "drafts", "--newer", "30d"));

        Assert.Equal(["IMG_1-faithful.png"], _fixture.Folder.FilesBelow("out"));
        Assert.Equal(3, await _fixture.RunAsync("enhance", "in", "--destination", "out", "--include", "*.jpg"));
        Assert.Contains("nothing to do. 3 files do not match", _fixture.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--newer accepts a date", "in", "--newer", "yesterday")]
    [InlineData("accepts names with * and ?, not paths; the value is 'a/b'", "in", "--exclude", "a/b")]
    [InlineData("the file 'none.txt' does not exist", "--files-from", "none.txt")]
    [InlineData("--null requires --files-from", "in", "-0")]
    [InlineData("Specify images", "--recurse")]
    public async Task A_command_line_without_images_is_wrong_usage(string message, params string[] args)
    {
        AddImages("in/a.png");

        Assert.Equal(2, await _fixture.RunAsync(["enhance", .. args, "--destination", "out"]));

        Assert.Contains(message, _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(0, Billed);
    }

    [Fact]
    public async Task Paths_come_from_a_file_with_one_a_line()
    {
        AddImages("in/a*.png", "in/b.png", "c.png");
        await File.WriteAllTextAsync(_fixture.Folder.In("list.txt"), "in/a*.png\r\nin/b.png\n\nin/b.png\n");

        Assert.Equal(0, await _fixture.RunAsync("enhance", "c.png", "--files-from", "list.txt", "--destination", "out"));

        Assert.Equal(["a_-faithful.png", "b-faithful.png", "c-faithful.png"], _fixture.Folder.FilesBelow("out"));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("--files-from", "-")]
    [InlineData("--files-from", "list.txt")]
    public async Task Files_of_a_list_in_system_folders_are_skipped_and_counted(params string[] args)
    {
        AddImages("in/a.png", "in/@eaDir/a.png", "in/.thumbnails/b.png", "__MACOSX/in/c.png", "in/._a.png");
        var list = string.Join('\n', "in/a.png", "in/@eaDir/a.png", "in/.thumbnails", _fixture.Folder.In("__MACOSX/in/c.png"), "in/._a.png");
        _fixture.Input = new StringReader(list);
        await File.WriteAllTextAsync(_fixture.Folder.In("list.txt"), list);

        Assert.Equal(0, await _fixture.RunAsync(["enhance", .. args, "--destination", "out"]));

        Assert.Equal(["a-faithful.png"], _fixture.Folder.FilesBelow("out"));
        Assert.Contains("4 files were skipped: hidden or system files", _fixture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_the_command_line_in_a_system_folder_are_processed()
    {
        AddImages("in/@eaDir/a.png", "in/._b.png");

        Assert.Equal(0, await _fixture.RunAsync("enhance", "in/@eaDir/a.png", "in/._b.png", "--destination", "out"));

        Assert.Equal(2, Billed);
    }

    [UnixTheory]
    [InlineData("-", "-0")]
    [InlineData("--files-from", "-", "-0")]
    [InlineData("--files-from", "-", "--null")]
    public async Task Paths_come_on_standard_input_each_with_a_null_character(params string[] args)
    {
        AddImages("a\nb.png", "c.png");
        _fixture.Input = new StringReader("a\nb.png\0c.png\0");

        Assert.Equal(0, await _fixture.RunAsync(["enhance", .. args, "--destination", "out"]));

        Assert.Equal(["a_b-faithful.png", "c-faithful.png"], _fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task Images_are_sent_while_more_lines_of_the_list_arrive()
    {
        AddImages("a.png", "b.png");
        using var input = new WaitingList(["a.png\n", "b.png\n"], number => number == 1
            ? _fixture.Emulator.Record.WaitForRequestAsync(static request => request.Target == FaultTarget.Submit, CancellationToken.None)
            : Task.CompletedTask);
        _fixture.Input = input;

        Assert.Equal(0, await _fixture.RunAsync("enhance", "-", "--destination", "out", "--limit", "2").SoonAsync());

        Assert.Equal(2, Billed);
    }

    [UnixFact]
    public async Task A_pipe_among_the_images_is_its_own_failure_and_the_others_continue()
    {
        AddImages("in/a.png", "in/c.png");
        using (var made = Process.Start("mkfifo", [_fixture.Folder.In("in/b.jpg")]))
        {
            await made.WaitForExitAsync();
        }

        Assert.Equal(1, await _fixture.RunAsync("enhance", "in", "--destination", "out").SoonAsync());

        Assert.Equal(2, Billed);
        Assert.Contains("not a regular file", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_keep_the_folders_below_the_specified_one()
    {
        AddImages("dcim/a/IMG_1.png", "dcim/b/IMG_1.png");

        Assert.Equal(0, await _fixture.RunAsync("enhance", "dcim/a/IMG_1.png", "dcim/b", "--relative-to", "dcim", "--destination", "out"));

        Assert.Equal(["a/IMG_1-faithful.png", "b/IMG_1-faithful.png"], _fixture.Folder.FilesBelow("out"));
    }

    private void AddImages(params string[] paths)
    {
        for (var index = 0; index < paths.Length; index++)
        {
            _fixture.Folder.Add(paths[index], TestImage.Png(padding: 100, seed: index + 1));
        }
    }

    /// <summary>A list whose lines arrive only after an event.</summary>
    private sealed class WaitingList(string[] lines, Func<int, Task> before) : TextReader
    {
        private int _line = -1;
        private int _place;

        public override int Read()
        {
            if (_line < 0 || _place == lines[_line].Length)
            {
                if (++_line == lines.Length)
                {
                    return -1;
                }

                _place = 0;
                before(_line).SoonAsync().GetAwaiter().GetResult();
            }

            return lines[_line][_place++];
        }
    }
}
