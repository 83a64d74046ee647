using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

public sealed class ParameterTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("enhance --mode faithful", "smart_grain=101", "ParameterOutOfRange", "0 to 100")]
    [InlineData("enhance --mode faithful", "optimized_for=enhance_skin", "ParameterUnknown", "belongs to Flexible")]
    [InlineData("enhance --mode faithful", "webhook_url=ftp://x", "ParameterTypeMismatch", "https")]
    [InlineData("enhance --mode flexible", "optimized_for=beauty", "ParameterNotAllowed", "no_make_up")]
    [InlineData("enhance --mode flexible", "sharpen=much", "ParameterTypeMismatch", "whole number")]
    [InlineData("enhance --mode smart-skin", "retouch_degree=1.6", "ParameterOutOfRange", "0 to 1.5")]
    [InlineData("enhance --mode smart-skin", "webhook_url=https://x", "ParameterUnknown", "retouch_degree")]
    [InlineData("enhance --mode smart-skin-advanced", "acne_removal=2", "ParameterNotAllowed", "0 or 1")]
    [InlineData("enhance --mode smart-skin-advanced", "acne_removal=0", "NoEffectSelected", "at least one effect")]
    [InlineData("upscale", "engine=warp", "ParameterNotAllowed", "magnific_sharpy")]
    [InlineData("upscale", "prompt=", "ParameterTypeMismatch", "text")]
    [InlineData("upscale --scale 4x", "scale-factor=2x", "ParameterUnknown", "given twice")]
    [InlineData("upscale --set hdr=1", "HDR=2", "ParameterUnknown", "given twice")]
    public async Task A_wrong_parameter_is_exit_code_2_with_the_engines_words_before_anything_else(string command, string assignment, string id, string words)
    {
        // Not even the key is asked for.
        _fixture.Variables.Clear();

        Assert.Equal(2, await _fixture.RunAsync([.. command.Split(' '), "no-such-file.jpg", "--destination", "out", "--set", assignment]));

        Assert.Equal(2, _fixture.ErrorLines.Length);
        Assert.EndsWith($"[{id}]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(words, _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("    ", _fixture.ErrorLines[1], StringComparison.Ordinal);
        Assert.Empty(_fixture.Output);
    }

    [Theory]
    [InlineData("smart_grain")]
    [InlineData("smart-grain")]
    [InlineData("SmartGrain")]
    public async Task A_name_may_be_spelled_any_way(string name)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--set", $"{name}=7", "--set=webhook_url=https://example.org/?a=b"));

        var sent = Assert.Single(_fixture.Emulator.Record.Tasks).Parameters;
        Assert.Equal("7", sent["smart_grain"]);
        Assert.Equal("\"https://example.org/?a=b\"", sent["webhook_url"]);
    }

    [Theory]
    [InlineData("--scale 8x", "\"8x\"")]
    [InlineData("--set scale_factor=4x", "\"4x\"")]
    [InlineData("", "\"2x\"")]
    public async Task The_scale_is_sent(string arguments, string expected)
    {
        _fixture.Folder.Add("a.png", Samples.Png);

        Assert.Equal(0, await _fixture.RunAsync(["upscale", "a.png", "--destination", "out", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.Equal(expected, Assert.Single(_fixture.Emulator.Record.Tasks).Parameters["scale_factor"]);
    }
}
