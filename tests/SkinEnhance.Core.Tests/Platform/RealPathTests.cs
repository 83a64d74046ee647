using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Tests.Platform;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public RealPathTests() => _root = RealPath.Of(_folder.Path);

    [Fact]
    public void A_path_without_links_is_kept_whether_it_exists_or_not()
    {
        var file = _folder.Add("a/b.jpg", [1]);

        Assert.Equal(In("a", "b.jpg"), RealPath.Of(file));
        Assert.Equal(In("no", "such.jpg"), RealPath.Of(_folder.In("no/such.jpg")));
        Assert.Equal(In("a", "b.jpg"), RealPath.Of(_folder.In("no/./../a/b.jpg")));
        Assert.Equal(Path.GetPathRoot(_root), RealPath.Of(Path.GetPathRoot(_root)!));
    }

    [Fact]
    public void Links_to_files_and_folders_are_followed_absolute_and_relative()
    {
        _folder.Add("real/deep/b.jpg", [1]);
        Link("absolute", _folder.In("real"));
        Link("relative", Path.Combine("absolute", "deep", "..", "deep"));
        Link("file", Path.Combine("relative", "b.jpg"));

        Assert.Equal(In("real", "deep", "b.jpg"), RealPath.Of(_folder.In("absolute/deep/b.jpg")));
        Assert.Equal(In("real", "deep", "b.jpg"), RealPath.Of(_folder.In("relative/b.jpg")));
        Assert.Equal(In("real", "deep", "b.jpg"), RealPath.Of(_folder.In("file")));
        Assert.Equal(In("real", "deep", "missing.jpg"), RealPath.Of(_folder.In("relative/missing.jpg")));
    }

    [Fact]
    public void A_circle_of_links_ends()
    {
        Link("one", "two");
        Link("two", "one");

        Assert.Contains(RealPath.Of(_folder.In("one/x.jpg")), (string[])[In("one", "x.jpg"), In("two", "x.jpg")]);
    }

    public void Dispose() => _folder.Dispose();

    private string In(params string[] names) => Path.Combine([_root, .. names]);

    private void Link(string name, string target) => Assert.NotNull(Directory.CreateSymbolicLink(_folder.In(name), target));
}
