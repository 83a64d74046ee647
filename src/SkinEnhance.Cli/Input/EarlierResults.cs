using System.Text.RegularExpressions;
using SkinEnhance.Core.Imaging;

namespace SkinEnhance.Cli.Input;

/// <summary>Tells results that lie beside their sources, so that a second run into the same folder does not pay for enhancing them.</summary>
internal sealed partial class EarlierResults
{
    private readonly HashSet<string> _stems = new(FileNames.Comparer);

    /// <summary>Learns the names that results of a folder's images have.</summary>
    /// <param name="images">The names of all images in the folder.</param>
    /// <param name="operations">The operations.</param>
    internal EarlierResults(IEnumerable<string> images, IReadOnlyList<OperationDescriptor> operations)
    {
        foreach (var image in images)
        {
            var source = ImageSource.FromPath(image);
            _stems.UnionWith(operations.Select(operation => OutputName.Stem(source, operation)));
        }
    }

    /// <summary>Whether a file is the result of another image in the folder.</summary>
    internal bool Contains(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return _stems.Contains(stem) || _stems.Contains(Number().Replace(stem, string.Empty));
    }

    [GeneratedRegex(@"-\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
