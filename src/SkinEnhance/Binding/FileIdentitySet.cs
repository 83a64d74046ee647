using SkinEnhance.Core.Platform;

namespace SkinEnhance.Binding;

/// <summary>Remembers files, links followed; where file names ignore case, two spellings are one file.</summary>
internal sealed class FileIdentitySet
{
    private readonly FingerprintSet _seen = new(ignoreCase: OperatingSystem.IsWindows() || OperatingSystem.IsMacOS());

    /// <summary>Adds a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="job">What is to be done with it.</param>
    /// <returns>False when it was there already for the same job.</returns>
    internal bool Add(string path, string job) => _seen.Add($"{RealPath.Of(Path.GetFullPath(path))}\0{job}");
}
