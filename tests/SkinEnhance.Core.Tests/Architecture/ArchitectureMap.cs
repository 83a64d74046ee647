using System.Text;

namespace SkinEnhance.Core.Tests.Architecture;

/// <summary>Draws the projects, and within Core its rooms, as an SVG: a box is below the boxes that use it.</summary>
internal sealed class ArchitectureMap
{
    private const int BoxWidth = 204;
    private const int Gap = 28;
    private const int Margin = 24;
    private const int LineHeight = 15;
    private const int LineLength = 32;
    private const int LayerGap = 46;

    private readonly IReadOnlyList<Naming> _namings;
    private readonly StringBuilder _arrows = new();
    private readonly StringBuilder _boxes = new();

    private ArchitectureMap(IReadOnlyList<Naming> namings) => _namings = namings;

    /// <summary>Draws the product.</summary>
    internal static string Draw(IReadOnlyList<Naming> namings) => new ArchitectureMap(namings).Draw();

    private string Draw()
    {
        var layout = new LayeredLayout(CodeMap.Rooms(_namings), BoxWidth, Gap);
        var width = Math.Max((int)layout.Width + (4 * Margin), (3 * BoxWidth) + (2 * Gap) + (2 * Margin));

        // The front ends on the left, so that their arrows pass the emulator on the right.
        var places = new Dictionary<string, Box>();
        places["SkinEnhance"] = DrawBox("SkinEnhance", Margin + (BoxWidth / 2), Margin);
        places["Cli"] = DrawBox("Cli", places["SkinEnhance"].Middle + BoxWidth + Gap, Margin);
        places["Emulator"] = DrawBox("Emulator", width - Margin - (BoxWidth / 2), places.Values.Max(box => box.Bottom) + LayerGap);
        var top = places["Emulator"].Bottom + LayerGap;
        var bottom = DrawRooms(layout, (width - (int)layout.Width) / 2, top + Margin + LineHeight) + Margin;
        places["Core"] = new Box(width / 2, top, bottom);
        places["Abstractions"] = DrawBox("Abstractions", width / 2, bottom + LayerGap);
        foreach (var (from, to) in ProjectArrows())
        {
            // Core is as wide as the page, so that an arrow to it leads straight down.
            var (source, target) = (places[from], places[to]);
            AppendArrow([(source.Middle, source.Bottom), (to == "Core" ? source.Middle : target.Middle, target.Top)]);
        }

        var height = places["Abstractions"].Bottom + (3 * Margin);
        AppendText("list", Margin, height - Margin - LineHeight, "A box lists all that it names, but for Abstractions, which all of them name.");
        AppendText("list", Margin, height - Margin, "An arrow that follows from two others is left out. Written by the tests from the compiled code.");
        return $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" font-family="Segoe UI, Helvetica, Arial, sans-serif">
            <title>The projects of SkinEnhance, and the rooms of its engine</title>
            <style>
            .page { fill: #fff } .core { fill: #f0f3f8; stroke: #9aa7b8 } .box { fill: #fff; stroke: #33435c }
            .name { font-size: 15px; font-weight: bold; fill: #16233a } .list { font-size: 12px; fill: #42526b }
            .arrow { fill: none; stroke: #33435c; stroke-width: 1.3; marker-end: url(#head) }
            </style>
            <defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#33435c"/></marker></defs>
            <rect class="page" width="{{width}}" height="{{height}}"/>
            <rect class="core" x="{{Margin}}" y="{{top}}" width="{{width - (2 * Margin)}}" height="{{bottom - top}}" rx="8"/>
            <text class="name" x="{{2 * Margin}}" y="{{top + Margin}}">Core</text>
            {{_arrows}}{{_boxes}}</svg>

            """;
    }

    /// <summary>The arrows between projects; to Abstractions the last one alone, for all others lead there too.</summary>
    private IEnumerable<(string From, string To)> ProjectArrows() =>
        from naming in _namings
        let arrow = (From: CodeMap.ProjectOf(naming.From)!, To: CodeMap.ProjectOf(naming.To))
        where arrow.To is not null && arrow.From != arrow.To && (arrow.From == "Core" || arrow.To != "Abstractions")
        group arrow by arrow into same
        orderby same.Key
        select same.Key;

    /// <summary>Draws the rooms and their arrows.</summary>
    /// <returns>Where the lowest ends.</returns>
    private int DrawRooms(LayeredLayout layout, int left, int top)
    {
        var points = new Dictionary<LayeredLayout.Node, Box>();
        foreach (var layer in layout.Layers)
        {
            foreach (var node in layer.Where(node => node.Name is not null))
            {
                points[node] = DrawBox(CodeMap.PlaceOf(node.Name!), left + (int)node.X, top);
            }

            var bottom = points.Values.Max(box => box.Bottom);
            foreach (var bend in layer.Where(node => node.Name is null))
            {
                points[bend] = new Box(left + (int)bend.X, top, bottom);
            }

            top = bottom + LayerGap;
        }

        foreach (var way in layout.Ways)
        {
            AppendArrow([.. way.SelectMany(node => (IEnumerable<(int, int)>)[(points[node].Middle, points[node].Top), (points[node].Middle, points[node].Bottom)]).Skip(1).SkipLast(1)]);
        }

        return top - LayerGap;
    }

    /// <summary>Draws a box with its name and what it names.</summary>
    private Box DrawBox(string place, int middle, int top)
    {
        var lines = Wrap(Names(place)).ToList();
        var (left, bottom) = (middle - (BoxWidth / 2), top + ((lines.Count + 2) * LineHeight));
        _boxes.AppendLine($"""<rect class="box" x="{left}" y="{top}" width="{BoxWidth}" height="{bottom - top}" rx="5"/>""");
        AppendText("name", left + 10, top + 20, Title(place));
        for (var index = 0; index < lines.Count; index++)
        {
            AppendText("list", left + 10, top + 37 + (index * LineHeight), lines[index]);
        }

        return new Box(middle, top, bottom);
    }

    // Types outside of the rooms.
    private static string Title(string place) => place == "Core" ? "Front door" : CodeMap.IsCore(place) ? CodeMap.RoomOf(place) : place;

    private List<string> Names(string place)
    {
        var named = _namings.Where(naming => naming.From == place).Select(naming => naming.To).Distinct().Order(StringComparer.Ordinal).ToList();
        var rooms = named.Where(CodeMap.IsCore).Select(Title);
        return [.. named.Where(other => other == "Emulator"), .. rooms];
    }

    private static IEnumerable<string> Wrap(List<string> words)
    {
        var line = string.Empty;
        for (var index = 0; index < words.Count; index++)
        {
            var word = index < words.Count - 1 ? $"{words[index]}," : words[index];
            if (line.Length + word.Length >= LineLength)
            {
                yield return line;
                line = string.Empty;
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private void AppendText(string style, int x, int y, string text) => _boxes.AppendLine($"""<text class="{style}" x="{x}" y="{y}">{text}</text>""");

    /// <summary>Draws an arrow that leaves and reaches each point upright.</summary>
    private void AppendArrow((int X, int Y)[] points)
    {
        _arrows.Append($"""<path class="arrow" d="M{points[0].X} {points[0].Y}""");
        for (var index = 1; index < points.Length; index++)
        {
            var (from, to) = (points[index - 1], points[index]);
            var half = (from.Y + to.Y) / 2;
            _arrows.Append(from.X == to.X ? $"L{to.X} {to.Y}" : $"C{from.X} {half} {to.X} {half} {to.X} {to.Y}");
        }

        _arrows.AppendLine("\"/>");
    }

    private sealed record Box(int Middle, int Top, int Bottom);
}
