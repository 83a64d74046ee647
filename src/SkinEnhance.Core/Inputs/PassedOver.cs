namespace SkinEnhance.Core.Inputs;

/// <summary>Counts the files that a run found and skipped, by reason. Not thread-safe.</summary>
public sealed class PassedOver
{
    private readonly SortedDictionary<string, int> _formats = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, int> _others = new(StringComparer.OrdinalIgnoreCase);
    private string? _result;
    private int _results;
    private int _system;

    /// <summary>How many were skipped, without those that the user's filter excluded.</summary>
    public int Count { get; private set; }

    /// <summary>How many the filter excluded.</summary>
    public int Filtered { get; private set; }

    /// <summary>Formats the counts, one line for each reason.</summary>
    /// <returns>The lines; empty when nothing was skipped.</returns>
    public IEnumerable<string> Describe()
    {
        if (_results == 1)
        {
            yield return $"'{_result}' was skipped: it is a result. -IncludeResults (--include-results) sends it.";
        }
        else if (_results > 1)
        {
            yield return $"{_results} files were skipped: they are results, such as '{_result}'. -IncludeResults (--include-results) sends them.";
        }

        if (_formats.Count > 0)
        {
            yield return $"{Files(_formats)}. No operation accepts these formats.";
        }

        if (_others.Count > 0)
        {
            yield return $"{Files(_others)}. From a folder or a wildcard, only {InputNames.ExtensionList} are sent.";
        }

        if (_system > 0)
        {
            yield return $"{Files(_system)}: hidden or system files. Specify the path of a file to send it.";
        }
    }

    /// <summary>Counts a result.</summary>
    /// <param name="path">Its path.</param>
    public void AddResult(string path)
    {
        _result ??= path;
        _results++;
        Count++;
    }

    internal void AddName(string path)
    {
        var kinds = InputNames.IsOtherImage(path) ? _formats : _others;
        var kind = Path.GetExtension(path) is { Length: > 0 } extension ? extension.ToLowerInvariant() : "without an extension";
        kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        Count++;
    }

    internal void AddSystem()
    {
        _system++;
        Count++;
    }

    internal void AddFiltered() => Filtered++;

    private static string Files(SortedDictionary<string, int> kinds) =>
        $"{Files(kinds.Values.Sum())}: {string.Join(", ", kinds.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Value} {kind.Key}"))}";

    private static string Files(int count) => count == 1 ? "1 file was skipped" : $"{count} files were skipped";
}
