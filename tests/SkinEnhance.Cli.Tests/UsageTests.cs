using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

public sealed class UsageTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("enhance --destination out")]
    [InlineData("enhance a.jpg --destination out --no-save")]
    [InlineData("enhance a.jpg --destination=")]
    [InlineData("enhance a.jpg --destination=\t")]
    [InlineData("enhance a.jpg --destination out --mode gentle")]
    [InlineData("enhance a.jpg --destination out --scale 2x")]
    [InlineData("enhance a.jpg --destination out --limit 0")]
    [InlineData("enhance a.jpg --destination out --limit 65")]
    [InlineData("enhance a.jpg --destination out --limit few")]
    [InlineData("enhance a.jpg --destination out --timeout 0")]
    [InlineData("enhance a.jpg --destination out --timeout NaN")]
    [InlineData("enhance a.jpg --destination out --timeout 1e9")]
    [InlineData("enhance a.jpg --destination out --set sharpen")]
    [InlineData("enhance a.jpg --destination out --set =5")]
    [InlineData("enhance a.jpg --destination out --frce")]
    [InlineData("enhance a.jpg --no-wait --mode smart-skin")]
    [InlineData("upscale a.jpg --destination out --scale 17x")]
    [InlineData("upscale a.jpg --destination out --mode faithful")]
    [InlineData("emulator --port 65536")]
    [InlineData("emulator --task-seconds -1")]
    [InlineData("demo --frce")]
    [InlineData("enhance a.jpg --destination out --max-credits -1")]
    [InlineData("enhance a.jpg --destination out --max-credits NaN")]
    [InlineData("enhance a.jpg --destination out --max-credits many")]
    [InlineData("estimate")]
    [InlineData("estimate a.jpg --mode faithful --scale 2x")]
    [InlineData("estimate a.jpg --operation faithful --scale 2x")]
    [InlineData("estimate a.jpg --operation gentle")]
    [InlineData("balance magnific")]
    [InlineData("balance comfy ailab")]
    [InlineData("tasks --status lost")]
    [InlineData("tasks --operation gentle")]
    [InlineData("tasks --since yesterday")]
    [InlineData("tasks --first 0")]
    [InlineData("tasks some-id")]
    [InlineData("wait --timeout 0")]
    [InlineData("wait --destination=")]
    [InlineData("wait --destination=\t")]
    [InlineData("save --destination out")]
    [InlineData("save some-id")]
    [InlineData("forget")]
    [InlineData("forget --force")]
    [InlineData("forget --older-than 30")]
    [InlineData("forget some-id --older-than 30d")]
    public async Task Wrong_usage_is_exit_code_2_and_refers_to_the_help_on_standard_error(string commandLine)
    {
        Assert.Equal(2, await _fixture.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Empty(_fixture.Output);
        Assert.StartsWith("Usage: ", _fixture.Error, StringComparison.Ordinal);
        Assert.Contains("--help'", _fixture.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Fact]
    public async Task A_misspelled_option_is_reported_and_not_read_as_a_path()
    {
        Assert.Equal(2, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--recurs"));

        Assert.Contains("There is no option '--recurs'", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_two_dashes_a_path_can_begin_with_a_dash()
    {
        _fixture.Folder.Add("-odd.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "--destination", "out", "--", "-odd.jpg"));
        Assert.Equal(["-odd-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
    }

    [Theory]
    [InlineData("@list.jpg")]
    [InlineData("[red]x[/].jpg")]
    [InlineData("[.jpg")]
    [InlineData("Åsa & José 😀.jpg")]
    public async Task Names_with_a_meaning_to_libraries_are_ordinary_names(string name)
    {
        _fixture.Folder.Add(name, Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", name, "--destination", "out"));
        Assert.Equal([Path.GetFileNameWithoutExtension(name) + "-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
        Assert.Contains(name, _fixture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_manifests()
    {
        Assert.Equal(0, await _fixture.RunAsync("--version"));

        var version = Assert.Single(_fixture.OutputLines);
        Assert.Matches($@"ModuleVersion\s+= '{version}'", await File.ReadAllTextAsync(Path.Combine(Samples.Folder, "..", "SkinEnhance.psd1")));
    }

    [Theory]
    [InlineData("--help", "enhance")]
    [InlineData("enhance --help", "skin_detail  Detail of the skin. 0 to 100, default 80.")]
    [InlineData("enhance --help", "retouch_degree    Strength of the retouching. 0.0 to 1.5, default 1.0.")]
    [InlineData("enhance --help", "scar_reduction        Reduces scars. 0 or 1, default 0.")]
    [InlineData("upscale --help", "scale_factor   The factor by which both sides grow. 2x | 4x | 8x | 16x, default 2x.")]
    [InlineData("upscale --help", "skinenhance upscale portrait.jpg --scale 4x --destination out")]
    [InlineData("emulator -h", "--task-seconds")]
    [InlineData("demo -?", "out/demo")]
    [InlineData("enhance --help", "--max-credits <credits>")]
    [InlineData("enhance --help", "--upload-storage")]
    [InlineData("upscale --help", "--upload-storage")]
    [InlineData("estimate --help", "skinenhance estimate photos --scale 4x")]
    [InlineData("balance --help", "skinenhance balance comfy")]
    [InlineData("tasks --help", "skinenhance tasks --refresh --json")]
    [InlineData("wait --help", "skinenhance wait --destination out --timeout 1h")]
    [InlineData("save --help", "AILab after 24 hours")]
    [InlineData("forget --help", "skinenhance forget --older-than 30d")]
    public async Task Help_goes_to_standard_output(string commandLine, string expected)
    {
        Assert.Equal(0, await _fixture.RunAsync(commandLine.Split(' ')));

        Assert.Contains(expected, _fixture.Output, StringComparison.Ordinal);
        Assert.Empty(_fixture.Error);
    }
}
