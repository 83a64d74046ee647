using SkinEnhance.Cli.Demo;

namespace SkinEnhance.Cli.Tests.Support;

/// <summary>The sample portraits as bytes.</summary>
internal static class Samples
{
    internal static string Folder { get; } = SampleFolder.Find(AppContext.BaseDirectory)!;

    internal static byte[] Jpeg { get; } = File.ReadAllBytes(Path.Combine(Folder, "portrait-freckles.jpg"));

    internal static byte[] Png { get; } = File.ReadAllBytes(Path.Combine(Folder, "small-portrait.png"));
}
