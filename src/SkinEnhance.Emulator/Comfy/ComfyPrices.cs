namespace SkinEnhance.Emulator.Comfy;

/// <summary>Comfy's prices in credits, 211 to a US dollar (Comfy's pricing page, August 2026).</summary>
internal static class ComfyPrices
{
    public const double SkinCreative = 61.19;
    public const double SkinFaithful = 78.07;
    public const double SkinFlexible = 94.95;

    /// <summary>The price of an upscale: each doubling is priced by the megapixels before it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="factor">The factor by which both sides grow.</param>
    /// <returns>Credits.</returns>
    public static double Upscale(ImageInfo image, int factor)
    {
        var price = 0.0;
        var megapixels = image.Pixels / 1e6;
        for (var reached = 1; reached < factor; reached *= 2)
        {
            price += megapixels switch
            {
                <= 1.3 => 35.91,
                <= 3.0 => 71.82,
                <= 6.4 => 107.73,
                _ => 430.88,
            };
            megapixels *= 4;
        }

        return Math.Round(price, 2);
    }
}
