using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

/// <summary>Only complete results are saved, and truncated inputs are rejected before they are billed.</summary>
public sealed class ResultTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Half_a_result_without_a_length_is_downloaded_again()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.CutOffDownloadWithoutLength() with { Times = 2 });

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Equal(3, _fixture.Emulator.Record.Requests.Count(request => request.Target == FaultTarget.Download));
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
    }

    [Fact]
    public async Task A_result_is_identified_by_its_bytes_wherever_it_was_moved_to()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        File.Move(_fixture.Folder.In("out/a-faithful.jpg"), _fixture.Folder.In("renamed.jpg"));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "renamed.jpg", "--destination", "other"));
        Assert.Contains("Skipped", _fixture.Output, StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "renamed.jpg", "--destination", "other", "--include-results"));
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_result_above_the_limit_is_saved_by_a_later_run_with_a_higher_one()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--max-result-bytes", "1000"));
        Assert.Contains("[DownloadTooLarge]", _fixture.Error, StringComparison.Ordinal);
        Assert.Empty(_fixture.Folder.FilesBelow("out"));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("512MB")]
    [InlineData("-1")]
    public async Task An_invalid_number_of_bytes_is_wrong_usage(string cap)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(2, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--max-result-bytes", cap));
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Fact]
    public async Task A_truncated_image_is_rejected_unbilled_and_sent_with_force()
    {
        _fixture.Folder.Add("a.jpg", CaseFile.Read("truncated.jpg"));

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));
        Assert.Contains("[ImageTruncated]", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);

        Assert.Equal(1, await _fixture.RunAsync("estimate", "a.jpg"));
        Assert.Contains("[ImageTruncated]", _fixture.Error, StringComparison.Ordinal);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait", "--force"));
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task The_query_of_a_result_is_in_no_line()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.DownloadStatus(403) with { Times = 1000 });

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--verbose", "--json"));

        Assert.Contains("/results/", _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", _fixture.Output + _fixture.Error, StringComparison.Ordinal);
    }
}
