using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Binding;

/// <summary>Reads the one value of a parameter strictly: PowerShell's own conversion rounds numbers, reads 10,5 as 105 and null as 0, and
/// combines a list of enum values into another value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract partial class ValueTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether an empty text counts as not specified, as in an empty cell of a row. On the command line
    /// it is still an error, which the command must check. Default false.</summary>
    public bool EmptyIsNotGiven { get; set; }

    /// <summary>Whether the attributes of a file, such as <c>-a---</c>, count as not specified: the objects of Get-ChildItem have a property Mode,
    /// and no valid value of such a parameter looks like one. Default false.</summary>
    public bool FileModeIsNotGiven { get; set; }

    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var values = Flatten(inputData).OfType<object>().Where(value => !IsEmpty(value)).ToArray();
        if (values.Length == 0)
        {
            return EmptyIsNotGiven ? null : throw RefuseAs("it is empty");
        }

        return TransformAll(values);
    }

    /// <summary>Reads the values, at least one.</summary>
    private protected virtual object? TransformAll(IReadOnlyList<object> values) =>
        values is [var single] ? TransformOne(single) : throw RefuseAs($"it is a list of {values.Count}: {string.Join(", ", values.Select(value => $"'{TextOf(value)}'"))}");

    /// <summary>Reads one value, which is not empty.</summary>
    private protected abstract object? TransformOne(object value);

    /// <summary>The valid values, such as <c>a whole number from 0 to 100</c>.</summary>
    private protected abstract string Expected { get; }

    /// <summary>The error for a value.</summary>
    private protected ArgumentTransformationMetadataException Refuse(object value) => RefuseAs($"it is '{TextOf(value)}'");

    /// <summary>The error, with the description of the value.</summary>
    private protected ArgumentTransformationMetadataException RefuseAs(string seen) => new($"Specify {Expected}; {seen}.");

    /// <summary>The value without its wrapping.</summary>
    private protected static object BaseOf(object value) => value is PSObject { BaseObject: var inner } ? inner : value;

    /// <summary>The value as it was typed, such as <c>30d</c>, which PowerShell parses as the decimal 30; otherwise its text in the invariant culture.</summary>
    private protected static string TextOf(object value)
    {
        var inner = BaseOf(value);
        var text = Convert.ToString(inner, CultureInfo.InvariantCulture) ?? string.Empty;

        // PowerShell wraps a number together with its token unless it was typed in its plain form.
        return value is PSObject && inner is ValueType && value.ToString() is { } typed && typed != Convert.ToString(inner, CultureInfo.CurrentCulture) ? typed : text;
    }

    private static IEnumerable<object?> Flatten(object? value) => value switch
    {
        null => [],
        PSObject { BaseObject: not PSCustomObject } wrapped when wrapped.BaseObject is IEnumerable and not string and not IDictionary => Flatten(wrapped.BaseObject),
        IEnumerable list and not string and not IDictionary => list.Cast<object?>(),
        _ => [value],
    };

    /// <summary>Whether an empty text is invalid.</summary>
    private protected virtual bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);

    private bool IsEmpty(object value) => BaseOf(value) is string text && (IsBlank(text) || (FileModeIsNotGiven && FileMode().IsMatch(text)));

    [GeneratedRegex("^[dl-][a-][r-][h-][s-][l-]?$")]
    private static partial Regex FileMode();
}

/// <summary>Reads a text, which must not be empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextTransformationAttribute : ValueTransformationAttribute
{
    /// <inheritdoc/>
    private protected override string Expected => "one text";

    /// <inheritdoc/>
    private protected override bool IsBlank(string text) => text.Length == 0;

    /// <inheritdoc/>
    private protected override object TransformOne(object value) => value;
}

/// <summary>Reads a point in time: a DateTime, its text, or an age, such as <c>7d</c>. PowerShell would convert a number to a date in the year 1.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeTransformationAttribute : ValueTransformationAttribute
{
    /// <inheritdoc/>
    private protected override string Expected => $"a DateTime, {TimeText.Form}";

    /// <inheritdoc/>
    private protected override object TransformOne(object value) =>
        BaseOf(value) is DateTime or DateTimeOffset ? value : TimeText.Read(TextOf(value))?.LocalDateTime ?? throw Refuse(value);
}

/// <summary>Reads a duration: a TimeSpan, a text with a unit such as <c>30d</c>, or a number of seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ValueTransformationAttribute
{
    // The limit of .NET timers.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>Whether it is an age, not a wait: of any length, and never a number without a unit, whose unit would be a guess. Default false.</summary>
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
            throw RefuseAs($"it is '{text}' without a unit, because PowerShell converted it to a number: enclose '{text}d' for days in quotation marks");
        }

        return duration > TimeSpan.Zero && (IsAge || duration <= Longest) ? duration : throw Refuse(value);
    }
}

/// <summary>Reads a number in a range: never rounded, with a decimal point in every culture, without thousands separators.</summary>
/// <param name="minimum">The smallest valid number.</param>
/// <param name="maximum">The largest valid number; double.MaxValue for no limit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberTransformationAttribute(double minimum, double maximum = double.MaxValue) : ValueTransformationAttribute
{
    /// <summary>The smallest valid number.</summary>
    public double Minimum => minimum;

    /// <summary>The largest valid number.</summary>
    public double Maximum => maximum;

    /// <summary>Whether it must be a whole number. Default false.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether it is a number of bytes, which can have a multiplier of PowerShell, such as 512MB. Default false.</summary>
    public bool IsSize { get; set; }

    /// <inheritdoc/>
    private protected override string Expected =>
        (IsWhole ? "a whole number " : "a number ")
        + (maximum < double.MaxValue ? FormattableString.Invariant($"from {minimum} to {maximum}") : FormattableString.Invariant($"of at least {minimum}"));

    /// <inheritdoc/>
    private protected override object TransformOne(object value)
    {
        var isNumber = BaseOf(value) is string or (ValueType and IConvertible and not (bool or char or DateTime or Enum));
        var number = BaseOf(value) switch
        {
            int or long when IsSize => Convert.ToDouble(BaseOf(value), CultureInfo.InvariantCulture),
            _ => isNumber ? NumberText.Read(TextOf(value)) : null,
        };
        return number is { } read && read >= minimum && read <= maximum && (!IsWhole || (double.IsInteger(read) && read <= int.MaxValue))
            ? IsWhole ? (int)read : read
            : throw Refuse(value);
    }
}
