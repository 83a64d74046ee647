using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

public sealed class IdTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_pattern_stands_for_every_task_that_it_matches()
    {
        _bench.Folder.Add("a.jpg", Samples.Jpeg);
        _bench.Folder.Add("b.png", Samples.Png);
        Assert.Equal(0, await _bench.RunAsync("enhance", ".", "--no-wait"));

        Assert.Equal(0, await _bench.RunAsync("wait", "*", "--destination", "out"));
        Assert.Equal(["a-faithful.jpg", "b-faithful.png"], _bench.Folder.FilesBelow("out"));

        Assert.Equal(0, await _bench.RunAsync("forget", _bench.Emulator.Record.Tasks[0].TaskId[..8] + "*"));
        Assert.Equal("1 forgotten, which cost 78.07 Comfy credits.", _bench.OutputLines[^1]);
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("save --destination out")]
    [InlineData("forget")]
    public async Task A_pattern_that_matches_nothing_is_exit_code_1(string command)
    {
        Assert.Equal(1, await _bench.RunAsync([.. command.Split(' '), "zzz*"]));

        Assert.Contains("'zzz*'", _bench.ErrorLines[0], StringComparison.Ordinal);
    }
}
