namespace SkinEnhance.Core.Inputs;

/// <summary>A file in a folder, or a folder that could not be read.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Relative">Its folder, or itself, below the folder that was walked.</param>
/// <param name="Refused">Why the folder could not be read.</param>
internal readonly record struct WalkedFile(string Path, string Relative, Exception? Refused = null);
