namespace SkinEnhance;

/// <summary>The report of Test-EnhanceImage -Detailed on one image.</summary>
public sealed record EnhanceImageReport
{
    /// <summary>The full path; for a result that is not saved, its address at the provider.</summary>
    public required string Path { get; init; }

    /// <summary>The tested operation.</summary>
    public required string Operation { get; init; }

    /// <summary>The operation as a mode of Invoke-SkinEnhance, to which it binds; null for an operation that is not one of its modes.</summary>
    public SkinMode? Mode => Enum.TryParse<SkinMode>(Operation, out var mode) ? mode : null;

    /// <summary>The factor by which both sides would grow, which binds to Start-Upscale; null for an operation that does not upscale.</summary>
    public UpscaleFactor? ScaleFactor { get; init; }

    /// <summary>Whether the operation accepts it.</summary>
    public bool IsAccepted => Problem.Count == 0;

    /// <summary>The format, from the bytes; Unknown if it could not be read.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>Width in pixels; null if it could not be read.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels; null if it could not be read.</summary>
    public int? Height { get; init; }

    /// <summary>The file's size in bytes; null if it could not be read.</summary>
    public long? Length { get; init; }

    /// <summary>The reasons why the operation does not accept it; each with its id, message and advice.</summary>
    public IReadOnlyList<EnhanceError> Problem { get; init; } = [];

    /// <summary>The estimated price, in the provider's credits; null if it is not accepted or the price is not known.</summary>
    public double? EstimatedCredits { get; init; }

    /// <summary>The month of the price data.</summary>
    public string? PricesAsOf { get; init; }
}
