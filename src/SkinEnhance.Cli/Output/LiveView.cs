using System.Globalization;
using Spectre.Console;

namespace SkinEnhance.Cli.Output;

/// <summary>Draws a live display.</summary>
internal static class LiveView
{
    private const int BarWidth = 30;

    // Head, frame, bar, counts, and the cursor's line.
    private const int LinesAround = 8;

    internal static WithMargin Of(LiveSnapshot snapshot, DisplayName names, Profile profile)
    {
        var room = Math.Max(1, profile.Height - LinesAround);
        var table = new Table().RoundedBorder().BorderColor(Color.Grey).Expand()
            .AddColumn(new TableColumn(new Text("Under way")))
            .AddColumn(new TableColumn(new Text("Operation")).NoWrap())
            .AddColumn(new TableColumn(new Text("Time")).RightAligned().NoWrap().Width(8));
        foreach (var (source, operation, elapsed) in snapshot.InProgress.Take(room))
        {
            // Cells are text, not markup: a file can be named [red].
            table.AddRow(new Text(names.Of(source)).Overflow(Overflow.Ellipsis), new Text(operation), new Text(Seconds(elapsed)));
        }

        if (snapshot.InProgress.Count > room)
        {
            table.AddRow(new Text($"and {snapshot.InProgress.Count - room} more"), Text.Empty, Text.Empty);
        }

        return new WithMargin(new Rows(
            table,
            Bar(snapshot, profile.Capabilities.Unicode),
            new Text($"{Steps(snapshot.Progress)}. {snapshot.Summary}").Overflow(Overflow.Ellipsis)));
    }

    private static string Steps(BatchProgress progress) => $"{progress.Submitting} sending, {progress.Waiting} at the provider, {progress.Saving} saving";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static Paragraph Bar(LiveSnapshot snapshot, bool unicode)
    {
        var line = new Paragraph();
        if (snapshot.Total is not > 0)
        {
            return line.Append($"{snapshot.Ended} of ? images");
        }

        var total = Math.Max(snapshot.Total.Value, snapshot.Ended);
        var filled = (int)((long)BarWidth * snapshot.Ended / total);
        var (full, empty) = unicode ? ('━', '━') : ('#', '.');
        return line
            .Append(new string(full, filled), Color.Green)
            .Append(new string(empty, BarWidth - filled), Color.Grey)
            .Append($" {snapshot.Ended} of {total} images");
    }
}
