using System.Globalization;
using System.Management.Automation;

namespace SkinEnhance.Binding;

/// <summary>Reads a duration: a number is seconds, anything else is read as a TimeSpan.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    // Longer waits than timers can count are no waits.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>Whether it is an age and no wait, which may be of any length. Default false.</summary>
    public bool AllowsAnyLength { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        var duration = value switch
        {
            TimeSpan span => span,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && Math.Abs(seconds) < 1e9
                => TimeSpan.FromSeconds(seconds),
            _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => span,
            _ => throw new ArgumentTransformationMetadataException($"'{text}' is no duration. Give seconds, such as 90, or a TimeSpan, such as 00:01:30."),
        };
        return duration > TimeSpan.Zero && (AllowsAnyLength || duration <= Longest)
            ? duration
            : throw new ArgumentTransformationMetadataException(
                $"The duration must be more than 0{(AllowsAnyLength ? string.Empty : $" and at most {Longest.TotalDays} days")}; it is {duration}.");
    }
}
