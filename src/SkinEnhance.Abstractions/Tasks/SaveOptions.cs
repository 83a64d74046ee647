namespace SkinEnhance;

/// <summary>Where and how results are saved.</summary>
/// <param name="Destination">The folder; it is made when it is missing.</param>
/// <param name="Force">Whether existing files are replaced.</param>
public sealed record SaveOptions(string Destination, bool Force = false);
