using System.Globalization;

namespace SkinEnhance.Cli.Output;

/// <summary>Credits as text.</summary>
internal static class CreditText
{
    internal static string Of(double credits) => string.Create(CultureInfo.InvariantCulture, $"{credits:0.##} credits");
}
