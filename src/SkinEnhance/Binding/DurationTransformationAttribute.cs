using SkinEnhance.Core.Operations;

namespace SkinEnhance.Binding;

/// <summary>Reads a duration: a TimeSpan, a text with a unit such as <c>30d</c>, or a number of seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ValueTransformationAttribute
{
    // Longer waits than timers can count are no waits.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>Whether it is an age and no wait: of any length, and never a bare number, of which the unit is a guess. Default false.</summary>
    public bool IsAge { get; set; }

    /// <inheritdoc/>
    private protected override string Expected =>
        $"a TimeSpan, {(IsAge ? string.Empty : "a number of seconds, ")}or {DurationText.Form}, of more than 0{(IsAge ? string.Empty : $" and at most {Longest.TotalDays} days")}";

    /// <inheritdoc/>
    private protected override object TransformOne(object value)
    {
        var text = TextOf(value);
        var duration = BaseOf(value) is TimeSpan span ? span : IsAge ? DurationText.Read(text) : DurationText.ReadOrSeconds(text);
        if (IsAge && duration is null && NumberText.Read(text) is not null)
        {
            throw RefuseAs($"it is '{text}' without a unit, which a number in a variable has lost: put '{text}d' for days into quotation marks");
        }

        return duration > TimeSpan.Zero && (IsAge || duration <= Longest) ? duration : throw Refuse(value);
    }
}
