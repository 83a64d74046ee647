using System.Diagnostics;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Inputs;

public sealed class InputFinderTests : IDisposable
{
    private static readonly IReadOnlyList<OperationDescriptor> Operations = [.. ComfyOperations.All, .. AILabOperations.All];

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    private InputOptions Options => new() { CurrentDirectory = _folder.Path, Operations = Operations };

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
        foreach (var name in (string[])["b.JPG", "B.jpeg", "a.png", "é.webp", "c.jfif", "d.jpe", "e.jif", "notes.txt", "jpg", "sub/deep.jpg"])
        {
            _folder.Add("photos/" + name);
        }

        Assert.Equal(
            ["photos/B.jpeg", "photos/a.png", "photos/b.JPG", "photos/c.jfif", "photos/d.jpe", "photos/e.jif", "photos/é.webp"],
            Expand("photos"));
    }

    [Fact]
    public void Hidden_and_system_files_are_skipped_unless_they_are_specified()
    {
        string[] hidden =
        [
            "photos/._a.jpg", "photos/.hidden.jpg", "photos/.cache/b.jpg", "photos/@eaDir/c.jpg", "photos/#recycle/d.jpg", "photos/$RECYCLE.BIN/e.jpg",
            "photos/__MACOSX/f.jpg", "photos/lost+found/g.jpg", "photos/System Volume Information/h.jpg", "photos/.thumbnails/i.jpg", "photos/sub/@eadir/j.jpg",
        ];
        foreach (var path in (string[])["photos/a.jpg", .. hidden])
        {
            Hide(_folder.Add(path));
        }

        Assert.Equal(["photos/a.jpg"], Expand(Options with { Recurse = true }, "photos"));
        Assert.Equal(hidden, Expand(hidden));
        Assert.Equal(["photos/@eaDir/c.jpg"], Expand("photos/@eaDir"));
    }

    [Fact]
    public void With_recurse_all_below_is_found_with_its_relative_folder()
    {
        foreach (var path in (string[])["photos/z.jpg", "photos/b/2.jpg", "photos/b/c/3.jpg", "photos/a/1.jpg"])
        {
            _folder.Add(path);
        }

        var found = new InputFinder(Options with { Recurse = true }).Find("photos").ToList();

        Assert.Equal(["photos/z.jpg", "photos/a/1.jpg", "photos/b/2.jpg", "photos/b/c/3.jpg"], found.Select(Show));
        Assert.Equal(["", "a", "b", Path.Combine("b", "c")], found.Select(input => input.RelativeFolder));
    }

    [Fact]
    public void A_folder_without_images_is_a_warning_that_names_it()
    {
        Directory.CreateDirectory(_folder.In("empty"));

        Assert.Empty(All("empty"));

        var warning = Assert.Single(_observer.Warnings);
        Assert.Contains(_folder.In("empty"), warning, StringComparison.Ordinal);
        Assert.Contains("--recurse", warning, StringComparison.Ordinal);
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
    public void A_wildcard_that_matches_nothing_is_a_warning()
    {
        Assert.Empty(All("*.jpg"));

        Assert.Contains("*.jpg", Assert.Single(_observer.Warnings), StringComparison.Ordinal);
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
    public void A_file_with_the_name_of_the_pattern_takes_precedence()
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
    public void An_input_that_is_specified_twice_is_found_once()
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
    public void Circular_links_end()
    {
        _folder.Add("photos/a.jpg");
        Directory.CreateSymbolicLink(_folder.In("photos/again"), _folder.In("photos"));
        Directory.CreateSymbolicLink(_folder.In("photos/up"), "..");
        File.CreateSymbolicLink(_folder.In("photos/self.jpg"), "self.jpg");

        Assert.Equal(["photos/a.jpg", "photos/self.jpg"], Expand(Options with { Recurse = true }, "photos"));
    }

    [Fact]
    public void The_destination_below_the_input_is_skipped()
    {
        foreach (var path in (string[])["photos/a.jpg", "photos/out/a-faithful.jpg", "photos/out/deep/b-faithful.jpg", "photos/outer/c.jpg"])
        {
            _folder.Add(path);
        }

        Assert.Equal(["photos/a.jpg", "photos/outer/c.jpg"], Expand(new InputFinder(Options with { Recurse = true }) { Destination = _folder.In("photos/out") }, "photos"));
    }

    [Fact]
    public void Results_in_the_destination_are_passed_over_and_counted()
    {
        foreach (var path in (string[])["a.jpg", "a-faithful.jpg", "a-upscale-2.png", "-upscale.png", "sub/c.png", "sub/c-flexible.png"])
        {
            _folder.Add("photos/" + path);
        }

        var options = Options with { Recurse = true };
        var finder = new InputFinder(options) { Destination = _folder.In("photos") };

        Assert.Equal(["photos/-upscale.png", "photos/a.jpg", "photos/sub/c.png"], Expand(finder, "photos", "photos/a-faithful.jpg"));
        Assert.StartsWith("3 files were skipped: they are results", Assert.Single(finder.PassedOver.Describe()), StringComparison.Ordinal);
        Assert.Equal(6, Expand(new InputFinder(options) { Destination = _folder.In("elsewhere") }, "photos").Length);
        Assert.Equal(6, Expand(new InputFinder(options with { IncludeResults = true }) { Destination = _folder.In("photos") }, "photos").Length);
    }

    [Fact]
    public void A_specified_result_is_skipped_with_the_option_that_includes_it()
    {
        _folder.Add("a-faithful.jpg");
        var finder = new InputFinder(Options) { Destination = _folder.Path };

        Assert.Empty(Expand(finder, "a-faithful.jpg"));

        var line = Assert.Single(finder.PassedOver.Describe());
        Assert.Contains(_folder.In("a-faithful.jpg"), line, StringComparison.Ordinal);
        Assert.Contains("--include-results", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_that_no_operation_accepts_are_counted_in_one_line()
    {
        foreach (var name in (string[])["a.heic", "b.HEIC", "c.dng", "d.tif", "notes.txt", "e.jpg"])
        {
            _folder.Add("photos/" + name);
        }

        var finder = new InputFinder(Options, _observer);

        Assert.Equal(["photos/e.jpg"], Expand(finder, "photos"));
        Assert.StartsWith("4 files were skipped: 2 .heic, 1 .dng, 1 .tif. No operation", Assert.Single(finder.PassedOver.Describe()), StringComparison.Ordinal);
        Assert.Empty(_observer.Warnings);
        Assert.Equal(["photos/a.heic"], Expand("photos/a.heic"));
        Assert.Equal(["photos/d.tif"], Expand("photos/*.tif"));
    }

    [Fact]
    public void A_wildcard_passes_over_what_is_called_otherwise_than_an_image()
    {
        foreach (var name in (string[])["a.jpg", "a.xmp", "b.scan"])
        {
            _folder.Add("photos/" + name);
        }

        var finder = new InputFinder(Options);

        Assert.Equal(["photos/a.jpg"], Expand(finder, "photos/*"));
        Assert.StartsWith("2 files were skipped: 1 .scan, 1 .xmp. From a folder or a wildcard", Assert.Single(finder.PassedOver.Describe()), StringComparison.Ordinal);
        Assert.Equal(["photos/b.scan"], Expand("photos/*.scan"));
    }

    [Fact]
    public void The_destination_is_taken_when_it_is_named_and_not_when_a_wildcard_leads_to_it()
    {
        _folder.Add("photos/a.jpg");
        _folder.Add("photos/out/b.jpg");

        Assert.Equal(["photos/a.jpg"], Expand(new InputFinder(Options) { Destination = _folder.In("photos/out") }, "photos/*"));
        Assert.Equal(["photos/out/b.jpg"], Expand(new InputFinder(Options) { Destination = _folder.In("photos/out/") }, "photos/out"));
    }

    [Fact]
    public void A_filter_selects_by_name_and_time_however_a_file_is_specified()
    {
        foreach (var name in (string[])["IMG_1.jpg", "IMG_2.JPG", "IMG_1-copy.jpg", "x.jpg", "drafts/IMG_3.jpg"])
        {
            File.SetLastWriteTimeUtc(_folder.Add("photos/" + name), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        File.SetLastWriteTimeUtc(_folder.In("photos/IMG_2.JPG"), new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        var filter = new InputFilter { Include = ["img_*"], Exclude = ["*-COPY.*", "Drafts"] };
        var finder = new InputFinder(Options with { Recurse = true, Filter = filter }, _observer);

        Assert.Equal(["photos/IMG_1.jpg", "photos/IMG_2.JPG"], Expand(finder, "photos", "photos/x.jpg"));
        Assert.Equal(3, finder.PassedOver.Filtered);
        Assert.Empty(finder.PassedOver.Describe());
        filter = filter with { Newer = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(["photos/IMG_2.JPG", "nothing_IMG.jpg"], Expand(Options with { Filter = filter with { Include = ["*img*"] } }, "photos", "nothing_IMG.jpg"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("sub/*.jpg")]
    public void A_filter_pattern_that_is_not_a_name_is_refused(string pattern) =>
        Assert.Contains($"'{pattern}'", Assert.Throws<InvalidParameterException>(() => new InputFilter { Exclude = [pattern] }).Message, StringComparison.Ordinal);

    [Fact]
    public void Results_relate_to_the_folder_that_is_named_for_it()
    {
        foreach (var path in (string[])["dcim/100/IMG_1.jpg", "dcim/101/IMG_1.jpg", "elsewhere/IMG_1.jpg"])
        {
            _folder.Add(path);
        }

        var options = Options with { RelativeTo = _folder.In("dcim") };

        Assert.Equal(["100", "101"], Folders(new InputFinder(options).Find("dcim/*/*.jpg")));
        Assert.Equal(["100"], Folders(new InputFinder(options).Find("dcim/100")));
        Assert.Equal(["100"], Folders(new InputFinder(options).FindListed(_folder.In("dcim/100/IMG_1.jpg"))));
        Assert.Equal(ErrorIds.ImageOutsideFolder, Assert.Single(new InputFinder(options).Find("elsewhere/IMG_1.jpg")).Error!.Id);
    }

    [Fact]
    public void Items_of_a_listing_keep_their_folders_below_the_current_directory()
    {
        foreach (var path in (string[])["a/IMG_1.jpg", "b/IMG_1.jpg", "b/c/IMG_1.jpg"])
        {
            _folder.Add(path);
        }

        Assert.Equal(["a", "b", Path.Combine("b", "c")], List(new InputFinder(Options), "a/IMG_1.jpg", "b/IMG_1.jpg", "b/c/IMG_1.jpg"));
        Assert.Equal(["", "c"], List(new InputFinder(Options) { Destination = _folder.In("b") }, "b/IMG_1.jpg", "b/c/IMG_1.jpg"));
        Assert.Equal(["a", "b"], List(new InputFinder(Options), "a", "a/IMG_1.jpg", "b"));
    }

    [Fact]
    public void Items_from_elsewhere_keep_their_folders_below_the_one_they_share_so_far()
    {
        foreach (var path in (string[])["here/x.jpg", "dcim/100/IMG_1.jpg", "dcim/100/deep/IMG_1.jpg", "dcim/101/IMG_1.jpg"])
        {
            _folder.Add(path);
        }

        var options = Options with { CurrentDirectory = _folder.In("here") };

        Assert.Equal(["", "deep", "101"], List(new InputFinder(options), "dcim/100/IMG_1.jpg", "dcim/100/deep/IMG_1.jpg", "dcim/101/IMG_1.jpg"));
        Assert.Equal(["100", "101"], List(new InputFinder(options), "dcim/100", "dcim/101"));
    }

    [Fact]
    public void What_is_hidden_in_a_listing_is_counted()
    {
        foreach (var path in (string[])["@eaDir/a.jpg", ".hidden.jpg", ".folder/b.jpg", "c.jpg"])
        {
            Hide(_folder.Add(path));
        }

        var finder = new InputFinder(Options);

        Assert.Equal([""], List(finder, "@eaDir/a.jpg", ".hidden.jpg", ".folder/b.jpg", "c.jpg"));
        Assert.StartsWith("3 files were skipped: hidden", Assert.Single(finder.PassedOver.Describe()), StringComparison.Ordinal);
        Assert.Single(new InputFinder(Options with { CurrentDirectory = _folder.In(".folder") }).FindListed(_folder.In(".folder/b.jpg")));
    }

    [Fact]
    public void One_image_for_two_jobs_is_two_images()
    {
        _folder.Add("a.jpg");
        var finder = new InputFinder(Options);

        Assert.Single(finder.Find("a.jpg"));
        finder.Job = "another";
        Assert.Single(finder.Find("a.jpg"));
        Assert.Empty(finder.Find("a.jpg"));
    }

    [Fact]
    public void A_folder_is_read_when_it_is_reached_and_an_unreadable_one_does_not_end_the_walk()
    {
        foreach (var path in (string[])["photos/1/a.jpg", "photos/2/b.jpg", "photos/3/c.jpg"])
        {
            _folder.Add(path);
        }

        using var found = new InputFinder(Options with { Recurse = true }).Find("photos").GetEnumerator();
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

    [LinuxFact]
    public async Task A_name_that_is_not_utf8_is_an_error_with_the_fix()
    {
        await RunAsync("sh", "-c", "cd \"$1\" && mkdir in && cd in && : > \"$(printf 'caf\\351.jpg')\" && mkdir \"$(printf 'd\\351')\" && : > b.jpg", "sh", _folder.Path);
        var finder = new InputFinder(Options with { Recurse = true });

        var found = finder.Find("in").ToLookup(input => input.Error?.Id);

        // The framework cannot delete them either.
        await RunAsync("rm", "-r", _folder.In("in"));
        Assert.Single(found[null]);
        Assert.All(found[ErrorIds.ImageNotReadable], input => Assert.Contains("not valid UTF-8. Rename it", input.Error!.Message, StringComparison.Ordinal));
        Assert.Equal(2, found[ErrorIds.ImageNotReadable].Count());
    }

    [LinuxFact]
    public async Task A_file_dated_beyond_the_last_year_of_the_platform_is_new()
    {
        await RunAsync("touch", "-d", "@300000000000", _folder.In("a.jpg"));

        Assert.Equal(["a.jpg"], Expand(Options with { Filter = new InputFilter { Newer = DateTimeOffset.UtcNow } }, "a.jpg"));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync().SoonAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static void Hide(string path)
    {
        for (var part = path; OperatingSystem.IsWindows() && part.Length > 0; part = Path.GetDirectoryName(part) ?? string.Empty)
        {
            if (Path.GetFileName(part).StartsWith('.'))
            {
                File.SetAttributes(part, FileAttributes.Hidden);
            }
        }
    }

    private static string[] Folders(IEnumerable<FoundInput> found) => [.. found.Select(input => input.RelativeFolder)];

    private string[] List(InputFinder finder, params string[] paths) => Folders(paths.SelectMany(path => finder.FindListed(_folder.In(path))));

    private List<FoundInput> All(params string[] paths) => [.. paths.SelectMany(new InputFinder(Options, _observer).Find)];

    private string[] Expand(params string[] paths) => Expand(Options, paths);

    private string[] Expand(InputOptions options, params string[] paths) => Expand(new InputFinder(options, _observer), paths);

    private string[] Expand(InputFinder finder, params string[] paths) => [.. paths.SelectMany(finder.Find).Select(Show)];

    private string Show(FoundInput input) => input switch
    {
        { Error: { } error } => error.Id,
        { Source.Path: { } path } => Path.GetRelativePath(_folder.Path, path).Replace(Path.DirectorySeparatorChar, '/'),
        _ => input.Source!.ToString(),
    };
}
