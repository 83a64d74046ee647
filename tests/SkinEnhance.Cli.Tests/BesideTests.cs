using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

/// <summary>Results without a destination.</summary>
public sealed class BesideTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Results_are_saved_in_the_folder_of_their_images()
    {
        _fixture.Folder.Add("photos/a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("photos/more/b.png", Samples.Png);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "photos", "--recurse"));

        Assert.Equal(["a-faithful.jpg", "a.jpg", "more/b-faithful.png", "more/b.png"], _fixture.Folder.FilesBelow("photos").Select(path => path.Replace('\\', '/')).Order());
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("photos/*")]
    public async Task The_same_command_twice_pays_once_for_each_image(string path)
    {
        _fixture.Folder.Add("photos/a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("photos/b.png", Samples.Png);
        Assert.Equal(0, await _fixture.RunAsync("enhance", path));

        Assert.Equal(0, await _fixture.RunAsync("enhance", path));

        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
        Assert.Equal("2 done (2 from the ledger), 0 failed, no credits used.", _fixture.OutputLines[^1]);
    }

    [Fact]
    public async Task Results_without_a_ledger_record_are_not_billed_either()
    {
        _fixture.Folder.Add("photos/a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "photos"));
        Directory.Delete(_fixture.Home.Path, recursive: true);

        Assert.Equal(1, await _fixture.RunAsync("enhance", "photos"));

        Assert.Contains("[OutputExists]", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task The_result_of_an_address_is_saved_in_the_current_folder()
    {
        Assert.Equal(0, await _fixture.RunAsync("enhance", "https://images.example.com/a.jpg"));

        Assert.StartsWith("a-faithful.", Assert.Single(_fixture.Folder.FilesBelow(".")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_saved_with_no_save_and_the_address_is_printed()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-save"));

        Assert.Equal(["a.jpg"], _fixture.Folder.FilesBelow("."));
        Assert.Contains($"a.jpg -> {_fixture.Emulator.Address}", _fixture.OutputLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_file_beside_the_image_is_not_replaced_and_nothing_is_billed()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("a-faithful.jpg", "mine"u8.ToArray());

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg"));

        Assert.Contains("[OutputExists]", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }
}
