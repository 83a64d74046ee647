using System.Diagnostics;
using System.Management.Automation;

namespace SkinEnhance.Pipeline;

/// <summary>The one progress record of a batch, written at most five times a second and always completed.</summary>
internal sealed class BatchProgressRecord(Cmdlet cmdlet, string activity)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // The remaining time decreases even without other changes.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    private static int s_lastId;

    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private TimeSpan _written = -Interval;
    private BatchProgress _progress;
    private int? _total;
    private bool _isChanged;
    private bool _isShown;

    /// <summary>Sets the counts.</summary>
    internal void Show(BatchProgress progress)
    {
        _progress = progress;
        _isChanged = true;
        Refresh();
    }

    /// <summary>Sets the number of all images.</summary>
    internal void ShowTotal(int total)
    {
        _total = total;
        _isChanged = true;
    }

    /// <summary>Writes changes, at most once in each interval.</summary>
    internal void Refresh()
    {
        var silence = _running.Elapsed - _written;
        if (silence < Interval || (!_isChanged && (!_isShown || silence < LongestSilence)))
        {
            return;
        }

        _written = _running.Elapsed;
        _isChanged = false;
        _isShown = true;
        cmdlet.WriteProgress(Describe());
    }

    /// <summary>Completes the record.</summary>
    internal void Complete()
    {
        if (_isShown)
        {
            _isShown = false;
            _isChanged = false;
            cmdlet.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private ProgressRecord Describe()
    {
        var progress = _progress;
        var inProgress = progress.Submitting + progress.Waiting + progress.Saving;
        var of = _total is { } total ? $" of {total}" : string.Empty;
        var record = new ProgressRecord(_id, activity, $"{progress.Succeeded}{of} done, {progress.Failed} failed, {inProgress} in progress")
        {
            CurrentOperation = $"{progress.Submitting} submitting, {progress.Waiting} waiting, {progress.Saving} saving",
        };
        if (_total is > 0 and var all)
        {
            record.PercentComplete = Math.Min(100, 100 * progress.Ended / all);
            if (progress.Ended > 0)
            {
                record.SecondsRemaining = (int)Math.Min(int.MaxValue, _running.Elapsed.TotalSeconds / progress.Ended * Math.Max(0, all - progress.Ended));
            }
        }

        return record;
    }
}
