namespace SkinEnhance.Core.Ledger;

/// <summary>Which records to list. What is null does not count.</summary>
public sealed record LedgerQuery
{
    /// <summary>Where the image stands, one of these.</summary>
    public IReadOnlyCollection<EnhanceTaskStatus>? Status { get; init; }

    /// <summary>The operation's name.</summary>
    public string? Operation { get; init; }

    /// <summary>The provider's name.</summary>
    public string? Provider { get; init; }

    /// <summary>Decides by the source, a full path or an address.</summary>
    public Func<string, bool>? Source { get; init; }

    /// <summary>Only what was last written at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what was last written before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>How many at the most.</summary>
    public int? First { get; init; }

    /// <summary>Whether only the time and the number count, so that no more names than asked for are kept while looking.</summary>
    internal bool IsPlain => Status is null && Operation is null && Provider is null && Source is null && Before is null;

    /// <summary>Whether a record is asked for, its time aside.</summary>
    internal bool Matches(EnhanceTask task) =>
        (Status is null || Status.Contains(task.Status))
        && (Operation is null || string.Equals(Operation, task.Operation, StringComparison.OrdinalIgnoreCase))
        && (Provider is null || string.Equals(Provider, task.Provider, StringComparison.OrdinalIgnoreCase))
        && (Source is null || Source(task.Source ?? string.Empty));
}
