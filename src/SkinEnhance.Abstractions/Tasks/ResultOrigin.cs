namespace SkinEnhance;

/// <summary>The task whose result an image is, while that result is still at its provider.</summary>
/// <param name="TaskId">The task's id. It tells the result from others: the address of a result is signed anew now and then.</param>
/// <param name="Name">What the result would be called, without extension; results of it are named after that.</param>
/// <param name="Folder">The folder of the task's source file; null when the source is an address or not known.</param>
public sealed record ResultOrigin(string TaskId, string Name, string? Folder);
