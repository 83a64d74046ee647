using System.Collections.ObjectModel;

namespace SkinEnhance;

/// <summary>A read-only list that reads as text, its items joined by <c>; </c>, where a cell of a table or a CSV file has room for one value.
/// Addresses read without their query, which opens a signed one.</summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="items">The items.</param>
public sealed class TextList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this.Select(item => item is Uri address ? ResultAddress.WithoutQuery(address) : item?.ToString()));
}
