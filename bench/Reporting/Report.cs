using System.Text;

namespace SkinEnhance.Bench.Reporting;

/// <summary>Prints what was measured as it comes, and keeps it for the file of results.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    internal string Text => _text.ToString().TrimEnd() + "\n";

    /// <summary>Says something that belongs to the result.</summary>
    internal void Write(string text)
    {
        Console.WriteLine(text);
        _text.Append(text).Append('\n');
    }

    /// <summary>Says what is going on; it is not kept.</summary>
    internal static void Note(string text) => Console.Error.WriteLine(text);
}
