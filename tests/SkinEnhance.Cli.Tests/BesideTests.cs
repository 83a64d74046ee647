using SkinEnhance.Cli.Tests.Support;

namespace SkinEnhance.Cli.Tests;

/// <summary>Where results go without a destination.</summary>
public sealed class BesideTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Results_are_saved_beside_their_images()
    {
        _bench.Folder.Add("photos/a.jpg", Samples.Jpeg);
        _bench.Folder.Add("photos/more/b.png", Samples.Png);

        Assert.Equal(0, await _bench.RunAsync("enhance", "photos", "--recurse"));

        Assert.Equal(["a-faithful.jpg", "a.jpg", "more/b-faithful.png", "more/b.png"], _bench.Folder.FilesBelow("photos").Select(path => path.Replace('\\', '/')).Order());
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("photos/*")]
    public async Task The_same_command_twice_pays_once_for_each_image(string path)
    {
        _bench.Folder.Add("photos/a.jpg", Samples.Jpeg);
        _bench.Folder.Add("photos/b.png", Samples.Png);
        Assert.Equal(0, await _bench.RunAsync("enhance", path));

        Assert.Equal(0, await _bench.RunAsync("enhance", path));

        Assert.Equal(2, _bench.Emulator.Record.BilledCount);
        Assert.Equal("2 done (2 from the ledger), 0 failed, no credits used.", _bench.OutputLines[^1]);
    }

    [Fact]
    public async Task Results_that_the_ledger_has_forgotten_are_not_paid_for_either()
    {
        _bench.Folder.Add("photos/a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _bench.RunAsync("enhance", "photos"));
        Directory.Delete(_bench.Home.Path, recursive: true);

        Assert.Equal(1, await _bench.RunAsync("enhance", "photos"));

        Assert.Contains("[OutputExists]", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(1, _bench.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task The_result_of_an_address_is_saved_in_the_current_folder()
    {
        Assert.Equal(0, await _bench.RunAsync("enhance", "https://images.example.com/a.jpg"));

        Assert.StartsWith("a-faithful.", Assert.Single(_bench.Folder.FilesBelow(".")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_saved_when_it_is_not_wanted_and_the_address_is_said()
    {
        _bench.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _bench.RunAsync("enhance", "a.jpg", "--no-save"));

        Assert.Equal(["a.jpg"], _bench.Folder.FilesBelow("."));
        Assert.Contains($"a.jpg -> {_bench.Emulator.Address}", _bench.OutputLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_exists_beside_the_image_is_not_replaced_and_nothing_is_paid()
    {
        _bench.Folder.Add("a.jpg", Samples.Jpeg);
        _bench.Folder.Add("a-faithful.jpg", "mine"u8.ToArray());

        Assert.Equal(1, await _bench.RunAsync("enhance", "a.jpg"));

        Assert.Contains("[OutputExists]", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Emulator.Record.BilledCount);
    }
}
