using SkinEnhance.Core.Platform;

namespace SkinEnhance.Binding;

/// <summary>Remembers files, links followed; where file names ignore case, two spellings are one file.</summary>
internal sealed class FileIdentitySet
{
    private readonly FingerprintSet _seen = new(ignoreCase: OperatingSystem.IsWindows() || OperatingSystem.IsMacOS());

    /// <summary>Adds a file.</summary>
    /// <returns>False when it was there already.</returns>
    internal bool Add(string path) => _seen.Add(RealPath.Of(Path.GetFullPath(path)));
}
