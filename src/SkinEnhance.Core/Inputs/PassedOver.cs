namespace SkinEnhance.Core.Inputs;

/// <summary>Counts the files that a run found and did not take, and says why. Not safe from several threads.</summary>
public sealed class PassedOver
{
    private readonly SortedDictionary<string, int> _formats = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, int> _others = new(StringComparer.OrdinalIgnoreCase);
    private string? _result;
    private int _results;
    private int _system;

    /// <summary>How many there were, those that the user's own filter left out not counted.</summary>
    public int Count { get; private set; }

    /// <summary>How many the filter left out.</summary>
    public int Filtered { get; private set; }

    /// <summary>What there is to say, one line for each reason.</summary>
    /// <returns>The lines; none when nothing was passed over.</returns>
    public IEnumerable<string> Describe()
    {
        if (_results == 1)
        {
            yield return $"'{_result}' was passed over: it is a result. -IncludeResults (--include-results) sends it.";
        }
        else if (_results > 1)
        {
            yield return $"{_results} files were passed over: they are results, such as '{_result}'. -IncludeResults (--include-results) sends them.";
        }

        if (_formats.Count > 0)
        {
            yield return $"{Files(_formats)}. No operation takes these formats.";
        }

        if (_others.Count > 0)
        {
            yield return $"{Files(_others)}. What is found, not named, is sent when it is called {InputNames.ExtensionList}.";
        }

        if (_system > 0)
        {
            yield return $"{Files(_system)}: hidden, or the system's own. A path on the command line sends one that is meant.";
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

    private static string Files(int count) => count == 1 ? "1 file was passed over" : $"{count} files were passed over";
}
