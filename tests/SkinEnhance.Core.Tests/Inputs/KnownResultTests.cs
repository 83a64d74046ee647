using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Tests.Ledger;

namespace SkinEnhance.Core.Tests.Inputs;

/// <summary>Results in the ledger, in any folder and with any name.</summary>
public sealed class KnownResultTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_result_is_skipped_whatever_the_destination_of_the_next_run()
    {
        var saved = (await _fixture.RunAsync(_fixture.Image())).OutputPath[0];

        Assert.Equal([], Find(_fixture.Out));
        Assert.Equal([], Find(saved));
        Assert.Equal([saved], Find(saved, includeResults: true));
    }

    [Fact]
    public async Task A_copy_for_another_destination_is_a_result_too()
    {
        var image = _fixture.Image();
        await _fixture.RunAsync(image);
        var copy = (await _fixture.RunAsync(image, _fixture.Saving(_fixture.In("second")))).OutputPath[0];

        Assert.Equal([], Find(copy));
    }

    [UnixFact]
    public async Task A_link_to_a_result_or_to_its_folder_is_a_result()
    {
        var saved = (await _fixture.RunAsync(_fixture.Image())).OutputPath[0];
        Directory.CreateSymbolicLink(_fixture.In("linked"), _fixture.Out);
        File.CreateSymbolicLink(_fixture.In("link.png"), saved);

        Assert.Equal([], Find(_fixture.In("linked")));
        Assert.Equal([], Find(_fixture.In("link.png")));
    }

    [Fact]
    public async Task Another_image_at_the_path_of_a_result_is_not_a_result()
    {
        var saved = (await _fixture.RunAsync(_fixture.Image())).OutputPath[0];
        await File.WriteAllBytesAsync(saved, TestImage.Png(320));

        Assert.Equal([saved], Find(saved));
    }

    [Fact]
    public async Task A_result_stays_one_while_and_after_its_image_is_submitted_again()
    {
        var image = _fixture.Image();
        var saved = (await _fixture.RunAsync(image)).OutputPath[0];
        var copy = (await _fixture.RunAsync(image, _fixture.Saving(_fixture.In("second")))).OutputPath[0];

        await _fixture.LeaveAsync(image, Core.Ledger.LedgerState.Submitting);
        Assert.Equal(([], []), (Find(saved), Find(copy)));

        await _fixture.LeaveAsync(image, Core.Ledger.LedgerState.Saved, record => record with { Output = [new(_fixture.In("third.png"), 12345, "00")] });
        Assert.Equal(([], []), (Find(saved), Find(copy)));
    }

    [Fact]
    public async Task A_result_whose_record_cannot_be_read_is_not_sent_as_an_image()
    {
        var image = _fixture.Image();
        var saved = (await _fixture.RunAsync(image)).OutputPath[0];
        await File.WriteAllTextAsync(await _fixture.RecordPathAsync(image), "not JSON");

        Assert.Equal([], Find(saved));
    }

    [Fact]
    public async Task A_forgotten_result_is_an_image_like_any_other()
    {
        var task = await _fixture.RunAsync(_fixture.Image());
        using var ledger = _fixture.OpenLedger();
        Assert.True(ledger.Forget(task));

        Assert.Equal(task.OutputPath, Find(task.OutputPath[0]));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(ledger.Folder, "outputs"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_result_is_known_before_it_has_its_name()
    {
        var record = await _fixture.LeaveAsync(
            _fixture.Image(), Core.Ledger.LedgerState.Completed, record => record with { Output = [new(_fixture.In("out/later.png"), LedgerFixture.Result.Length, "00")] });
        Assert.Single(record.Output);

        Directory.CreateDirectory(_fixture.Out);
        await File.WriteAllBytesAsync(_fixture.In("out/later.png"), LedgerFixture.Result);

        Assert.Equal([], Find(_fixture.In("out/later.png")));
    }

    private string[] Find(string path, bool includeResults = false)
    {
        using var ledger = _fixture.OpenLedger();
        var finder = new InputFinder(new InputOptions { CurrentDirectory = _fixture.In("."), Ledger = ledger, IncludeResults = includeResults });
        return [.. finder.Find(path).Select(input => input.Source!.Path!)];
    }
}
