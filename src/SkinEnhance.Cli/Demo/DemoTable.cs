using System.Globalization;
using SkinEnhance.Cli.Output;
using Spectre.Console;

namespace SkinEnhance.Cli.Demo;

/// <summary>The demo's results.</summary>
internal sealed class DemoTable(IAnsiConsole console, DisplayName names)
{
    // The table then fits a terminal of 80 columns.
    private const int LongestName = 25;

    internal void Write(IReadOnlyList<DemoItem> items, Func<DemoItem, EnhanceTask?> result)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey)
            .AddColumn(Head("Image").NoWrap())
            .AddColumn(Head("Operation").NoWrap())
            .AddColumn(Head("Outcome"))
            .AddColumn(Head("Credits").RightAligned().NoWrap());
        string? last = null;
        foreach (var item in items)
        {
            var source = item.Item.Input.Source is { } image ? image.ToString() : item.Item.Input.Error!.Target!;
            var task = result(item);

            // Cells are text, not markup: a file can be named [red].
            table.AddRow(
                new Text(source == last ? string.Empty : NameOf(source)),
                new Text(Failed(item, task) ? string.Empty : item.Item.Operation.CommandName),
                Outcome(item, task),
                new Text(task?.Credits?.ToString("0.##", CultureInfo.InvariantCulture) ?? string.Empty));
            last = source;
        }

        console.Write(table);
    }

    private static bool Failed(DemoItem item, EnhanceTask? task) => item.Item.Input.Error is not null || task?.Error?.Kind == EnhanceErrorKind.InvalidImage;

    private static TableColumn Head(string text) => new(new Text(text));

    private static Text Outcome(DemoItem item, EnhanceTask? task) => (item.Skipped, task) switch
    {
        ({ } why, _) => new Text(why, Color.Yellow),
        (_, null) => new Text("not run", Color.Yellow),
        (_, { Error: { } error }) => new Text($"failed: {error.Id}", Color.Red),
        (_, { } done) => new Text(done.Status.ToString(), Color.Green),
    };

    // The folder of the samples does not matter; their names are sufficient.
    private string NameOf(string source)
    {
        var name = Path.IsPathFullyQualified(source) ? SafeText.OneLine(Path.GetFileName(source)) : names.Of(source);
        var letters = new StringInfo(name);
        return letters.LengthInTextElements <= LongestName ? name : letters.SubstringByTextElements(0, LongestName - 1) + "…";
    }
}
