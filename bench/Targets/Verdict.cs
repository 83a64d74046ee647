namespace SkinEnhance.Bench.Targets;

/// <summary>One target and what was measured.</summary>
/// <param name="Target">The target, in words.</param>
/// <param name="Measured">What was measured.</param>
/// <param name="IsMet">Whether it is met; null when there is nothing to meet, or it was not run.</param>
internal sealed record Verdict(string Target, string Measured, bool? IsMet)
{
    /// <summary>A target that a figure must not pass.</summary>
    internal static Verdict AtMost(string target, double measured, double most, string unit) =>
        new(target, $"{Reporting.Figure.Of(measured)}{unit}", measured <= most);

    /// <summary>A figure beside the targets.</summary>
    internal static Verdict Information(string what, string measured) => new(what, measured, null);

    internal static Verdict NotRun(string target, string reason) => new(target, $"not run: {reason}", null);
}
