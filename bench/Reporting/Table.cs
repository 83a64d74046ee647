using System.Text;

namespace SkinEnhance.Bench.Reporting;

/// <summary>A table in Markdown, its columns as wide as what they hold, so that it reads well as plain text too.</summary>
/// <param name="columns">The headings; those that begin with a greater-than sign are aligned to the right.</param>
internal sealed class Table(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    internal void Add(params string[] cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException("A row has as many cells as there are columns.", nameof(cells));
        }

        _rows.Add(cells);
    }

    public override string ToString()
    {
        string[] headings = [.. columns.Select(column => column.TrimStart('>'))];
        int[] widths = [.. headings.Select((heading, index) => Math.Max(3, _rows.Append(headings).Max(row => row[index].Length)))];
        var text = new StringBuilder();
        Append(text, headings, widths);
        text.Append('|').AppendJoin('|', widths.Select((width, index) => IsRight(index) ? new string('-', width + 1) + ":" : new string('-', width + 2))).Append("|\n");
        _rows.ForEach(row => Append(text, row, widths));
        return text.ToString();
    }

    private void Append(StringBuilder text, string[] row, int[] widths) =>
        text.Append("| ").AppendJoin(" | ", row.Select((cell, index) => IsRight(index) ? cell.PadLeft(widths[index]) : cell.PadRight(widths[index]))).Append(" |\n");

    private bool IsRight(int index) => columns[index].StartsWith('>');
}
