using Spectre.Console;
using Spectre.Console.Rendering;

namespace SkinEnhance.Cli.Output;

/// <summary>A line that is not wrapped at the console's width: the terminal wraps it, and a path copied from it stays whole.</summary>
internal sealed class RawLine(string text, Style style) : IRenderable
{
    // A live display goes back to its first line and writes over itself; what is left of its old lines would show behind shorter ones.
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
