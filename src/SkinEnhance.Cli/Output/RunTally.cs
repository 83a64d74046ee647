namespace SkinEnhance.Cli.Output;

/// <summary>Counts how a run's images ended, and makes the exit code of it. Not safe from several threads.</summary>
internal sealed class RunTally
{
    /// <summary>Failures are repeated at the end; of a run that fails a thousand times the first ones tell enough.</summary>
    internal const int MostFailuresKept = 100;

    private readonly List<EnhanceTask> _failures = [];
    private double? _credits;
    private bool _settingRefused;
    private bool _destinationRefused;

    internal int Done { get; private set; }

    internal int Failed { get; private set; }

    /// <summary>Images that were not tried after an error that they would have met too.</summary>
    internal int NotSent { get; private set; }

    /// <summary>Images that ended, well or not.</summary>
    internal int Ended => Done + Failed + NotSent;

    /// <summary>The first failures, without those that were not sent.</summary>
    internal IReadOnlyList<EnhanceTask> Failures => _failures;

    internal void Add(EnhanceTask task)
    {
        _credits = task.Credits is { } credits ? (_credits ?? 0) + credits : _credits;
        switch (task.ErrorId)
        {
            case null:
                Done++;
                return;
            case ErrorIds.BatchStopped:
                NotSent++;
                return;
            default:
                Failed++;
                break;
        }

        _settingRefused |= IsSetting(task.Error!);
        _destinationRefused |= task.ErrorId == ErrorIds.DestinationNotWritable;
        if (_failures.Count < MostFailuresKept)
        {
            _failures.Add(task);
        }
    }

    /// <summary>The exit code of a run that was not cancelled.</summary>
    internal int ExitCode() => this switch
    {
        { Done: > 0, Failed: 0, NotSent: 0 } => Hosting.ExitCode.Done,
        { _settingRefused: true } or { _destinationRefused: true, Done: 0 } => Hosting.ExitCode.Usage,
        _ => Hosting.ExitCode.Failed,
    };

    /// <summary>The counts as one line.</summary>
    internal string Summary()
    {
        var notSent = NotSent > 0 ? $", {NotSent} not sent" : string.Empty;
        var credits = _credits is { } sum ? $", {CreditText.Of(sum)} used" : Done > 0 ? ", credits not reported" : string.Empty;
        return $"{Done} done, {Failed} failed{notSent}{credits}.";
    }

    private static bool IsSetting(EnhanceError error) =>
        error.Kind is EnhanceErrorKind.InvalidSetting or EnhanceErrorKind.InvalidParameter
        || error.Id is ErrorIds.KeyRejected or ErrorIds.RedirectRefused;
}
