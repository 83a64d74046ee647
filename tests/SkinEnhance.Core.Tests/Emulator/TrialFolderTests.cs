using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public sealed class TrialFolderTests : IDisposable
{
    private const string Prefix = "skinenhance-trial-";

    private readonly TemporaryFolder _parent = new();

    public void Dispose() => _parent.Dispose();

    [Fact]
    public void It_goes_with_all_that_is_in_it()
    {
        using (var folder = new TrialFolder(Prefix, _parent.Path))
        {
            File.WriteAllText(Path.Combine(folder.Path, "upload"), "an image");
        }

        Assert.Empty(Directory.GetFileSystemEntries(_parent.Path));
    }

    [Fact]
    public void Leftovers_of_a_killed_process_are_deleted_at_the_next_start()
    {
        var left = Leave($"{Prefix}left");

        using var next = new TrialFolder(Prefix, _parent.Path);

        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(next.Path));
    }

    [Fact]
    public void What_a_living_process_uses_stays()
    {
        using var living = new TrialFolder(Prefix, _parent.Path);
        Age(living.Path);

        using var next = new TrialFolder(Prefix, _parent.Path);

        Assert.True(Directory.Exists(living.Path));
        Assert.NotEqual(living.Path, next.Path);
    }

    [Fact]
    public void A_folder_of_another_name_or_without_a_mark_or_just_being_made_stays()
    {
        var other = Leave("photos");
        var unmarked = Path.GetDirectoryName(_parent.Add($"{Prefix}unmarked/upload"))!;
        var beingMade = Leave($"{Prefix}new", age: false);

        using var next = new TrialFolder(Prefix, _parent.Path);

        Assert.All([other, unmarked, beingMade], folder => Assert.True(Directory.Exists(folder)));
    }

    [UnixFact]
    public void A_link_is_not_followed()
    {
        var photos = Leave("photos");
        Directory.CreateSymbolicLink(_parent.In($"{Prefix}link"), photos);

        using var next = new TrialFolder(Prefix, _parent.Path);

        Assert.True(File.Exists(Path.Combine(photos, "upload")));
    }

    [Fact]
    public void Disposing_twice_and_after_another_process_deleted_it_is_not_an_error()
    {
        var folder = new TrialFolder(Prefix, _parent.Path);
        Directory.Delete(folder.Path, recursive: true);

        folder.Dispose();
        folder.Dispose();
    }

    private string Leave(string name, bool age = true)
    {
        var path = _parent.In(name);
        _parent.Add($"{name}/upload");
        _parent.Add($"{name}/{TrialFolder.Mark}");
        if (age)
        {
            Age(path);
        }

        return path;
    }

    private static void Age(string folder) => File.SetLastWriteTimeUtc(Path.Combine(folder, TrialFolder.Mark), DateTime.UtcNow.AddHours(-1));
}
