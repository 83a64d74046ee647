using Spectre.Console;
using Spectre.Console.Rendering;

namespace SkinEnhance.Cli.Output;

/// <summary>A line that is not wrapped at the console's width: the terminal wraps it, so that a path copied from it stays complete.</summary>
internal sealed class RawLine(string text, Style style) : IRenderable
{
    // A live display overwrites its own lines; the rest of a longer old line would remain visible.
    private const string EraseToEndOfLine = "\u001b[K";

    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in text.Split(Environment.NewLine))
        {
            yield return new Segment(line, style);
            yield return Segment.Control(EraseToEndOfLine);
            yield return Segment.LineBreak;
        }
    }
}
