using System.Text.RegularExpressions;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed partial class LiveTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new() { IsTerminal = true };

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_terminal_shows_a_table_during_the_run_and_lines_and_counts_after_it()
    {
        _fixture.Folder.Add("[red]a.jpg", Samples.Jpeg);

        Assert.Equal(1, await _fixture.RunAsync("enhance", "[red]a.jpg", "missing.jpg", "--destination", "out"));

        Assert.Contains("Under way", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains("of 2 images", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains("Completed  [red]a.jpg -> ", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains("1 done, 1 failed, 78.07 credits used.", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains("[ImageNotFound]", _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("[ImageNotFound]", _fixture.Output, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", Controls().Matches(_fixture.Output)[^1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_color_is_respected()
    {
        _fixture.Variables["NO_COLOR"] = "1";
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Contains("Under way", _fixture.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\u001b\[[0-9;]*[1-9]m", _fixture.Output);
    }

    [Fact]
    public async Task The_last_columns_are_empty_for_the_echo_of_control_c()
    {
        _fixture.Folder.Add(new string('n', 200) + ".jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", ".", "--destination", "out"));

        var table = Controls().Replace(_fixture.Output, string.Empty).Split('\n').Where(line => line.StartsWith('╭') || line.StartsWith('│'));
        Assert.All(table, line => Assert.InRange(line.Length, 1, 80 - 4));
    }

    [Fact]
    public async Task Json_and_verbose_lines_are_plain_on_a_terminal_too()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--json"));
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--verbose", "--force"));

        Assert.DoesNotContain('\u001b', _fixture.Output);
    }

    [Fact]
    public async Task Stopped_it_clears_the_table_and_lists_what_continues()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());
        using var cancel = new CancellationTokenSource();
        var run = _fixture.RunAsync(cancel.Token, "enhance", "a.jpg", "--destination", "out");
        await _fixture.Emulator.Record.WaitForRequestAsync(request => request.Target == FaultTarget.Status).WaitAsync(TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();

        Assert.Equal(130, await run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.StartsWith("accepted and continues at the provider: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith("Cancelled: 0 done, 0 failed, 1 accepted and continues (about 78.07 credits).", _fixture.OutputLines[^1], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\u001b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Controls();
}
