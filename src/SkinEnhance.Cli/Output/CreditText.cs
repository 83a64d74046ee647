using System.Globalization;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Output;

/// <summary>Credits as text.</summary>
internal static class CreditText
{
    internal static string Of(double credits) => string.Create(CultureInfo.InvariantCulture, $"{credits:0.##} credits");

    /// <summary>Credits, and what they come to in US dollars where that is known.</summary>
    internal static string WithDollars(string provider, double credits) =>
        PriceList.ToDollars(provider, credits) is { } dollars
            ? $"{Of(credits)}, about {Dollars(dollars)}"
            : Of(credits);

    /// <summary>What is left, and what it is worth in US dollars where that is known.</summary>
    internal static string WithDollars(CreditBalance balance) =>
        balance.Dollars is { } dollars ? $"{Of(balance.Credits)}, {Dollars(dollars)}" : Of(balance.Credits);

    private static string Dollars(double dollars) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(dollars, Math.Abs(dollars) < 0.1 ? 3 : 2):0.00#} USD");
}
