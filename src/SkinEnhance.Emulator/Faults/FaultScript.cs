using SkinEnhance.Emulator.Faults;

namespace SkinEnhance.Emulator;

/// <summary>The remaining faults, in the order in which they were added. Thread-safe.</summary>
/// <remarks>
/// The first fault that matches a request applies to it; only the faults before that one count it against their
/// <see cref="Fault.Skip"/>. Faults that change a task or a response are combined; of those that end a request, one applies.
/// </remarks>
public sealed class FaultScript
{
    private readonly object _gate = new();
    private readonly List<Entry> _entries = [];
    private TaskCompletionSource _release = NewRelease();

    /// <summary>The faults that have not been used up.</summary>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(entry => entry.Fault)];
            }
        }
    }

    /// <summary>Completes when the current hangs are released.</summary>
    internal Task Released
    {
        get
        {
            lock (_gate)
            {
                return _release.Task;
            }
        }
    }

    /// <summary>Adds a fault after the existing ones.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>This script.</returns>
    public FaultScript Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            _entries.Add(new Entry(fault));
        }

        return this;
    }

    /// <summary>Removes all faults. Requests that are held stay held.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>Releases all requests that are held now.</summary>
    public void ReleaseHangs()
    {
        TaskCompletionSource released;
        lock (_gate)
        {
            released = _release;
            _release = NewRelease();
        }

        released.SetResult();
    }

    /// <summary>Uses the first fault that applies.</summary>
    /// <param name="stage">The request's stage.</param>
    /// <param name="request">The request.</param>
    /// <param name="kind">Only this kind; null for any.</param>
    /// <returns>The fault; <see langword="null"/> for none.</returns>
    internal Fault? Take(FaultStage stage, RecordedRequest request, FaultKind? kind = null)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.Fault.Stage == stage && (kind is null || kind == entry.Fault.Kind) && entry.Strikes(request))
                {
                    _entries.RemoveAll(used => used.Left <= 0);
                    return entry.Fault;
                }
            }
        }

        return null;
    }

    /// <summary>Uses every fault that applies.</summary>
    /// <param name="stage">The request's stage.</param>
    /// <param name="request">The request.</param>
    /// <param name="kinds">Only these kinds.</param>
    /// <returns>The faults, by kind.</returns>
    internal Dictionary<FaultKind, Fault> TakeAll(FaultStage stage, RecordedRequest request, params ReadOnlySpan<FaultKind> kinds)
    {
        var taken = new Dictionary<FaultKind, Fault>();
        foreach (var kind in kinds)
        {
            if (Take(stage, request, kind) is { } fault)
            {
                taken.Add(kind, fault);
            }
        }

        return taken;
    }

    private static TaskCompletionSource NewRelease() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Entry(Fault fault)
    {
        private int _skip = fault.Skip;

        public Fault Fault { get; } = fault;

        public int Left { get; private set; } = fault.Times;

        public bool Strikes(RecordedRequest request)
        {
            if (Left <= 0 || (Fault.Target != FaultTarget.Any && Fault.Target != request.Target) || Fault.Match?.Invoke(request) == false)
            {
                return false;
            }

            if (_skip > 0)
            {
                _skip--;
                return false;
            }

            Left--;
            return true;
        }
    }
}
