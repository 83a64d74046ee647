using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Cli.Tests;

public sealed class DemoTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task It_runs_all_operations_on_the_samples_twice_without_a_key()
    {
        _fixture.Variables.Clear();
        _fixture.Variables[ComfyOperations.AddressVariable] = "http://";
        _fixture.Variables[AILabOperations.AddressVariable] = "https://example.invalid/";

        Assert.Equal(0, await _fixture.RunAsync("demo"));
        Assert.Equal(0, await _fixture.RunAsync("demo"));

        Assert.Empty(_fixture.Error);
        Assert.Equal(41, _fixture.Folder.FilesBelow("out/demo").Length);
        Assert.Contains("skipped: accepts JPEG, PNG only", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains("does not enhance images", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains("Åsa & José [studio 2].png", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains(_fixture.OutputLines, line => line.StartsWith("41 done, 0 failed, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_accepts_images_and_reports_missing_ones()
    {
        _fixture.Folder.Add("[bold]mine.png", Samples.Png);

        Assert.Equal(1, await _fixture.RunAsync("demo", "[bold]mine.png", "missing.jpg"));

        Assert.Equal(7, _fixture.Folder.FilesBelow("out/demo").Length);
        Assert.Contains("[bold]mine.png", _fixture.Output, StringComparison.Ordinal);
        Assert.Single(_fixture.OutputLines, line => line.Contains("failed: ImageNotFound", StringComparison.Ordinal));
        Assert.Contains(_fixture.OutputLines, line => line.StartsWith("7 done, 1 failed, ", StringComparison.Ordinal));
        Assert.StartsWith("Failed: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_samples_it_prints_the_searched_folders()
    {
        using var error = new StringWriter();
        var host = new CliHost(TextWriter.Null, error) { CurrentDirectory = _fixture.Folder.Path, ProgramDirectory = _fixture.Folder.Path };

        Assert.Equal(2, await CliApplication.RunAsync(["demo"], host, CancellationToken.None));
        Assert.Contains(_fixture.Folder.Path, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_stopped()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        Assert.Equal(130, await _fixture.RunAsync(cancel.Token, "demo"));
    }
}
