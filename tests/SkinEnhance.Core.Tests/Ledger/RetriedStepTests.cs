
namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>A step that failed after the acceptance is retried by the next run, without the old error.</summary>
public sealed class RetriedStepTests
{
    [Fact]
    public async Task A_download_that_failed_is_made_by_the_next_run_and_nothing_is_sent()
    {
        await using var fixture = new LedgerFixture(knowsKeys: true, [.. Enumerable.Repeat(Wire.Bytes(200, [.. "<html>busy</html>"u8]), 6), Wire.Bytes(200, LedgerFixture.Result)]);
        var image = fixture.Image();

        var first = await fixture.RunAsync(image);
        var second = await fixture.RunAsync(image);

        Assert.Equal(ErrorIds.ResultNotAnImage, first.ErrorId);
        Assert.Null(second.Error);
        Assert.True(second.FromLedger);
        Assert.Equal(LedgerFixture.Result, await File.ReadAllBytesAsync(Assert.Single(second.OutputPath)));
        Assert.Equal(1, fixture.Provider.Submitted);
    }

    [Fact]
    public async Task A_download_that_could_not_be_written_is_made_by_the_next_run()
    {
        await using var fixture = new LedgerFixture();
        var image = fixture.Image();

        fixture.Provider.OnQuery = async (id, _, token) =>
        {
            // The destination becomes unwritable after the check and before the saving.
            Directory.Delete(fixture.Out);
            await File.WriteAllTextAsync(fixture.Out, "in the way", token);
            return fixture.Completed(id);
        };
        var first = await fixture.RunAsync(image);
        File.Delete(fixture.Out);
        var second = await fixture.RunAsync(image);

        Assert.Equal(ErrorIds.DestinationNotWritable, first.ErrorId);
        Assert.Contains("r.png", first.Message, StringComparison.Ordinal);
        Assert.Null(second.Error);
        Assert.Single(second.OutputPath);
        Assert.Equal(1, fixture.Provider.Submitted);
    }
}
