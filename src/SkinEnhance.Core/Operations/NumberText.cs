using System.Globalization;

namespace SkinEnhance.Core.Operations;

/// <summary>Reads numbers alike everywhere: a point for decimals, whatever the culture; no separators of thousands, no spaces, no units.</summary>
public static class NumberText
{
    /// <summary>Reads a number.</summary>
    /// <param name="text">Digits with a sign, a decimal point and an exponent where wanted, such as <c>-2</c>, <c>0.5</c> or <c>1e3</c>.</param>
    /// <returns>The number; null when the text is none, or none that is finite.</returns>
    public static double? Read(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;
}
