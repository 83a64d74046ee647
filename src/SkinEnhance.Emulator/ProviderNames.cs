namespace SkinEnhance.Emulator;

/// <summary>What the providers are called in the record.</summary>
internal static class ProviderNames
{
    public const string Comfy = "comfy";
    public const string AILab = "ailab";
}
