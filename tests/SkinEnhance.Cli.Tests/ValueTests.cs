using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

public sealed class ValueTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("--max-credits 10,5", "'10,5'")]
    [InlineData("--max-credits 1,000", "'1,000'")]
    [InlineData("--max-credits 1kb", "'1kb'")]
    [InlineData("--max-credits=", "--max-credits")]
    [InlineData("--max-credits 5 --max-credits 6", "--max-credits")]
    [InlineData("--timeout 0,1", "'0,1'")]
    [InlineData("--timeout 5:00", "'5:00'")]
    [InlineData("--timeout -5", "'-5'")]
    [InlineData("--timeout 29d", "'29d'")]
    [InlineData("--limit 1.5", "'1.5'")]
    [InlineData("--limit 1,5", "'1,5'")]
    [InlineData("--limit 65", "'65'")]
    [InlineData("--mode faithful,flexible", "'faithful,flexible'")]
    [InlineData("--mode faithful --mode flexible", "--mode")]
    [InlineData("--set skin_detail=0.5", "'0.5'")]
    [InlineData("--set skin_detail=10,5", "'10,5'")]
    [InlineData("--set skin_detail=", "''")]
    [InlineData("--mode flexible --set optimized_for=no_make_up,enhance_skin", "'no_make_up,enhance_skin'")]
    [InlineData("--mode smart-skin --set retouch_degree=0,5", "'0,5'")]
    [InlineData("--mode smart-skin-advanced --set acne_removal=1,0", "'1,0'")]
    public async Task An_invalid_value_is_rejected_with_the_value_and_nothing_is_sent(string options, string seen)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(2, await _fixture.RunAsync(["enhance", "a.jpg", "--destination", "out", .. options.Split(' ')]));

        Assert.Contains(seen, _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Theory]
    [InlineData("--timeout 5m --max-credits 1e3 --limit 2")]
    [InlineData("--timeout 90 --max-credits 100.5")]
    [InlineData("--timeout 00:05:00")]
    public async Task Numbers_and_durations_are_sent_as_specified(string options)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync(["enhance", "a.jpg", "--destination", "out", .. options.Split(' ')]));
    }

    [Theory]
    [InlineData("forget --older-than 30", "'30'")]
    [InlineData("forget --older-than 0d", "'0d'")]
    [InlineData("forget --older-than 1,5d", "'1,5d'")]
    [InlineData("forget --older-than=-1d", "'-1d'")]
    [InlineData("tasks --since 7", "'7'")]
    [InlineData("tasks --first 1.5", "'1.5'")]
    [InlineData("emulator --task-seconds 0,5", "'0,5'")]
    public async Task Other_commands_reject_it_too(string commandLine, string seen)
    {
        Assert.Equal(2, await _fixture.RunAsync(commandLine.Split(' ')));

        Assert.Contains(seen, _fixture.ErrorLines[0], StringComparison.Ordinal);
    }
}
