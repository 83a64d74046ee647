using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

public sealed class EstimateTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("", "faithful: 2 images, 156.14 credits, about 0.74 USD by the prices of 2026-08.")]
    [InlineData("--mode flexible", "flexible: 2 images, 189.9 credits, about 0.90 USD by the prices of 2026-08.")]
    [InlineData("--operation smart-skin", "smart-skin: 2 images, 10 credits, about 0.027 USD by the prices of 2026-08.")]
    [InlineData("--mode smart-skin-advanced --set acne_removal=1", "smart-skin-advanced: 2 images, 30 credits, about 0.081 USD by the prices of 2026-08.")]
    [InlineData("--scale 2x", "upscale: 2 images, 71.82 credits, about 0.34 USD by the prices of 2026-08.")]
    [InlineData("--operation upscale --scale 4x", "upscale: 2 images, 179.55 credits, about 0.85 USD by the prices of 2026-08.")]
    public async Task It_totals_the_cost_of_a_folder_without_a_key_and_without_a_request(string options, string expected)
    {
        _fixture.Variables.Clear();
        _fixture.Folder.Add("photos/a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("photos/b.png", Samples.Png);

        Assert.Equal(0, await _fixture.RunAsync(["estimate", "photos", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

        Assert.Equal(3, _fixture.OutputLines.Length);
        Assert.Contains("a.jpg  ", _fixture.OutputLines[0], StringComparison.Ordinal);
        Assert.Matches(@"  \d+(\.\d+)? credits, about 0\.\d+ USD$", _fixture.OutputLines[0]);
        Assert.Equal(expected, _fixture.OutputLines[2]);
        Assert.Empty(_fixture.Error);
        Assert.Empty(_fixture.Home.Files);
    }

    [Fact]
    public async Task Images_that_are_not_accepted_are_listed_with_their_error_and_not_added()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("notes.jpg", "no image"u8.ToArray());

        Assert.Equal(1, await _fixture.RunAsync("estimate", "a.jpg", "notes.jpg", "missing.jpg"));

        Assert.Equal("faithful: 1 image, 78.07 credits, about 0.37 USD by the prices of 2026-08, 2 not accepted.", _fixture.OutputLines[^1]);
        Assert.Contains("[ImageNotRecognized]", _fixture.Error, StringComparison.Ordinal);
        Assert.Contains("[ImageNotFound]", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_unknown_size_has_no_price_for_upscaling()
    {
        Assert.Equal(0, await _fixture.RunAsync("estimate", "https://example.org/a.jpg", "--scale", "2x"));

        Assert.Contains("price not known", _fixture.OutputLines[0], StringComparison.Ordinal);
        Assert.EndsWith(", 1 without a known price.", _fixture.OutputLines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--destination", ".")]
    [InlineData]
    public async Task Results_beside_their_sources_do_not_count(params string[] args)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("a-faithful.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync(["estimate", ".", .. args]));
        Assert.StartsWith("faithful: 1 image, ", _fixture.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_parameter_is_exit_code_2()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(2, await _fixture.RunAsync("estimate", "a.jpg", "--set", "smart_grain=101"));
        Assert.Contains("[ParameterOutOfRange]", _fixture.Error, StringComparison.Ordinal);
    }
}
