namespace SkinEnhance.Testing;

/// <summary>The repository of the tests, and the product's sample portraits.</summary>
public static class Samples
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Find();

    /// <summary>The folder of the sample portraits.</summary>
    public static string Folder { get; } = Path.Combine(Repository, "samples");

    /// <summary>The paths of the sample portraits, sorted.</summary>
    public static IReadOnlyList<string> Images { get; } =
        [.. Directory.EnumerateFiles(Folder).Where(file => Path.GetExtension(file) is ".jpg" or ".png" or ".webp").Order(StringComparer.Ordinal)];

    /// <summary>The bytes of a JPEG portrait.</summary>
    public static byte[] Jpeg { get; } = File.ReadAllBytes(Path.Combine(Folder, "portrait-freckles.jpg"));

    /// <summary>The bytes of a PNG portrait.</summary>
    public static byte[] Png { get; } = File.ReadAllBytes(Path.Combine(Folder, "small-portrait.png"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SkinEnhance.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
