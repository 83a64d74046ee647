using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Output;

/// <summary>Counts the results of a run, and determines its exit code. Not thread-safe.</summary>
internal sealed class RunTally
{
    /// <summary>The failures that are repeated at the end; of many failures only the first ones.</summary>
    internal const int MostFailuresKept = 100;

    private readonly List<EnhanceTask> _failures = [];
    private double? _credits;
    private int _fromLedger;
    private int _accepted;
    private int _open;
    private double? _left = 0;
    private bool _settingRefused;
    private bool _destinationRefused;

    internal int Done { get; private set; }

    internal int Failed { get; private set; }

    /// <summary>Images that were skipped because their result file exists.</summary>
    internal int Skipped { get; private set; }

    /// <summary>Images that were not tried: after an error that applies to every further image, or because of the cap.</summary>
    internal int NotSent { get; private set; }

    /// <summary>Images that the cap stopped; included in <see cref="NotSent"/>.</summary>
    internal int Capped { get; private set; }

    /// <summary>Images that ended, successfully or not.</summary>
    internal int Ended => Done + Failed + NotSent + Skipped;

    /// <summary>The messages about skipped files, a line each.</summary>
    internal IReadOnlyList<string> PassedOver { get; set; } = [];

    /// <summary>The first failures, without those that were not sent.</summary>
    internal IReadOnlyList<EnhanceTask> Failures => _failures;

    internal void Add(EnhanceTask task)
    {
        // Credits of an earlier run are not credits of this one.
        _credits = task is { FromLedger: false, Credits: { } credits } ? (_credits ?? 0) + credits : _credits;
        switch (task.ErrorId)
        {
            case null when task.Status == EnhanceTaskStatus.Skipped:
                Skipped++;
                return;
            case null:
                Done++;
                _fromLedger += task.FromLedger ? 1 : 0;
                return;
            case ErrorIds.BatchStopped:
                NotSent++;
                return;
            case ErrorIds.CostCapReached:
                NotSent++;
                Capped++;
                return;
            default:
                Failed++;
                break;
        }

        _settingRefused |= IsSetting(task.Error!);
        _destinationRefused |= task.ErrorId is ErrorIds.DestinationNotWritable or ErrorIds.LedgerNotWritable;
        if (_failures.Count < MostFailuresKept)
        {
            _failures.Add(task);
        }
    }

    /// <summary>Adds an image that continues after a cancellation.</summary>
    /// <param name="task">Its last snapshot: accepted by the provider, or possibly accepted.</param>
    /// <param name="credits">What this run spends on it; null if unknown.</param>
    internal void AddLeft(EnhanceTask task, double? credits)
    {
        if (task.Status == EnhanceTaskStatus.Unknown)
        {
            _open++;
        }
        else
        {
            _accepted++;
        }

        _left += credits;
    }

    /// <summary>The exit code of a run that was not canceled.</summary>
    internal int ExitCode() => this switch
    {
        { Ended: 0 } => Hosting.ExitCode.NothingToDo,
        { Failed: 0, NotSent: 0 } => Hosting.ExitCode.Done,
        { _settingRefused: true } or { _destinationRefused: true, Done: 0 } => Hosting.ExitCode.Usage,
        _ => Hosting.ExitCode.Failed,
    };

    /// <summary>The counts as one line.</summary>
    internal string Summary()
    {
        var notSent = NotSent > 0 ? $", {NotSent} not sent" : string.Empty;
        var fromLedger = _fromLedger > 0 ? $" ({_fromLedger} from the ledger)" : string.Empty;
        var skipped = Skipped > 0 ? $", {Skipped} skipped" : string.Empty;
        return $"{Done} done{fromLedger}{skipped}, {Failed} failed{notSent}{Left()}{Credits()}.";
    }

    private string Left()
    {
        if (_accepted + _open == 0)
        {
            return string.Empty;
        }

        var accepted = _accepted > 0 ? $", {_accepted} accepted and {(_accepted == 1 ? "continues" : "continue")}" : string.Empty;
        var open = _open > 0 ? $", {_open} may have been billed" : string.Empty;
        return $"{accepted}{open} ({(_left is { } credits ? $"about {CreditText.Of(credits)}" : "credits not known")})";
    }

    private string Credits() => this switch
    {
        { _credits: { } sum } => $", {CreditText.Of(sum)} used",
        { Done: 0 } => string.Empty,
        _ when _fromLedger == Done => ", no credits used",
        _ => ", credits not reported",
    };

    /// <summary>Whether an error is one of settings: the same command cannot succeed.</summary>
    internal static bool IsSetting(EnhanceError error) =>
        error.Kind is EnhanceErrorKind.InvalidSetting or EnhanceErrorKind.InvalidParameter
        || error.Id is ErrorIds.KeyRejected or ErrorIds.RedirectRefused;
}
