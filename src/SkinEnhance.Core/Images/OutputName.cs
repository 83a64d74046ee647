using System.Text;
using System.Text.RegularExpressions;

namespace SkinEnhance.Core.Images;

/// <summary>Names of result files, valid on every platform whatever the source's name.</summary>
/// <remarks>
/// By default <c>&lt;source&gt;-&lt;operation&gt;[-&lt;scale&gt;x][ (n)][-n].&lt;ext&gt;</c>: the scale for upscalers, a number in parentheses when two
/// images have the same name, a number after a dash when a task has several results.
/// </remarks>
public static partial class OutputName
{
    // File systems allow 255 bytes or characters; the rest is for " (12345)", "-12" and the extension.
    internal const int LongestStem = 230;

    private static readonly HashSet<string> DeviceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>The name of a source, without extension.</summary>
    /// <param name="source">The image.</param>
    /// <returns>The name, without characters that are invalid on Windows; never empty.</returns>
    public static string BaseName(ImageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var name = Clean(source.Origin?.Name ?? Path.GetFileNameWithoutExtension(source.Path ?? Uri.UnescapeDataString(source.Uri!.AbsolutePath)));
        return name.Length > 0 ? name : "image";
    }

    /// <summary>The default name of a result without number and extension.</summary>
    /// <param name="source">The image.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="scale">The factor by which the operation multiplies both sides; 1 when the size does not change.</param>
    /// <returns>The stem, without characters that are invalid on Windows.</returns>
    public static string Stem(ImageSource source, OperationDescriptor operation, int scale = 1) => Stem(BaseName(source), operation, scale);

    /// <summary>The default name for a given name of the source.</summary>
    internal static string Stem(string baseName, OperationDescriptor operation, int scale)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var suffix = $"-{operation.CommandName}{(scale > 1 ? FormattableString.Invariant($"-{scale}x") : string.Empty)}";
        return Shorten(baseName, LongestStem - suffix.Length) + suffix;
    }

    /// <summary>Adds the number that distinguishes images with the same name.</summary>
    internal static string Numbered(string stem, int number) => number == 1 ? stem : FormattableString.Invariant($"{stem} ({number})");

    /// <summary>Removes the number that <see cref="Numbered"/> adds.</summary>
    internal static string Unnumbered(string stem) => NumberInParentheses().Replace(stem, string.Empty);

    /// <summary>Removes the number that <see cref="Of"/> adds for each of several results.</summary>
    internal static string WithoutIndex(string stem) => NumberAfterDash().Replace(stem, string.Empty);

    /// <summary>The name of one result.</summary>
    /// <param name="stem">The stem.</param>
    /// <param name="number">The result's position, from 1.</param>
    /// <param name="count">How many results there are; a single one gets no number.</param>
    /// <param name="format">The result's format.</param>
    /// <returns>The file name.</returns>
    public static string Of(string stem, int number, int count, ImageFormat format) =>
        count == 1 ? $"{stem}{ImageFormats.Extension(format)}" : $"{stem}-{number}{ImageFormats.Extension(format)}";

    /// <summary>Whether a stem is the default name for this command name.</summary>
    internal static bool IsOf(string stem, string commandName)
    {
        var name = Unnumbered(stem);
        return Ends(name) || Ends(WithoutIndex(name)) || Ends(WithoutScale(name)) || Ends(WithoutScale(WithoutIndex(name)));

        bool Ends(string text) => text.Length > commandName.Length + 1 && text.EndsWith("-" + commandName, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Makes a folder or file name valid on every platform.</summary>
    /// <param name="name">A single name, not a path.</param>
    /// <returns>The name with invalid characters replaced by <c>_</c>.</returns>
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

    /// <summary>Shortens a name to a number of bytes in UTF-8, between characters.</summary>
    internal static string Shorten(string stem, int bytes)
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

    private static string WithoutScale(string stem) => Scale().Replace(stem, string.Empty);

    [GeneratedRegex(@" \(\d+\)$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberInParentheses();

    [GeneratedRegex(@"-\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAfterDash();

    [GeneratedRegex(@"-\d+x$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Scale();
}
