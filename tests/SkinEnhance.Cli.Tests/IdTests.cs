using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

public sealed class IdTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_pattern_selects_every_task_that_it_matches()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("b.png", Samples.Png);
        Assert.Equal(0, await _fixture.RunAsync("enhance", ".", "--no-wait"));

        Assert.Equal(0, await _fixture.RunAsync("wait", "*", "--destination", "out"));
        Assert.Equal(["a-faithful.jpg", "b-faithful.png"], _fixture.Folder.FilesBelow("out"));

        Assert.Equal(0, await _fixture.RunAsync("forget", _fixture.Emulator.Record.Tasks[0].TaskId[..8] + "*"));
        Assert.Equal("1 forgotten, which cost 78.07 Comfy credits.", _fixture.OutputLines[^1]);
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("save --destination out")]
    [InlineData("forget")]
    public async Task A_pattern_that_matches_nothing_is_exit_code_1(string command)
    {
        Assert.Equal(1, await _fixture.RunAsync([.. command.Split(' '), "zzz*"]));

        Assert.Contains("'zzz*'", _fixture.ErrorLines[0], StringComparison.Ordinal);
    }
}
