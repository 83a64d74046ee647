using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SkinEnhance.Core.Images;

/// <summary>A pattern for the names of results, such as <c>{Folder}/{BaseName}-{Operation}</c>.</summary>
/// <remarks>
/// The extension is not part of it: it follows from the result's format. A slash creates a folder below the destination. The values are
/// made valid on every platform, and no name leaves the destination.
/// </remarks>
public sealed class OutputNameTemplate
{
    /// <summary>The placeholders, for messages and help.</summary>
    public const string Placeholders = "{BaseName} {Extension} {Operation} {Scale} {Index} {Index:000} {Folder} {TaskId} {Date} {Date:yyyy-MM-dd}";

    private const string Forbidden = "<>:\"|?*";
    private const string DefaultDate = "yyyy-MM-dd";

    private readonly IReadOnlyList<IReadOnlyList<Piece>> _parts;

    private OutputNameTemplate(string text, IReadOnlyList<IReadOnlyList<Piece>> parts) => (Text, _parts) = (text, parts);

    /// <summary>The original pattern.</summary>
    public string Text { get; }

    /// <summary>Whether names contain the task's id, so that none is known before the image is accepted.</summary>
    internal bool NeedsTaskId => _parts.Any(part => part.Any(piece => piece.Name == nameof(OutputNameValues.TaskId)));

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The pattern; <c>{{</c> and <c>}}</c> are literal braces.</param>
    /// <returns>The template.</returns>
    /// <exception cref="InvalidParameterException">A placeholder is unknown, a character is not allowed in names, or the pattern leaves the
    /// destination.</exception>
    public static OutputNameTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<List<Piece>> parts = [[]];
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            var isDoubled = at + 1 < text.Length && text[at + 1] == character;
            switch (character)
            {
                case '{' or '}' when isDoubled:
                    literal.Append(character);
                    at++;
                    break;
                case '{':
                    var end = text.IndexOf('}', at);
                    if (end < 0)
                    {
                        throw Refused(text, "a '{' has no '}'");
                    }

                    Flush();
                    parts[^1].Add(Placeholder(text, text[(at + 1)..end]));
                    at = end;
                    break;
                case '}':
                    throw Refused(text, "a '}' has no '{'");
                case '/' or '\\':
                    Flush();
                    parts.Add([]);
                    break;
                case < ' ' or '\u007F':
                case var _ when Forbidden.Contains(character, StringComparison.Ordinal):
                    throw Refused(text, $"the character {(character < ' ' ? $"U+{(int)character:X4}" : $"'{character}'")} is not allowed in file names");
                default:
                    literal.Append(character);
                    break;
            }
        }

        Flush();
        foreach (var part in parts)
        {
            if (part.All(piece => piece.Name is null && piece.Text.Trim(' ', '.').Length == 0))
            {
                throw Refused(text, "it leaves the destination or ends with a folder; each part between slashes needs a name");
            }
        }

        return new OutputNameTemplate(text, parts);

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts[^1].Add(new Piece(null, literal.ToString()));
                literal.Clear();
            }
        }
    }

    /// <summary>Checks that an operation has values for the pattern.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="InvalidParameterException">Its tasks have no id.</exception>
    public void Check(OperationDescriptor operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (NeedsTaskId && operation.IsSynchronous)
        {
            throw Refused(Text, $"tasks of {operation.Name} have no id");
        }
    }

    /// <summary>The folder below the destination, and the stem of the file.</summary>
    internal (string Folder, string Stem) Expand(OutputNameValues values)
    {
        var names = _parts.Select(part => Expand(part, values)).ToList();
        var folders = names.SkipLast(1).Where(name => name.Length > 0);
        return (Path.Combine([.. folders]), names[^1] is { Length: > 0 } stem ? stem : "image");
    }

    /// <summary>Whether a stem fits this pattern with these values, whatever the index, the date and the task id.</summary>
    internal bool Matches(string stem, OutputNameValues values)
    {
        var pattern = string.Concat(_parts[^1].Select(piece => piece.Varies ? ".*" : Regex.Escape(piece.ToString(values))));
        return Regex.IsMatch(stem, $"^{pattern}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private static string Expand(IReadOnlyList<Piece> part, OutputNameValues values)
    {
        var name = Join(values);
        var excess = Encoding.UTF8.GetByteCount(name) - OutputName.LongestStem;
        if (excess > 0)
        {
            // Only the source's name can be long; the parts that distinguish results usually follow it.
            var length = Math.Max(1, Encoding.UTF8.GetByteCount(values.BaseName) - excess);
            name = OutputName.Shorten(Join(values with { BaseName = OutputName.Shorten(values.BaseName, length) }), OutputName.LongestStem);
        }

        return OutputName.Clean(name);

        string Join(OutputNameValues from) => string.Concat(part.Select(piece => piece.ToString(from)));
    }

    private static Piece Placeholder(string text, string inner)
    {
        var (name, format) = inner.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (inner[..colon], inner[(colon + 1)..]) : (inner, null);
        var known = Array.Find(Piece.Names, other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase))
            ?? throw Refused(text, $"there is no placeholder '{{{name}}}'");
        var isRight = (known, format) switch
        {
            (_, null) => true,
            (nameof(OutputNameValues.Index), _) => format.Length is > 0 and <= 9 && format.All(digit => digit == '0'),
            (nameof(OutputNameValues.Date), _) => IsDate(format),
            _ => false,
        };
        return isRight ? new Piece(known, format ?? string.Empty) : throw Refused(text, $"'{{{inner}}}' has a format that {{{known}}} does not support");
    }

    private static bool IsDate(string format)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static InvalidParameterException Refused(string text, string why) => new(new EnhanceError
    {
        Id = ErrorIds.ParameterNotAllowed,
        Target = "OutputName",
        Message = $"The output name '{text}' is not valid: {why}. The placeholders are {Placeholders}.",
    });

    /// <summary>Literal text, or a placeholder with its format.</summary>
    private sealed record Piece(string? Name, string Text)
    {
        internal static readonly string[] Names =
        [
            nameof(OutputNameValues.BaseName), nameof(OutputNameValues.Extension), nameof(OutputNameValues.Operation), nameof(OutputNameValues.Scale),
            nameof(OutputNameValues.Index), nameof(OutputNameValues.Folder), nameof(OutputNameValues.TaskId), nameof(OutputNameValues.Date),
        ];

        /// <summary>Whether the value may differ between runs for the same image.</summary>
        internal bool Varies => Name is nameof(OutputNameValues.Index) or nameof(OutputNameValues.TaskId) or nameof(OutputNameValues.Date);

        internal string ToString(OutputNameValues values) => Name switch
        {
            null => Text,
            nameof(OutputNameValues.BaseName) => OutputName.Clean(values.BaseName),
            nameof(OutputNameValues.Extension) => OutputName.Clean(values.Extension),
            nameof(OutputNameValues.Operation) => values.Operation,
            nameof(OutputNameValues.Scale) => values.Scale,
            nameof(OutputNameValues.Index) => values.Index.ToString(Text, CultureInfo.InvariantCulture),
            nameof(OutputNameValues.Folder) => OutputName.Clean(values.Folder),
            nameof(OutputNameValues.TaskId) => OutputName.Clean(values.TaskId ?? string.Empty),
            _ => OutputName.Clean(values.Date.ToString(Text.Length > 0 ? Text : DefaultDate, CultureInfo.InvariantCulture)),
        };
    }
}

/// <summary>The values for the placeholders of an <see cref="OutputNameTemplate"/>.</summary>
/// <param name="BaseName">The source's name without extension.</param>
/// <param name="Extension">The source's extension without its dot; empty for none.</param>
/// <param name="Operation">The operation's command name.</param>
/// <param name="Scale">The scale, such as <c>2x</c>; <c>1x</c> when the size does not change.</param>
/// <param name="Index">The image's position in the batch, from 1.</param>
/// <param name="Folder">The name of the source's folder; empty for an address.</param>
/// <param name="TaskId">The provider's id of the task; null while it is not known.</param>
/// <param name="Date">The local time.</param>
internal sealed record OutputNameValues(
    string BaseName, string Extension, string Operation, string Scale, int Index, string Folder, string? TaskId, DateTimeOffset Date);
