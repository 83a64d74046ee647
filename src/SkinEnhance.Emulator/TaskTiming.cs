namespace SkinEnhance.Emulator;

/// <summary>How long one task takes, and what the service says of it when it accepts the task.</summary>
/// <param name="Duration">How long it takes.</param>
/// <param name="Estimate">What is told of it, in whole seconds rounded up; <see langword="null"/> to say nothing. Comfy only.</param>
/// <param name="EstimateP90">The time that nine of ten such tasks keep to, told likewise; <see langword="null"/> to say nothing.</param>
public sealed record TaskTiming(TimeSpan Duration, TimeSpan? Estimate = null, TimeSpan? EstimateP90 = null);
