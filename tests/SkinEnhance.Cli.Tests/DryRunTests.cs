using System.Text.Json.Nodes;
using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

/// <summary>--dry-run makes the decisions of the run, prints them, and pays nothing.</summary>
public sealed class DryRunTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    [Fact]
    public async Task It_prints_what_the_run_then_does()
    {
        _fixture.Folder.Add("done.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "done.jpg", "--destination", "out"));
        _fixture.Folder.Add("new.jpg", [.. Samples.Jpeg, 1]);
        _fixture.Folder.Add("text.jpg", "text"u8.ToArray());

        Assert.Equal(1, await _fixture.RunAsync("enhance", ".", "--destination", "out", "--dry-run"));

        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
        Assert.Contains(_fixture.OutputLines, line => line.StartsWith("Keep      done.jpg -> ", StringComparison.Ordinal));
        Assert.Contains(_fixture.OutputLines, line => line.StartsWith("Submit    new.jpg -> ", StringComparison.Ordinal) && line.Contains("78.07 credits", StringComparison.Ordinal));
        Assert.Contains("[ImageNotRecognized]", _fixture.Error, StringComparison.Ordinal);
        Assert.Contains("3 images: 1 Submit, 1 Keep, 1 Refuse. 1 would be sent to Comfy for 78.07 credits, about 0.37 USD", _fixture.Output, StringComparison.Ordinal);
        Assert.Contains("The balance at Comfy: ", _fixture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_prints_one_object_an_image()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("upscale", "a.jpg", "--scale", "4x", "--dry-run", "--json"));

        var plan = JsonNode.Parse(Assert.Single(_fixture.OutputLines))!;
        Assert.Equal(("Submit", "Upscale"), ((string?)plan["action"], (string?)plan["operation"]));
        Assert.True((double)plan["estimatedCredits"]! > 0);
        Assert.EndsWith("a-upscale-4x.*", (string?)plan["outputPath"], StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Without_a_key_it_plans_and_reports_the_missing_key()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Variables.Remove("COMFY_API_KEY");

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--dry-run"));

        Assert.Contains("The command would send nothing", _fixture.Error, StringComparison.Ordinal);
        Assert.Contains("1 Submit", _fixture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_found_is_nothing_to_do()
    {
        Directory.CreateDirectory(_fixture.Folder.In("empty"));

        Assert.Equal(3, await _fixture.RunAsync("enhance", "empty", "--dry-run"));
        Assert.Equal(1, await _fixture.RunAsync("enhance", "gone.jpg", "--dry-run"));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
