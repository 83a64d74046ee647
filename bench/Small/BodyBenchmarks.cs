using System.Text.Json;
using BenchmarkDotNet.Attributes;
using SkinEnhance.Bench.Images;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Bench.Small;

/// <summary>From an image file to the bytes of a request's body, thrown away.</summary>
public class BodyBenchmarks
{
    private Scratch? _scratch;
    private string _path = string.Empty;
    private ProviderSubmission? _submission;

    /// <summary>The image's size in MB.</summary>
    [Params(1, 40)]
    public int Megabytes { get; set; }

    /// <summary>Makes the image.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _scratch = new Scratch();
        _path = ImageSet.Create(_scratch, ImageSizes.Same(1, Megabytes * ImageSizes.Megabyte)).Images[0].Path;
        var (image, writtenUtc) = ImagePreflight.Inspect(_path);
        _submission = new ProviderSubmission
        {
            Operation = ComfyOperations.Faithful,
            Source = ImageSource.FromPath(_path),
            Image = image,
            ImageWrittenUtc = writtenUtc,
            Parameters = new Dictionary<string, object> { ["sharpen"] = 0, ["smart_grain"] = 2, ["skin_detail"] = 80 },
            IdempotencyKey = "bench",
        };
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _scratch?.Dispose();

    /// <summary>As most programs do it: read, encode, serialise, send.</summary>
    /// <returns>When the last byte is written.</returns>
    [Benchmark(Baseline = true, Description = "ToBase64String, JsonSerializer, StringContent")]
    public async Task InMemory()
    {
        var image = Convert.ToBase64String(await File.ReadAllBytesAsync(_path));
        using var content = new StringContent(JsonSerializer.Serialize(new { sharpen = 0, smart_grain = 2, skin_detail = 80, image }));
        await content.CopyToAsync(Stream.Null);
    }

    /// <summary>As the engine does it.</summary>
    /// <returns>When the last byte is written.</returns>
    [Benchmark(Description = "the engine's streamed body")]
    public async Task Streamed()
    {
        using var content = ComfyBody.Create(_submission!);
        await content.CopyToAsync(Stream.Null);
    }
}
