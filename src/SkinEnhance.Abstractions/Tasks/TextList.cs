using System.Collections.ObjectModel;

namespace SkinEnhance;

/// <summary>A read-only list that reads as text, its items joined by <c>; </c>, where a cell of a table or a CSV file has room for one value.</summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="items">The items.</param>
public sealed class TextList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this);
}
