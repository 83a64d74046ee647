namespace SkinEnhance.Core.Batch;

/// <summary>When a task is likely to be done.</summary>
/// <param name="First">How long after its submission it is first worth asking for.</param>
/// <param name="IsTelling">Whether an answer at once says something new of how long such tasks take.</param>
internal readonly record struct PollForecast(TimeSpan First, bool IsTelling);
