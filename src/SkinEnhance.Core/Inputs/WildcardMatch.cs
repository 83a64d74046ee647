namespace SkinEnhance.Core.Inputs;

/// <summary>What a wildcard stands for, or a folder on the way to it that could not be read.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Refused">Why the folder could not be read.</param>
internal readonly record struct WildcardMatch(string Path, Exception? Refused = null);
