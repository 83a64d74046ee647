namespace SkinEnhance.Core.Images;

/// <summary>What the placeholders of an <see cref="OutputNameTemplate"/> stand for.</summary>
/// <param name="BaseName">The source's name without extension.</param>
/// <param name="Extension">The source's extension without its dot; empty for none.</param>
/// <param name="Operation">The operation's command name.</param>
/// <param name="Scale">The scale, such as <c>2x</c>; <c>1x</c> where the size is kept.</param>
/// <param name="Index">The image's place in the batch, from 1.</param>
/// <param name="Folder">The name of the source's folder; empty for an address.</param>
/// <param name="TaskId">The provider's id of the task; null while it is not known.</param>
/// <param name="Date">The local time.</param>
internal sealed record OutputNameValues(
    string BaseName, string Extension, string Operation, string Scale, int Index, string Folder, string? TaskId, DateTimeOffset Date);
