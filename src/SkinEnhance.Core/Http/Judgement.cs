using SkinEnhance.Core.Resilience;

namespace SkinEnhance.Core.Http;

/// <summary>What one attempt came to.</summary>
/// <param name="Disposition">What may be done next.</param>
/// <param name="Value">What the answer says, when it is a success.</param>
/// <param name="Error">What to report when nothing more is done; null for a success.</param>
internal sealed record Judgement(Disposition Disposition, object? Value, EnhanceError? Error)
{
    /// <summary>The answer; null when there was none.</summary>
    internal ApiAnswer? Answer { get; init; }

    /// <summary>What was thrown instead of an answer.</summary>
    internal Exception? Cause { get; init; }

    internal static Judgement Success(object value) => new(Disposition.Success, value, null);

    internal static Judgement Failure(Disposition disposition, EnhanceError error) => new(disposition, null, error);
}
