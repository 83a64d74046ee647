namespace SkinEnhance.Bench.Targets;

/// <summary>What the measurement of a target found.</summary>
internal sealed class Findings
{
    private readonly List<Verdict> _verdicts = [];
    private readonly List<string> _notes = [];

    internal IReadOnlyList<Verdict> Verdicts => _verdicts;

    /// <summary>How it was measured, and what else was seen.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    internal void Add(Verdict verdict) => _verdicts.Add(verdict);

    internal void Note(string note) => _notes.Add(note);
}
