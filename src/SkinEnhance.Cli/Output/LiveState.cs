namespace SkinEnhance.Cli.Output;

/// <summary>The state of a live display, updated by many threads.</summary>
internal sealed class LiveState(TimeProvider time)
{
    private readonly object _gate = new();
    private readonly List<Image> _images = [];
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

                // The engine reads one image ahead; that image waits here and is not in progress.
                foreach (var image in InProgress())
                {
                    image.Started ??= time.GetTimestamp();
                }
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
            _images.Add(new Image(request.Source.ToString(), request.Operation));
        }
    }

    internal void End(EnhanceTask task)
    {
        lock (_gate)
        {
            var index = _images.FindIndex(image => image.Source == task.Source && image.Operation == task.Operation);
            if (index >= 0)
            {
                _images.RemoveAt(index);
            }

            _tally.Add(task);
        }
    }

    internal LiveSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new LiveSnapshot(
                [.. InProgress().Select(image => (image.Source, image.Operation, time.GetElapsedTime(image.Started ?? time.GetTimestamp())))],
                _progress,
                _total,
                _tally.Ended,
                _tally.Summary());
        }
    }

    private IEnumerable<Image> InProgress() => _images.Take(_progress.Submitting + _progress.Waiting + _progress.Saving);

    private sealed class Image(string source, string operation)
    {
        internal string Source { get; } = source;

        internal string Operation { get; } = operation;

        internal long? Started { get; set; }
    }
}

/// <summary>A snapshot of a live display.</summary>
/// <param name="InProgress">The images in progress, longest first, with the time since each was started.</param>
/// <param name="Progress">How many are at which step.</param>
/// <param name="Total">The number of all images; null until it is known.</param>
/// <param name="Ended">How many have ended.</param>
/// <param name="Summary">Their results, in words.</param>
internal sealed record LiveSnapshot(
    IReadOnlyList<(string Source, string Operation, TimeSpan Elapsed)> InProgress, BatchProgress Progress, int? Total, int Ended, string Summary);
