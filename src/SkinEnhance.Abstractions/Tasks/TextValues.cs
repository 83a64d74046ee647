using System.Collections.ObjectModel;
using System.Globalization;

namespace SkinEnhance;

/// <summary>A read-only list with a text form, its items joined by <c>; </c>, for a cell of a table or a CSV file. Addresses are written
/// without their query, which grants access.</summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="items">The items.</param>
public sealed class TextList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this.Select(item => item is Uri address ? ResultAddress.WithoutQuery(address) : item?.ToString()));
}

/// <summary>The parameters that were sent, by their names on the wire; their text form is like <c>sharpen=0; smart_grain=2</c>.</summary>
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
