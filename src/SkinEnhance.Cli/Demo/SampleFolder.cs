namespace SkinEnhance.Cli.Demo;

/// <summary>Finds the drawn portraits that come with the source.</summary>
internal static class SampleFolder
{
    private const string Manifest = "SkinEnhance.psd1";
    private const string Name = "samples";

    /// <summary>Looks in each starting folder and in every folder above it.</summary>
    /// <param name="starts">Where to begin, the most likely first.</param>
    /// <returns>The folder's full path; null when there is none.</returns>
    internal static string? Find(params string[] starts) =>
        starts.SelectMany(WithParents)
            .Where(folder => File.Exists(Path.Combine(folder, Manifest)))
            .Select(folder => Path.Combine(folder, Name))
            .FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> WithParents(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
