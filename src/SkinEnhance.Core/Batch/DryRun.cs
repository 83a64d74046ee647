using SkinEnhance.Core.Images;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Core.Batch;

/// <summary>Plans a batch, one image after the other: nothing is sent, leased or recorded.</summary>
/// <remarks>
/// Whether a folder is writable is tested with a file that is deleted at once, in the nearest folder that exists. A real run processes
/// images concurrently, a dry run in input order, so a cap may exclude other images than in a real run.
/// </remarks>
public sealed class DryRun
{
    private readonly OperationCatalog _catalog;
    private readonly SubmissionLedger? _ledger;
    private readonly BatchOptions _options;
    private readonly IEnhanceObserver _observer;
    private readonly TimeProvider _time;
    private readonly ResultNames _names;
    private readonly CreditCap _cap;

    // Images with the same bytes, operation and parameters are billed once.
    private readonly FingerprintSet _submitted = new(ignoreCase: false);

    // What the last plan added to the sums.
    private string? _lastSubmitted;
    private double _lastReserved;

    internal DryRun(OperationCatalog catalog, SubmissionLedger? ledger, BatchOptions options, IEnhanceObserver observer, TimeProvider time)
    {
        (_catalog, _ledger, _options, _observer, _time) = (catalog, ledger, options, observer, time);
        _names = new ResultNames(options.Save, time);
        _cap = new CreditCap(options.MaxCredits);
    }

    /// <summary>The sums of the plans so far.</summary>
    public PlanSummary Summary { get; } = new();

    /// <summary>Plans one image.</summary>
    /// <param name="prepared">The image.</param>
    /// <param name="cancellationToken">Cancels reading the image.</param>
    /// <returns>The plan.</returns>
    public async Task<EnhancePlan> PlanAsync(PreparedRequest prepared, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        (_lastSubmitted, _lastReserved) = (null, 0);
        EnhancePlan plan;
        try
        {
            if (prepared.Refusals is [var refusal, ..])
            {
                throw refusal;
            }

            plan = await DecideAsync(prepared, cancellationToken).ConfigureAwait(false);
        }
        catch (EnhanceException refused)
        {
            plan = Refuse(prepared, refused.Error);
        }

        Summary.Add(plan);
        return plan;
    }

    /// <summary>Excludes the image of the last plan from the batch, so that later plans do not depend on its result or its cost.</summary>
    public void LeaveOutLast()
    {
        if (_lastSubmitted is { } identity)
        {
            _submitted.Remove(identity);
        }

        _cap.Release(_lastReserved);
        (_lastSubmitted, _lastReserved) = (null, 0);
    }

    /// <summary>Sums up the plans so far, with the balance of each provider that would bill and has a key. The balance is the only request of
    /// a dry run.</summary>
    /// <param name="warn">Receives the error that would prevent the run, or that prevents reading the balance.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>One line; see <see cref="PlanSummary.Describe"/>.</returns>
    public async Task<string> SummarizeAsync(Action<string> warn, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(warn);
        var balances = new List<CreditBalance>();
        foreach (var provider in Summary.Providers.Select(_catalog.Provider))
        {
            try
            {
                provider.CheckSettings();
                balances.AddRange(await provider.GetBalanceAsync(_observer, cancellationToken).ConfigureAwait(false));
            }
            catch (EnhanceException failure)
            {
                warn(failure.Error.Kind == EnhanceErrorKind.InvalidSetting
                    ? $"The command would send nothing: {failure.Message}"
                    : $"The balance of {provider.Name} cannot be read: {failure.Message}");
            }
        }

        return Summary.Describe(balances);
    }

    private async Task<EnhancePlan> DecideAsync(PreparedRequest prepared, CancellationToken cancellationToken)
    {
        if (_options.UploadStorage)
        {
            _catalog.CheckUploadStorage(prepared.Operation);
        }

        var target = _names.Take(prepared);
        using var entry = await LedgerEntry.PeekAsync(_ledger, prepared, _observer, _time, cancellationToken).ConfigureAwait(false);
        if (entry.IsHeldByOther)
        {
            return Known(prepared, entry, PlannedAction.Wait, "Another process is working on it.", Expected(target));
        }

        var action = DecisionTable.Decide(entry.GetState(prepared.Provider.KnowsIdempotencyKeys, isSaving: target is not null), _options);
        var isInPlace = action == ImageAction.Keep && (target is null || entry.Snapshot(prepared.Task).OutputPath.All(target.Holds));
        if (target is not null && action is ImageAction.Resume or ImageAction.Keep && !isInPlace)
        {
            await _names.CheckFolderAsync(target, isDryRun: true).ConfigureAwait(false);
        }

        switch (action)
        {
            case ImageAction.Report:
                var outcome = entry.Snapshot(prepared.Task);
                return outcome.Error is { } error
                    ? Refuse(prepared, error) with { TaskId = outcome.TaskId }
                    : Known(prepared, entry, PlannedAction.Refuse, $"An earlier run ended with the status {outcome.Status}.", null);
            case ImageAction.Keep:
                var saved = entry.Snapshot(prepared.Task).OutputPath;
                return isInPlace
                    ? Known(prepared, entry, PlannedAction.Keep, "Its result is saved.", saved[0])
                    : PlanCopy(prepared, entry, target!, saved);
            case ImageAction.Resume:
                var task = entry.Snapshot(prepared.Task);
                return task.ResultUri.Count == 0
                    ? Known(prepared, entry, PlannedAction.Wait, "An earlier run submitted it.", Expected(target))
                    : target is null
                        ? Known(prepared, entry, PlannedAction.Keep, "An earlier run submitted it, and its result is at the provider.", null)
                        : Known(prepared, entry, PlannedAction.Download, "Its result is at the provider.", Expected(target));
            case ImageAction.Skip:
                return Known(prepared, entry, PlannedAction.Skip, "The ledger has its bytes as those of a result; -IncludeResults (--include-results) sends it.", null);
            default:
                return await SubmitAsync(prepared, entry, target, isReplay: action == ImageAction.Replay).ConfigureAwait(false);
        }
    }

