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
    [InlineData("upscale --scale 4x", "scale-factor=2x", "ParameterUnknown", " twice")]
    [InlineData("upscale --set hdr=1", "HDR=2", "ParameterUnknown", " twice")]
    public async Task A_wrong_parameter_is_exit_code_2_with_the_engines_message_before_all_else(string command, string assignment, string id, string words)
    {
        // Not even the key is checked.
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
    public async Task A_name_can_have_any_spelling(string name)
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

    [Theory]
    [InlineData("upscale a.png --model precision --scale 3x --set flavor=photo", "image-upscaler-precision-v2", "scale_factor", "3", "a-upscale-precision-3x.png")]
    [InlineData("upscale a.png --model precision --set scale_factor=5", "image-upscaler-precision-v2", "scale_factor", "5", "a-upscale-precision-5x.png")]
    [InlineData("enhance a.png --mode creative --set smart_grain=4", "skin-enhancer/creative", "smart_grain", "4", "a-creative.png")]
    public async Task The_newer_operations_are_sent_and_their_results_saved(string command, string route, string field, string value, string file)
    {
        _fixture.Folder.Add("a.png", Samples.Png);

        Assert.Equal(0, await _fixture.RunAsync([.. command.Split(' '), "--destination", "out"]));

        var task = Assert.Single(_fixture.Emulator.Record.Tasks);
        Assert.Equal((route, value), (task.Operation, task.Parameters[field]));
        Assert.True(File.Exists(_fixture.Folder.In($"out/{file}")));
    }

    [Theory]
    [InlineData("--model creative --scale 3x", "ParameterNotAllowed", "2x, 4x, 8x, 16x")]
    [InlineData("--model precision --set prompt=x", "ParameterUnknown", "belongs to Upscale")]
    [InlineData("--set ultra_detail=5", "ParameterUnknown", "belongs to UpscalePrecision")]
    public async Task A_parameter_of_another_model_is_rejected_before_anything_is_sent(string arguments, string id, string says)
    {
        _fixture.Folder.Add("a.png", Samples.Png);

        Assert.Equal(2, await _fixture.RunAsync(["upscale", "a.png", .. arguments.Split(' ')]));

        Assert.Contains(id, _fixture.Error, StringComparison.Ordinal);
        Assert.Contains(says, _fixture.Error, StringComparison.Ordinal);
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }
}
