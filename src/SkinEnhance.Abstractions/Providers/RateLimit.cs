namespace SkinEnhance;

/// <summary>How many requests a provider takes within any stretch of time.</summary>
/// <param name="Count">The number; at least 1.</param>
/// <param name="Window">The stretch of time.</param>
public readonly record struct RateLimit(int Count, TimeSpan Window);