    /// <summary>Plans a copy of a result that is saved under another path.</summary>
    /// <exception cref="ResultException">Another file with its name exists.</exception>
    private static EnhancePlan PlanCopy(PreparedRequest prepared, LedgerEntry entry, ResultTarget target, IReadOnlyList<string> saved)
    {
        var path = string.Empty;
        foreach (var name in target.For(entry.Snapshot(prepared.Task)).FileNames(1, saved.Count, Path.GetExtension(saved[0])))
        {
            path = Path.Combine(target.Folder, name);
            if (!File.Exists(path))
            {
                break;
            }

            if (entry.HasResultAt(path))
            {
                return Known(prepared, entry, PlannedAction.Keep, "A copy of its result is saved.", path);
            }
        }

        return File.Exists(path) && !target.IsReplacing
            ? Evade(prepared, entry, target, path)
            : Known(prepared, entry, PlannedAction.Copy, $"Its result is saved as '{saved[0]}'.", path);
    }

    /// <summary>Plans a copy of a result that another image of the run will have; it differs from every existing file.</summary>
    /// <exception cref="ResultException">Another file with its name exists.</exception>
    private static EnhancePlan PlanCopyToCome(PreparedRequest prepared, LedgerEntry entry, ResultTarget? target)
    {
        if (target is { IsReplacing: false } && target.FindExisting() is { } existing)
        {
            if (target.OnExisting != ExistingFileAction.Rename)
            {
                return Evade(prepared, entry, target, existing);
            }

            target = target.Numbered().First(place => place.FindExisting() is null);
        }

        return Known(prepared, entry, PlannedAction.Copy, "Another image of this run has the same bytes; both are billed once.", Expected(target));
    }

    /// <summary>Plans to skip or refuse an image because of an existing file.</summary>
    private static EnhancePlan Evade(PreparedRequest prepared, LedgerEntry entry, ResultTarget target, string existing) =>
        target.OnExisting == ExistingFileAction.Skip
            ? Known(prepared, entry, PlannedAction.Skip, $"'{existing}' exists.", existing)
            : throw AtomicFile.Exists(existing);

    private async Task<EnhancePlan> SubmitAsync(PreparedRequest prepared, LedgerEntry entry, ResultTarget? target, bool isReplay)
    {
        var identity = entry.RecordId;
        if (identity is not null && _submitted.Contains(identity))
        {
            return PlanCopyToCome(prepared, entry, target);
        }

        if (target is not null)
        {
            (target, var existing) = await _names.SecureAsync(target, isDryRun: true).ConfigureAwait(false);
            if (existing is not null)
            {
                return Evade(prepared, entry, target, existing);
            }
        }

        _lastReserved = _cap.Reserve(prepared);
        if (identity is not null)
        {
            _submitted.Add(_lastSubmitted = identity);
        }

        var (action, reason) = (isReplay, entry.IsKnown) switch
        {
            (true, _) => (PlannedAction.Replay, "Whether it was accepted is not known: the same bytes are sent with the same idempotency key."),
            (_, true) => (PlannedAction.Resubmit, "It was submitted before; it is submitted and billed again (-Resubmit)."),
            _ => (PlannedAction.Submit, "It was not submitted before."),
        };
        return Of(prepared, action, reason, Expected(target)) with
        {
            EstimatedCredits = prepared.EstimatedCredits,
            EstimatedDollars = prepared.EstimatedCredits is { } credits ? PriceList.ToDollars(prepared.Provider.Name, credits) : null,
            TaskId = isReplay ? null : entry.Snapshot(prepared.Task).TaskId,
        };
    }

    private static EnhancePlan Known(PreparedRequest prepared, LedgerEntry entry, PlannedAction action, string reason, string? outputPath) =>
        Of(prepared, action, reason, outputPath) with { TaskId = entry.Snapshot(prepared.Task).TaskId };

    private static EnhancePlan Refuse(PreparedRequest prepared, EnhanceError error) => Of(prepared, PlannedAction.Refuse, error.Message, null) with { Error = error };

    private static EnhancePlan Of(PreparedRequest prepared, PlannedAction action, string reason, string? outputPath) => new()
    {
        Action = action,
        Reason = reason,
        Source = prepared.Task.Source,
        Provider = prepared.Task.Provider,
        Operation = prepared.Task.Operation,
        Parameters = prepared.Task.Parameters,
        EstimatedCredits = 0,
        EstimatedDollars = 0,
        OutputPath = outputPath,
    };

    private static string? Expected(ResultTarget? target) =>
        target is null ? null : Path.Combine(target.Folder, OutputName.Of(target.Expected, 1, 1, ImageFormat.Unknown) + ".*");
}
