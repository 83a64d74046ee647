namespace SkinEnhance.Core.Batch;

/// <summary>When a task is likely to be done.</summary>
/// <param name="First">How long after its submission it is first worth asking for.</param>
/// <param name="IsInformative">Whether an answer at once says something new of how long such tasks take.</param>
internal readonly record struct DurationEstimate(TimeSpan First, bool IsInformative);
