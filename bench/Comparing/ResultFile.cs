namespace SkinEnhance.Bench.Comparing;

/// <summary>A result that a contender left.</summary>
/// <param name="NamedAt">When it got its name.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record ResultFile(DateTimeOffset NamedAt, long Length);
