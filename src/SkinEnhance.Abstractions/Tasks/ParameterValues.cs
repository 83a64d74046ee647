using System.Collections.ObjectModel;
using System.Globalization;

namespace SkinEnhance;

/// <summary>Parameters as they were sent, by their names on the wire; reads as text like <c>sharpen=0; smart_grain=2</c>.</summary>
/// <param name="values">The parameters.</param>
public sealed class ParameterValues(IEnumerable<KeyValuePair<string, object>> values)
    : ReadOnlyDictionary<string, object>(new Dictionary<string, object>(values, StringComparer.Ordinal))
{
    /// <summary>No parameters.</summary>
    public static ParameterValues None { get; } = new([]);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", this.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Key}={parameter.Value}")));
}
