using System.Text;

namespace SkinEnhance.Core.Imaging;

/// <summary>Names of result files: <c>&lt;source&gt;-&lt;operation&gt;[-n].&lt;ext&gt;</c>, allowed on every platform whatever the source is called.</summary>
public static class OutputName
{
    // File systems allow 255 bytes or characters; room is left for "-12" and the extension.
    private const int LongestStem = 240;

    private static readonly HashSet<string> DeviceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>The name without number and extension.</summary>
    /// <param name="source">The image.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The stem, without any character that Windows forbids.</returns>
    public static string Stem(ImageSource source, OperationDescriptor operation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(operation);
        var stem = Clean(source.Origin?.Name ?? Path.GetFileNameWithoutExtension(source.Path ?? Uri.UnescapeDataString(source.Uri!.AbsolutePath)));
        var suffix = "-" + operation.CommandName;
        return Shorten(stem.Length > 0 ? stem : "image", LongestStem - suffix.Length) + suffix;
    }

    /// <summary>The name of one result.</summary>
    /// <param name="stem">The stem.</param>
    /// <param name="number">The result's place, from 1.</param>
    /// <param name="count">How many results there are; a single one carries no number.</param>
    /// <param name="format">The format of the result's bytes.</param>
    /// <returns>The file name.</returns>
    public static string Of(string stem, int number, int count, ImageFormat format) =>
        count == 1 ? $"{stem}{ImageFormats.Extension(format)}" : $"{stem}-{number}{ImageFormats.Extension(format)}";

    /// <summary>Makes one folder or file name that every platform allows.</summary>
    /// <param name="name">A single name, no path.</param>
    /// <returns>The name with forbidden characters replaced by <c>_</c>.</returns>
    public static string Clean(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var clean = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            clean.Append(character < ' ' || character == '\u007F' || "<>:\"/\\|?*".Contains(character, StringComparison.Ordinal) ? '_' : character);
        }

        var trimmed = clean.ToString().Trim(' ').TrimEnd('.', ' ');
        var device = trimmed.Split('.')[0].TrimEnd(' ');
        return DeviceNames.Contains(device) ? "_" + trimmed : trimmed;
    }

    private static string Shorten(string stem, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(stem) <= bytes)
        {
            return stem;
        }

        var length = 0;
        var used = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return stem[..length].TrimEnd('.', ' ');
    }
}
