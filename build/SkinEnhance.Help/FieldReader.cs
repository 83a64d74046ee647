using System.Globalization;
using Markdig.Syntax;

namespace SkinEnhance.Help;

/// <summary>The lines "key: value" of a YAML block, each key once. Other YAML is refused.</summary>
internal sealed class FieldReader
{
    private readonly string _path;
    private readonly Dictionary<string, (string Value, int Line)> _fields = [];

    /// <exception cref="PageException">A key is missing, unknown or given twice, or a line has another form.</exception>
    internal FieldReader(string path, LeafBlock block, IReadOnlyList<string> required, params IReadOnlyList<string> optional)
    {
        _path = path;

        // The first line of the block is its fence.
        var number = block.Line + 1;
        foreach (var text in block.Lines.ToString().Split('\n').Select(line => line.TrimEnd()))
        {
            number++;
            if (text.Length > 0)
            {
                Add(text, number, [.. required, .. optional]);
            }
        }

        if (required.FirstOrDefault(key => !_fields.ContainsKey(key)) is { } missing)
        {
            throw new PageException(path, block.Line + 1, $"The block has no line '{missing}: '.");
        }
    }

    internal string this[string key] => OrEmpty(key) is { Length: > 0 } value ? value : throw Fault(key, $"'{key}' has no value.");

    internal string OrEmpty(string key) => _fields[key].Value;

    internal string OneOf(string key, params IReadOnlyList<string> values) =>
        values.Contains(this[key]) ? this[key] : throw Fault(key, $"'{key}' is '{this[key]}'; it is {string.Join(" or ", values.Select(value => $"'{value}'"))}.");

    /// <summary>The values between commas; empty when the key is missing.</summary>
    internal IReadOnlyList<string> List(string key) => _fields.ContainsKey(key) ? this[key].Split(", ") : [];

    internal IReadOnlyList<string> ListOf(string key, IReadOnlyList<string> values)
    {
        var list = List(key);
        return list.FirstOrDefault(value => !values.Contains(value)) is { } unknown
            ? throw Fault(key, $"'{key}' names '{unknown}'; there are {string.Join(", ", values.Select(value => $"'{value}'"))}.")
            : list;
    }

    /// <summary>The number, or null when the value is <paramref name="word"/>.</summary>
    internal int? NumberOr(string key, string word)
    {
        if (this[key] == word)
        {
            return null;
        }

        return int.TryParse(this[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault(key, $"'{key}' is '{this[key]}'; it is '{word}' or a number from 0.");
    }

    private void Add(string text, int line, IReadOnlyList<string> keys)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var key = colon < 0 ? text : text[..colon];
        if (colon < 0 || !keys.Contains(key))
        {
            throw new PageException(_path, line, $"'{key}' is not one of the keys of this block: {string.Join(", ", keys.Select(known => $"'{known}'"))}.");
        }

        if (!_fields.TryAdd(key, (text[(colon + 1)..].Trim(), line)))
        {
            throw new PageException(_path, line, $"'{key}' appears twice.");
        }
    }

    private PageException Fault(string key, string message) => new(_path, _fields[key].Line, message);
}
