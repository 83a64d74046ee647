namespace SkinEnhance.Cli.Demo;

/// <summary>Finds the drawn portraits that come with the source.</summary>
internal static class SampleFolder
{
    private const string Manifest = "SkinEnhance.psd1";
    private const string Name = "samples";

    /// <summary>Searches each start folder and its parents.</summary>
    /// <param name="starts">The start folders, the most likely first.</param>
    /// <returns>The folder's full path; null if there is none.</returns>
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
