namespace SkinEnhance.Bench.Images;

/// <summary>A folder of generated images, no two alike, half of them JPEG and half PNG. It is deleted when it is disposed.</summary>
internal sealed class ImageSet : IDisposable
{
    private ImageSet(string folder, IReadOnlyList<BenchImage> images)
    {
        Folder = folder;
        Images = images;
        ByHash = images.ToDictionary(image => image.Sha256);
    }

    internal string Folder { get; }

    internal IReadOnlyList<BenchImage> Images { get; }

    internal IReadOnlyDictionary<string, BenchImage> ByHash { get; }

    internal long Bytes => Images.Sum(image => image.Length);

    /// <summary>Writes the images.</summary>
    /// <param name="scratch">Makes the folder.</param>
    /// <param name="sizes">Their sizes.</param>
    /// <param name="firstNumber">What the first one is made from; sets of different numbers share no image.</param>
    /// <returns>The images.</returns>
    internal static ImageSet Create(Scratch scratch, IReadOnlyList<long> sizes, int firstNumber = 0)
    {
        var folder = scratch.NewFolder("images");
        return new ImageSet(folder, [.. sizes.Select((size, index) => Create(folder, index, firstNumber + index, size))]);
    }

    public void Dispose() => Scratch.Delete(Folder);

    private static BenchImage Create(string folder, int index, int number, long size)
    {
        var name = Invariant($"img{index:00000}");
        var isPng = index % 2 != 0;
        var path = Path.Combine(folder, name + (isPng ? ".png" : ".jpg"));
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 256 * 1024);
        var hash = isPng ? PngWriter.Write(file, number, size) : JpegWriter.Write(file, number, size);
        return new BenchImage(name, path, size, hash);
    }
}
