namespace SkinEnhance.Core.Tests.Architecture;

/// <summary>Arrows between names, each once.</summary>
internal sealed class ArrowGraph
{
    private readonly ILookup<string, string> _targets;

    internal ArrowGraph(IEnumerable<(string From, string To)> arrows)
    {
        Arrows = [.. arrows.Distinct().Order()];
        _targets = Arrows.ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
    }

    /// <summary>All arrows, sorted.</summary>
    internal IReadOnlyList<(string From, string To)> Arrows { get; }

    /// <summary>All names with an arrow, sorted.</summary>
    internal IEnumerable<string> Names => Arrows.SelectMany(arrow => (string[])[arrow.From, arrow.To]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The arrows that are part of a circle.</summary>
    internal IEnumerable<(string From, string To)> Circular => Arrows.Where(arrow => Leads(arrow.To, arrow.From));

    /// <summary>The arrows that do not follow from two or more others.</summary>
    internal IEnumerable<(string From, string To)> Direct => Arrows.Where(arrow => !_targets[arrow.From].Any(other => other != arrow.To && Leads(other, arrow.To)));

    /// <summary>Whether arrows lead from one name to another.</summary>
    internal bool Leads(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Reaches(from);

        bool Reaches(string name) => _targets[name].Any(target => target == to || (seen.Add(target) && Reaches(target)));
    }

    /// <summary>How many arrows lead down from a name at the most; circles count as one name.</summary>
    internal int Level(string name) => _targets[name].Where(target => !Leads(target, name)).Select(target => 1 + Level(target)).DefaultIfEmpty().Max();
}
