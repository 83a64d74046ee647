using System.Globalization;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Binding;

/// <summary>Reads a number within a range: never rounded, with a point for decimals in every culture, without separators of thousands.</summary>
/// <param name="minimum">The smallest number allowed.</param>
/// <param name="maximum">The largest number allowed; double.MaxValue for no limit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberTransformationAttribute(double minimum, double maximum = double.MaxValue) : ValueTransformationAttribute
{
    /// <summary>The smallest number allowed.</summary>
    public double Minimum => minimum;

    /// <summary>The largest number allowed.</summary>
    public double Maximum => maximum;

    /// <summary>Whether it must be a whole number. Default false.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether it is a number of bytes, for which the multipliers of PowerShell, such as 512MB, are usual. Default false.</summary>
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
