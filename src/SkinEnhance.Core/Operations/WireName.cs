namespace SkinEnhance.Core.Operations;

/// <summary>Compares names regardless of spelling: <c>smart_grain</c>, <c>smart-grain</c>, <c>SmartGrain</c>, <c>Smart Grain</c>.</summary>
public static class WireName
{
    /// <summary>Whether two spellings are the same name.</summary>
    /// <param name="left">One spelling.</param>
    /// <param name="right">Another spelling.</param>
    /// <returns>True when they differ in case, <c>_</c>, <c>-</c> and spaces only.</returns>
    public static bool AreSame(string left, string right) => string.Equals(Fold(left), Fold(right), StringComparison.OrdinalIgnoreCase);

    /// <summary>Removes the separators of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The name without <c>_</c>, <c>-</c> and spaces.</returns>
    public static string Fold(string name) =>
        (name ?? throw new ArgumentNullException(nameof(name))).Replace("_", null, StringComparison.Ordinal).Replace("-", null, StringComparison.Ordinal).Replace(" ", null, StringComparison.Ordinal);
}
