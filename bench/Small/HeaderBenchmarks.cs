using BenchmarkDotNet.Attributes;
using MetadataExtractor;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Bench.Small;

/// <summary>Format and size of an image file, opened for it.</summary>
public class HeaderBenchmarks
{
    private string _path = string.Empty;

    /// <summary>One of the sample images.</summary>
    [Params("phone-orientation-6.jpg", "small-portrait.png", "portrait-bun.webp")]
    public string Sample { get; set; } = string.Empty;

    /// <summary>Finds it.</summary>
    [GlobalSetup]
    public void Setup() => _path = Path.Combine(Self.Repository, "samples", Sample);

    /// <summary>A general library.</summary>
    /// <returns>How many directories it found.</returns>
    [Benchmark(Baseline = true, Description = "MetadataExtractor")]
    public int Library()
    {
        using var file = File.OpenRead(_path);
        return ImageMetadataReader.ReadMetadata(file).Count;
    }

    /// <summary>The engine's own probe.</summary>
    /// <returns>The width.</returns>
    [Benchmark(Description = "the engine's probe")]
    public int Probe()
    {
        using var file = File.OpenRead(_path);
        return ImageHeader.Read(file).Width;
    }
}
