namespace SkinEnhance;

/// <summary>What Test-EnhanceImage -Detailed finds out about one image.</summary>
public sealed record EnhanceImageReport
{
    /// <summary>The full path; for a result that is still at its provider, its address.</summary>
    public required string Path { get; init; }

    /// <summary>The operation that it was tested for.</summary>
    public required string Operation { get; init; }

    /// <summary>The operation as the mode of Invoke-SkinEnhance, which binds to it there; null for an operation that is none of its modes.</summary>
    public SkinMode? Mode => Enum.TryParse<SkinMode>(Operation, out var mode) ? mode : null;

    /// <summary>How many times both sides are to grow, which binds to Start-Upscale; null for an operation that does not upscale.</summary>
    public UpscaleFactor? ScaleFactor { get; init; }

    /// <summary>Whether it may be sent.</summary>
    public bool IsAccepted => Problem.Count == 0;

    /// <summary>The format by its bytes; Unknown when it could not be read.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>Width in pixels; null when it could not be read.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels; null when it could not be read.</summary>
    public int? Height { get; init; }

    /// <summary>The file's size in bytes; null when it could not be read.</summary>
    public long? Length { get; init; }

    /// <summary>What speaks against sending it; each with its id, message and advice.</summary>
    public IReadOnlyList<EnhanceError> Problem { get; init; } = [];

    /// <summary>What it will cost, in the provider's credits; null when it would be refused or the price is not known.</summary>
    public double? EstimatedCredits { get; init; }

    /// <summary>The month of the price data behind the estimate.</summary>
    public string? PricesAsOf { get; init; }
}
