using System.Diagnostics;
using System.Management.Automation;

namespace SkinEnhance.Pipeline;

/// <summary>The one progress record of a batch, written at most five times a second and always completed.</summary>
internal sealed class BatchProgressRecord(Cmdlet cmdlet, string activity)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static int s_lastId;

    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private TimeSpan _written = -Interval;
    private bool _isShown;

    /// <summary>How many images there are in all, once that is known.</summary>
    internal int? Total { get; set; }

    internal void Show(BatchProgress progress)
    {
        if (_running.Elapsed - _written < Interval)
        {
            return;
        }

        _written = _running.Elapsed;
        _isShown = true;
        cmdlet.WriteProgress(Describe(progress));
    }

    internal void Complete()
    {
        if (_isShown)
        {
            _isShown = false;
            cmdlet.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private ProgressRecord Describe(BatchProgress progress)
    {
        var underWay = progress.Submitting + progress.Waiting + progress.Saving;
        var of = Total is { } total ? $" of {total}" : string.Empty;
        var record = new ProgressRecord(_id, activity, $"{progress.Succeeded}{of} done, {progress.Failed} failed, {underWay} under way")
        {
            CurrentOperation = $"{progress.Submitting} submitting, {progress.Waiting} waiting, {progress.Saving} saving",
        };
        if (Total is > 0 and var all)
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
