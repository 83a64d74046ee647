namespace SkinEnhance.Core.Ledger;

/// <summary>Filters records. A null property does not filter.</summary>
public sealed record LedgerQuery
{
    /// <summary>The status, one of these.</summary>
    public IReadOnlyCollection<EnhanceTaskStatus>? Status { get; init; }

    /// <summary>The operation's name.</summary>
    public string? Operation { get; init; }

    /// <summary>The provider's name.</summary>
    public string? Provider { get; init; }

    /// <summary>A filter on the source, a full path or an address.</summary>
    public Func<string, bool>? Source { get; init; }

    /// <summary>Only records last written at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only records last written before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>The highest number of records.</summary>
    public int? First { get; init; }

    /// <summary>Whether only the time and the number filter, so that the search keeps no more names than needed.</summary>
    internal bool IsPlain => Status is null && Operation is null && Provider is null && Source is null && Before is null;

    /// <summary>Whether a record matches, its time aside.</summary>
    internal bool Matches(EnhanceTask task) =>
        (Status is null || Status.Contains(task.Status))
        && (Operation is null || string.Equals(Operation, task.Operation, StringComparison.OrdinalIgnoreCase))
        && (Provider is null || string.Equals(Provider, task.Provider, StringComparison.OrdinalIgnoreCase))
        && (Source is null || Source(task.Source ?? string.Empty));
}
