using Spectre.Console.Rendering;

namespace SkinEnhance.Cli.Output;

/// <summary>Keeps the last columns empty.</summary>
/// <remarks>A terminal echoes Ctrl+C as <c>^C</c> at the cursor. At the right edge that starts a new line, and a live display would
/// then clear one line too few.</remarks>
internal sealed class WithMargin(IRenderable inner) : IRenderable
{
    private const int Columns = 4;

    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, Narrow(maxWidth));

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, Narrow(maxWidth));

    private static int Narrow(int width) => Math.Max(1, width - Columns);
}
