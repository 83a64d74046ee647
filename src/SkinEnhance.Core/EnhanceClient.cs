using System.Runtime.CompilerServices;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Polling;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core;

/// <summary>The entry point of the engine. One object runs any number of concurrent batches; it owns the connections and the poller.</summary>
public sealed class EnhanceClient : IAsyncDisposable
{
    private readonly IReadOnlyList<IEnhanceProvider> _providers;
    private readonly TimeProvider _time;
    private readonly RequestPreparer _preparer;
    private readonly ResultDownloader _downloader;
    private readonly TaskPoller _poller;
    private readonly ResultSaver _saver;
    private readonly BatchRunner _runner;
    private readonly TaskResultFinder _results;
    private readonly SubmissionLedger? _ledger;

    /// <summary>Creates an engine with the given providers.</summary>
    /// <param name="providers">The providers; disposable ones are disposed with the engine.</param>
    /// <param name="options">Time limits and retries of downloads; the defaults when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="ledger">Where submissions are recorded; null to record none. It is disposed with the engine.</param>
    /// <param name="connections">The connections for downloads, which are not disposed with the engine; null for connections of its own.</param>
    public EnhanceClient(
        IEnumerable<IEnhanceProvider> providers, ResilienceOptions? options = null, TimeProvider? time = null, SubmissionLedger? ledger = null, ConnectionPool? connections = null)
    {
        _ledger = ledger;
        _providers = [.. providers];
        _time = time ?? TimeProvider.System;
        Catalog = new OperationCatalog(_providers);
        _preparer = new RequestPreparer(Catalog);
        _downloader = new ResultDownloader(options ?? new ResilienceOptions(), _time, connections);
        _poller = new TaskPoller(Catalog, new DurationEstimator(ledger), options ?? new ResilienceOptions(), _time);
        _saver = new ResultSaver(_downloader, RefreshAsync, Catalog, options ?? new ResilienceOptions(), _time);
        _results = new TaskResultFinder(Catalog, ledger, WaitAsync, RefreshAsync, ThrowIfElsewhere, _time);
        _runner = new BatchRunner(new ImageFlow(Catalog, _poller, _saver, ledger, _time), _time);
    }

    /// <summary>Where submissions are recorded; null when none are.</summary>
    public SubmissionLedger? Ledger => _ledger;

    /// <summary>The operations and providers.</summary>
    public OperationCatalog Catalog { get; }

    /// <summary>Creates an engine with the providers of <see cref="ProviderRegistry"/>.</summary>
    /// <param name="settings">Addresses and keys.</param>
    /// <param name="options">Time limits and retries; the defaults when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="ledger">Where submissions are recorded; null to record none. It is disposed with the engine.</param>
    /// <param name="connections">The connections, which are not disposed with the engine; null for connections of its own.</param>
    /// <returns>The engine.</returns>
    public static EnhanceClient Create(
        EnhanceSettings settings, ResilienceOptions? options = null, TimeProvider? time = null, SubmissionLedger? ledger = null, ConnectionPool? connections = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new EnhanceClient(
            ProviderRegistry.All.Select(provider => provider.Create(settings[provider.Name], options, time, connections)), options, time, ledger, connections);
    }

    /// <summary>Processes images: check, submission, waiting, saving.</summary>
    /// <param name="requests">The images. The next one is read only when there is capacity for it.</param>
    /// <param name="options">The options of the batch; the defaults when null.</param>
    /// <param name="observer">Receives messages, progress, and tasks that a cancellation leaves at the provider; null for none.</param>
    /// <param name="cancellationToken">Ends the batch; responses to requests that were just sent are awaited for a short time. Accepted tasks continue at the provider.</param>
    /// <returns>One task for each request, in the order in which they end; a failure is a task with an <see cref="EnhanceTask.Error"/>, never an
    /// exception. After an error that the next image would meet too (no key, no credits, no disk space), the remaining tasks have the error
    /// <see cref="ErrorIds.BatchStopped"/> and nothing is sent for them.</returns>
    public IAsyncEnumerable<EnhanceTask> RunAsync(
        IAsyncEnumerable<EnhanceRequest> requests, BatchOptions? options = null, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return RunAsync(PrepareAllAsync(requests, cancellationToken), options, observer, cancellationToken);
    }

    /// <summary>Processes images of a synchronous sequence.</summary>
    /// <inheritdoc cref="RunAsync(IAsyncEnumerable{EnhanceRequest}, BatchOptions?, IEnhanceObserver?, CancellationToken)"/>
    public IAsyncEnumerable<EnhanceTask> RunAsync(
        IEnumerable<EnhanceRequest> requests, BatchOptions? options = null, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return RunAsync(EnumerateAsync(requests), options, observer, cancellationToken);
    }

