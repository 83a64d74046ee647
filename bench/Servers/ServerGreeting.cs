namespace SkinEnhance.Bench.Servers;

/// <summary>The first thing a server says.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Key">The key it takes for Comfy.</param>
/// <param name="AILabKey">The key it takes for AILab.</param>
internal sealed record ServerGreeting(Uri Address, string Key, string AILabKey);
