namespace SkinEnhance.Cli.Output;

/// <summary>What a live display shows, kept by many threads.</summary>
internal sealed class LiveState(TimeProvider time)
{
    private readonly object _gate = new();
    private readonly Dictionary<(string Source, string Operation), long> _begun = [];
    private readonly RunTally _tally = new();
    private BatchProgress _progress;
    private int? _total;

    internal BatchProgress Progress
    {
        set
        {
            lock (_gate)
            {
                _progress = value;
            }
        }
    }

    internal int Total
    {
        set
        {
            lock (_gate)
            {
                _total = value;
            }
        }
    }

    internal void Begin(EnhanceRequest request)
    {
        lock (_gate)
        {
            _begun[(request.Source.ToString(), request.Operation)] = time.GetTimestamp();
        }
    }

    internal void End(EnhanceTask task)
    {
        lock (_gate)
        {
            _begun.Remove((task.Source ?? string.Empty, task.Operation));
            _tally.Add(task);
        }
    }

    internal LiveSnapshot Snapshot()
    {
        lock (_gate)
        {
            // The engine takes one image ahead of the free place for it; that one waits here and is not under way.
            var underWay = _begun
                .OrderBy(image => image.Value)
                .Take(_progress.Submitting + _progress.Waiting + _progress.Saving)
                .Select(image => (image.Key.Source, image.Key.Operation, time.GetElapsedTime(image.Value)))
                .ToList();
            return new LiveSnapshot(underWay, _progress, _total, _tally.Ended, _tally.Summary());
        }
    }
}
