using System.Globalization;

namespace SkinEnhance.Core.Pricing;

/// <summary>Credits as text.</summary>
public static class CreditText
{
    /// <summary>Credits, to two decimals.</summary>
    /// <param name="credits">The credits.</param>
    /// <returns>Such as <c>78.07 credits</c>.</returns>
    public static string Of(double credits) => string.Create(CultureInfo.InvariantCulture, $"{credits:0.##} credits");

    /// <summary>Credits, and what they come to in US dollars where that is known.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="credits">The credits.</param>
    /// <returns>Such as <c>78.07 credits, about 0.37 USD</c>.</returns>
    public static string WithDollars(string provider, double credits) =>
        PriceList.ToDollars(provider, credits) is { } dollars
            ? $"{Of(credits)}, about {Dollars(dollars)}"
            : Of(credits);

    /// <summary>What is left, and what it is worth in US dollars where that is known.</summary>
    /// <param name="balance">The balance.</param>
    /// <returns>Such as <c>5751.74 credits, 27.26 USD</c>.</returns>
    public static string WithDollars(CreditBalance balance)
    {
        ArgumentNullException.ThrowIfNull(balance);
        return balance.Dollars is { } dollars ? $"{Of(balance.Credits)}, {Dollars(dollars)}" : Of(balance.Credits);
    }

    private static string Dollars(double dollars) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(dollars, Math.Abs(dollars) < 0.1 ? 3 : 2):0.00#} USD");
}
