namespace SkinEnhance.Bench.Images;

/// <summary>Which sizes the images of a run have.</summary>
internal static class ImageSizes
{
    internal const long Megabyte = 1_000_000;
    private const long Smallest = Megabyte / 5;
    private const long Largest = 6 * Megabyte;
    private const long Scan = 40 * Megabyte;
    private const int ImagesPerScan = 50;

    /// <summary>Sizes as photographers have them: from 0.2 to 6 MB, evenly on a logarithmic scale, and one scan of 40 MB in fifty, at least one.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The sizes in bytes, scans and small ones mixed.</returns>
    internal static IReadOnlyList<long> Mixed(int count)
    {
        var scans = Math.Max(1, count / ImagesPerScan);
        var sizes = new long[count];
        var random = new Random(count);
        for (var index = 0; index < count; index++)
        {
            // Low values are spread too, so that the sum is the same in every run.
            var place = count == 1 ? 0 : (double)index / (count - 1);
            sizes[index] = index < scans ? Scan : (long)(Smallest * Math.Pow((double)Largest / Smallest, place));
        }

        random.Shuffle(sizes);
        return sizes;
    }

    internal static IReadOnlyList<long> Same(int count, long size) => [.. Enumerable.Repeat(size, count)];
}