    /// <summary>Processes prepared requests.</summary>
    /// <inheritdoc cref="RunAsync(IAsyncEnumerable{EnhanceRequest}, BatchOptions?, IEnhanceObserver?, CancellationToken)"/>
    public IAsyncEnumerable<EnhanceTask> RunAsync(
        IAsyncEnumerable<PreparedRequest> requests, BatchOptions? options = null, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        options ??= new BatchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, 1);
        return _runner.RunAsync(requests, options, observer ?? NullObserver.Instance, cancellationToken);
    }

    /// <summary>Validates a request and inspects its image, without a key and without sending anything.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The prepared request; one that cannot be sent contains its errors.</returns>
    public PreparedRequest Prepare(EnhanceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _preparer.Prepare(request);
    }

    /// <summary>Begins a dry run: images are planned by the decisions of <see cref="RunAsync(IAsyncEnumerable{PreparedRequest}, BatchOptions?, IEnhanceObserver?, CancellationToken)"/>.</summary>
    /// <param name="options">The options of the batch.</param>
    /// <param name="observer">Receives messages; null for none.</param>
    /// <returns>The dry run, for one batch.</returns>
    public DryRun PlanBatch(BatchOptions options, IEnhanceObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new DryRun(Catalog, _ledger, options, observer ?? NullObserver.Instance, _time);
    }

    /// <summary>Whether a task belongs to the current endpoint of its provider, so that it can be polled there.</summary>
    /// <param name="task">The task.</param>
    /// <returns>False for a task of another endpoint, such as an emulator.</returns>
    public bool IsAtEndpoint(EnhanceTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Endpoint is null || task.Provider.Length == 0 || task.Endpoint == Catalog.Provider(task.Provider).EndpointIdentity;
    }

    /// <summary>Reports a task that its caller no longer reads to the observer, if it is, or may be, at the provider.</summary>
    /// <param name="task">The task, as returned by the batch.</param>
    /// <param name="observer">Receives the task.</param>
    public static void Abandon(EnhanceTask task, IEnhanceObserver observer)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(observer);
        ImageFlow.Abandon(task, observer);
    }

    /// <summary>The credits that this run spends on a task: as reported by the provider, or else the estimate.</summary>
    /// <param name="task">The task, accepted or possibly accepted.</param>
    /// <returns>Credits; 0 for a task that came from the ledger, null when the price is not known.</returns>
    public double? EstimateCredits(EnhanceTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Credits is { } known)
        {
            return known;
        }

        ImageInfo? image = null;
        try
        {
            image = task.SourcePath is { } path ? ImagePreflight.Inspect(path, allowTruncated: true).Image : null;
        }
        catch (EnhanceException)
        {
            // The file was deleted meanwhile; some prices do not depend on it.
        }

        return Catalog.TryFind(task.Operation) is { } operation ? PriceList.Estimate(operation, image, task.Parameters) : null;
    }

    /// <summary>Polls a task once.</summary>
    /// <param name="task">The task; it needs an id, a provider and a status route.</param>
    /// <param name="observer">Receives messages; null for none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A new snapshot; the same one when the task has no id.</returns>
    /// <exception cref="ProviderException">The provider has no record of the task, or the request failed.</exception>
    /// <exception cref="InvalidSettingException">The task belongs to another endpoint.</exception>
    public async Task<EnhanceTask> RefreshAsync(EnhanceTask task, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.TaskId is null)
        {
            return task;
        }

        ThrowIfElsewhere(task);
        var provider = Catalog.Provider(task.Provider);
        var state = await _poller.QueryAsync(provider, task.StatusRoute, task.TaskId, observer ?? NullObserver.Instance, cancellationToken).ConfigureAwait(false);
        return Note(TaskUpdate.Apply(task, state, _time.GetUtcNow()), observer);
    }

    /// <summary>Waits until a task has ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="timeout">How long to wait; infinite for no limit.</param>
    /// <param name="observer">Receives messages; null for none.</param>
    /// <param name="cancellationToken">Stops waiting; the task continues.</param>
    /// <returns>The task at its end, or its current state with the error <see cref="ErrorIds.OperationTimeout"/>.</returns>
    /// <exception cref="InvalidSettingException">The task has not ended and belongs to another endpoint.</exception>
    public async Task<EnhanceTask> WaitAsync(
        EnhanceTask task, TimeSpan timeout, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!task.IsEnded)
        {
            ThrowIfElsewhere(task);
        }

        return Note(await _poller.WaitAsync(task, timeout, observer ?? NullObserver.Instance, cancellationToken).ConfigureAwait(false), observer);
    }

    /// <summary>Finds the input image for an operation when a task is given: its first result, as the saved file, or when nothing is saved as
    /// the address at the provider, so that nothing is downloaded only to be sent again. It is never the task's source.</summary>
    /// <param name="task">The task. One that has not ended is waited for.</param>
    /// <param name="operation">The operation for the image.</param>
    /// <param name="timeout">How long to wait; infinite for no limit.</param>
    /// <param name="observer">Receives messages; null for none.</param>
    /// <param name="cancellationToken">Stops waiting; the task continues.</param>
    /// <returns>The image.</returns>
    /// <exception cref="EnhanceException">The task has no result, or the operation accepts files only and nothing is saved.</exception>
    public Task<ImageSource> FindResultAsync(
        EnhanceTask task, OperationDescriptor operation, TimeSpan timeout, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(operation);
        return _results.FindAsync(task, operation, timeout, observer ?? NullObserver.Instance, cancellationToken);
    }

    /// <summary>Finds the same image as <see cref="FindResultAsync"/> in the task and the ledger, without a request and without waiting.</summary>
    /// <param name="task">The task.</param>
    /// <param name="operation">The operation for the image.</param>
    /// <param name="observer">Receives messages; null for none.</param>
    /// <returns>The image.</returns>
    /// <exception cref="EnhanceException">The task has not ended or has no result, or the operation accepts files only and nothing is saved.</exception>
    public ImageSource FindKnownResult(EnhanceTask task, OperationDescriptor operation, IEnhanceObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(operation);
        return _results.FindKnown(task, operation, observer ?? NullObserver.Instance);
    }

    /// <summary>Downloads the results of a completed task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="options">Where and how to save them.</param>
    /// <param name="observer">Receives messages; null for none.</param>
    /// <param name="cancellationToken">Cancels the download; no partial file remains.</param>
    /// <returns>The task with its output paths; with an error when a result could not be saved.</returns>
    public async Task<EnhanceTask> SaveAsync(
        EnhanceTask task, SaveOptions options, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        if (task.ResultUri.Count == 0)
        {
            return task.Error is not null ? task : task with
            {
                Error = new EnhanceError
                {
                    Id = task.IsEnded ? ErrorIds.ResultMissing : ErrorIds.ResultNotReady,
                    Target = task.Source ?? task.TaskId,
                    Provider = task.Provider,
                    RequestId = task.RequestId,
                    Message = $"Task {task.TaskId} for '{task.Source ?? task.Operation}' is {task.Status} and has no result to save.",
                },
            };
        }

        var operation = Catalog.Find(task.Operation);
        var scale = ImagePreflight.ScaleOf(operation, task.Parameters);
        var target = ResultTarget.Of(options, TaskResultFinder.SourceOf(task), operation, scale, task.RelativeFolder, index: 1, _time.GetLocalNow()).For(task);
        try
        {
            (target, _) = await new ResultNames(options, _time).SecureAsync(target, isDryRun: false).ConfigureAwait(false);
        }
        catch (EnhanceException failure)
        {
            return task with { Error = failure.Error };
        }

        using var entry = _ledger is null ? null : LedgerEntry.TryReopen(_ledger, task, observer ?? NullObserver.Instance, _time);
        var saved = await _saver.SaveAsync(
            task, target, output => entry?.Announce(output), observer ?? NullObserver.Instance, cancellationToken).ConfigureAwait(false);
        entry?.Note(saved);
        return saved;
    }

    /// <summary>Gets an account's remaining credits from its provider.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="observer">Receives messages; null for none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>One row for each pool.</returns>
    /// <exception cref="EnhanceException">The provider is unknown, has no key, or the request failed.</exception>
    public Task<IReadOnlyList<CreditBalance>> GetBalanceAsync(string provider, IEnhanceObserver? observer = null, CancellationToken cancellationToken = default) =>
        Catalog.Provider(provider).GetBalanceAsync(observer ?? NullObserver.Instance, cancellationToken);

    /// <summary>Stops the poller, and closes the connections unless they are shared.</summary>
    /// <returns>A task that ends when that is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await _poller.DisposeAsync().ConfigureAwait(false);
        _downloader.Dispose();
        _ledger?.Dispose();
        foreach (var provider in _providers)
        {
            (provider as IDisposable)?.Dispose();
        }
    }

    private void ThrowIfElsewhere(EnhanceTask task)
    {
        if (!IsAtEndpoint(task))
        {
            throw EnhanceException.For(new EnhanceError
            {
                Id = ErrorIds.EndpointDiffers,
                Target = task.TaskId,
                Provider = task.Provider,
                Message = $"Task {task.TaskId} for '{task.Source}' belongs to {task.Endpoint}, and is not polled at {Catalog.Provider(task.Provider).EndpointIdentity}.",
            });
        }
    }

    /// <summary>Writes a snapshot to the ledger, if there is one and no running batch has leased the task.</summary>
    private EnhanceTask Note(EnhanceTask task, IEnhanceObserver? observer)
    {
        if (_ledger is not null)
        {
            using var entry = LedgerEntry.TryReopen(_ledger, task, observer ?? NullObserver.Instance, _time);
            entry?.Note(task);
        }

        return task;
    }

    private async IAsyncEnumerable<PreparedRequest> PrepareAllAsync(IAsyncEnumerable<EnhanceRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in requests.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return Prepare(request);
        }
    }

    private static async IAsyncEnumerable<EnhanceRequest> EnumerateAsync(IEnumerable<EnhanceRequest> requests)
    {
        foreach (var request in requests)
        {
            yield return request;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
