namespace SkinEnhance.Emulator.Http;

/// <summary>A request's body is larger than the emulator takes.</summary>
internal sealed class BodyTooLargeException : Exception;
