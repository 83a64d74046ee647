namespace SkinEnhance.Core.Tests.Support;

/// <summary>The portraits that come with the product.</summary>
internal static class SampleFiles
{
    internal static string Folder { get; } = Find();

    internal static IReadOnlyList<string> Images { get; } =
        [.. Directory.EnumerateFiles(Folder).Where(file => Path.GetExtension(file) is ".jpg" or ".png" or ".webp").Order(StringComparer.Ordinal)];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SkinEnhance.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return Path.Combine(folder.FullName, "samples");
    }
}
