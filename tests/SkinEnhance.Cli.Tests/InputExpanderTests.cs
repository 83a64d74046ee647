using SkinEnhance.Cli.Commands;
using SkinEnhance.Cli.Input;

namespace SkinEnhance.Cli.Tests;

public sealed class InputExpanderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_itself_whatever_its_extension()
    {
        _folder.Add("portrait.scan");

        Assert.Equal(["portrait.scan"], Expand("portrait.scan"));
    }

    [Fact]
    public void A_path_to_nothing_is_passed_on_for_the_engine_to_refuse() => Assert.Equal(["nothing.jpg"], Expand("nothing.jpg"));

    [Fact]
    public void A_folder_yields_the_images_directly_in_it_sorted_by_code_points()
    {
        foreach (var name in (string[])["b.JPG", "B.jpeg", "a.png", "é.webp", "c.bmp", "d.gif", "e.tif", "f.tiff", "notes.txt", "jpg", "sub/deep.jpg"])
        {
            _folder.Add("photos/" + name);
        }

        Assert.Equal(
            ["photos/B.jpeg", "photos/a.png", "photos/b.JPG", "photos/c.bmp", "photos/d.gif", "photos/e.tif", "photos/f.tiff", "photos/é.webp"],
            Expand("photos"));
    }

    [Fact]
    public void Hidden_files_and_folders_are_left_out()
    {
        foreach (var path in (string[])["photos/a.jpg", "photos/._a.jpg", "photos/.cache/b.jpg"])
        {
            Hide(_folder.Add(path));
        }

        Assert.Equal(["photos/a.jpg"], Expand(new InputOptions { CurrentDirectory = _folder.Path, Recurse = true }, "photos"));
    }

    [Fact]
    public void With_recurse_all_below_comes_with_its_relative_folder()
    {
        foreach (var path in (string[])["photos/z.jpg", "photos/b/2.jpg", "photos/b/c/3.jpg", "photos/a/1.jpg"])
        {
            _folder.Add(path);
        }

        var found = new InputExpander(new InputOptions { CurrentDirectory = _folder.Path, Recurse = true }).Expand(["photos"]).ToList();

        Assert.Equal(["photos/z.jpg", "photos/a/1.jpg", "photos/b/2.jpg", "photos/b/c/3.jpg"], found.Select(Show));
        Assert.Equal(["", "a", "b", Path.Combine("b", "c")], found.Select(input => input.RelativeFolder));
    }

    [Fact]
    public void A_folder_without_images_is_a_failure_that_names_it()
    {
        Directory.CreateDirectory(_folder.In("empty"));

        var error = Assert.Single(All("empty")).Error!;

        Assert.Equal(ErrorIds.ImageNotFound, error.Id);
        Assert.Contains(_folder.In("empty"), error.Message, StringComparison.Ordinal);
        Assert.Contains("--recurse", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wildcard_yields_what_it_matches_sorted()
    {
        foreach (var name in (string[])["a1.jpg", "a2.jpg", "a10.jpg", "b1.jpg", "a1.png", "sub/a3.jpg"])
        {
            _folder.Add(name);
        }

        Assert.Equal(["a1.jpg", "a2.jpg"], Expand("a?.jpg"));
        Assert.Equal(["a1.jpg", "a10.jpg", "a2.jpg", "b1.jpg"], Expand("*.jpg"));
    }

    [Fact]
    public void A_wildcard_may_stand_for_folders_on_the_way_and_at_the_end()
    {
        foreach (var name in (string[])["2023-x/a.jpg", "2024-01/a.jpg", "2024-02/b.jpg", "2024.jpg"])
        {
            _folder.Add(name);
        }

        Assert.Equal(["2024-01/a.jpg", "2024-02/b.jpg"], Expand("2024*/*.jpg"));
        Assert.Equal(["2024-01/a.jpg", "2024-02/b.jpg", "2024.jpg"], Expand("2024*"));
    }

    [Fact]
    public void A_wildcard_that_matches_nothing_is_a_failure()
    {
        var error = Assert.Single(All("*.jpg")).Error!;

        Assert.Equal(ErrorIds.ImageNotFound, error.Id);
        Assert.Contains("*.jpg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_are_letters()
    {
        _folder.Add("a[1].jpg");
        _folder.Add("a1.jpg");
        _folder.Add("b[1]x.jpg");

        Assert.Equal(["a[1].jpg"], Expand("a[1].jpg"));
        Assert.Equal(["b[1]x.jpg"], Expand("b[1]*.jpg"));
    }

    [UnixFact]
    public void A_file_of_that_very_name_comes_before_the_wildcard()
    {
        _folder.Add("a*.jpg");
        _folder.Add("ab.jpg");
        _folder.Add(@"c\d.jpg");

        Assert.Equal(["a*.jpg"], Expand("a*.jpg"));
        Assert.Equal([@"c\d.jpg"], Expand(@"c\*.jpg"));
    }

    [Fact]
    public void An_address_is_passed_on_and_an_incomplete_one_refused()
    {
        Assert.Equal(["https://example.org/a.jpg", "http://example.org/a.jpg"], Expand("https://example.org/a.jpg", "http://example.org/a.jpg", "HTTPS://example.org/a.jpg"));
        Assert.Equal(ErrorIds.ImageUriNotAccepted, Assert.Single(All("https://")).Error!.Id);
    }

    [Fact]
    public void An_empty_path_is_a_failure() => Assert.Equal(ErrorIds.ImageNotFound, Assert.Single(All(string.Empty)).Error!.Id);

    [Fact]
    public void What_is_given_twice_comes_once()
    {
        _folder.Add("photos/a.jpg");

        Assert.Equal(["photos/a.jpg"], Expand("photos", "photos/a.jpg", "photos/../photos/a.jpg", "photos/*.jpg", _folder.In("photos/a.jpg")));
    }

    [UnixFact]
    public void Two_links_to_one_file_are_one_image()
    {
        _folder.Add("photos/a.jpg");
        File.CreateSymbolicLink(_folder.In("photos/b.jpg"), "a.jpg");
        Directory.CreateSymbolicLink(_folder.In("album"), "photos");

        Assert.Equal(["photos/a.jpg"], Expand("photos", "album/b.jpg", "album"));
    }

    [UnixFact]
    public void Links_in_a_circle_come_to_an_end()
    {
        _folder.Add("photos/a.jpg");
        Directory.CreateSymbolicLink(_folder.In("photos/again"), _folder.In("photos"));
        Directory.CreateSymbolicLink(_folder.In("photos/up"), "..");
        File.CreateSymbolicLink(_folder.In("photos/self.jpg"), "self.jpg");

        var found = Expand(new InputOptions { CurrentDirectory = _folder.Path, Recurse = true }, "photos");

        Assert.Equal(["photos/a.jpg", "photos/self.jpg"], found);
    }

    [Fact]
    public void The_destination_below_the_input_is_left_out()
    {
        foreach (var path in (string[])["photos/a.jpg", "photos/out/a-faithful.jpg", "photos/out/deep/b-faithful.jpg", "photos/outer/c.jpg"])
        {
            _folder.Add(path);
        }

        var options = new InputOptions { CurrentDirectory = _folder.Path, Recurse = true, Destination = _folder.In("photos/out") };

        Assert.Equal(["photos/a.jpg", "photos/outer/c.jpg"], Expand(options, "photos"));
    }

    [Fact]
    public void Results_beside_their_sources_are_left_out_when_the_folder_is_its_own_destination()
    {
        foreach (var path in (string[])["a.jpg", "a-faithful.jpg", "a-upscale-2.png", "b-faithful.jpg", "sub/c.png", "sub/c-flexible.png"])
        {
            _folder.Add("photos/" + path);
        }

        var options = new InputOptions
        {
            CurrentDirectory = _folder.Path,
            Recurse = true,
            Destination = _folder.In("photos"),
            Operations = KnownOperations.All,
        };

        Assert.Equal(["photos/a.jpg", "photos/b-faithful.jpg", "photos/sub/c.png"], Expand(options, "photos"));
        Assert.Equal(6, Expand(options with { Destination = _folder.In("elsewhere") }, "photos").Length);
    }

    [Fact]
    public void A_folder_is_read_when_its_turn_comes_and_one_that_cannot_be_read_does_not_end_the_walk()
    {
        foreach (var path in (string[])["photos/1/a.jpg", "photos/2/b.jpg", "photos/3/c.jpg"])
        {
            _folder.Add(path);
        }

        using var found = new InputExpander(new InputOptions { CurrentDirectory = _folder.Path, Recurse = true }).Expand(["photos"]).GetEnumerator();
        Assert.True(found.MoveNext());
        Assert.Equal("photos/1/a.jpg", Show(found.Current));
        Directory.Delete(_folder.In("photos/2"), recursive: true);

        Assert.True(found.MoveNext());
        Assert.Equal(ErrorIds.ImageNotReadable, found.Current.Error!.Id);
        Assert.Contains(_folder.In("photos/2"), found.Current.Error.Message, StringComparison.Ordinal);
        Assert.True(found.MoveNext());
        Assert.Equal("photos/3/c.jpg", Show(found.Current));
        Assert.False(found.MoveNext());
    }

    private static void Hide(string path)
    {
        if (OperatingSystem.IsWindows() && Path.GetFileName(path).StartsWith('.'))
        {
            File.SetAttributes(path, FileAttributes.Hidden);
        }
    }

    private List<FoundInput> All(params string[] paths) => [.. new InputExpander(new InputOptions { CurrentDirectory = _folder.Path }).Expand(paths)];

    private string[] Expand(params string[] paths) => Expand(new InputOptions { CurrentDirectory = _folder.Path }, paths);

    private string[] Expand(InputOptions options, params string[] paths) => [.. new InputExpander(options).Expand(paths).Select(Show)];

    private string Show(FoundInput input) => input switch
    {
        { Error: { } error } => error.Id,
        { Source.Path: { } path } => Path.GetRelativePath(_folder.Path, path).Replace(Path.DirectorySeparatorChar, '/'),
        _ => input.Source!.ToString(),
    };
}
