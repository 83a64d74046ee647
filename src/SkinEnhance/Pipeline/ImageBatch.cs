using System.Collections.Concurrent;
using System.Threading.Channels;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Pipeline;

/// <summary>The running batch of a command. A class of its own, so that no type of the engine appears in the command's members.</summary>
internal sealed class ImageBatch
{
    private readonly ImageBatchCommand _command;
    private readonly ImageJobReader _jobs;
    private readonly EnhanceClient _client;
    private readonly BatchOptions _options;
    private readonly Channel<PreparedRequest> _input = Channel.CreateBounded<PreparedRequest>(1);
    private readonly ImageInput _images;
    private readonly TaskWriter _writer;
    private readonly BatchProgressRecord _progress;
    private readonly PipelineObserver _observer;
    private readonly StopReport _stopReport;
    private int _accepted;
    private bool _isEmpty = true;
    private readonly DryRun? _dryRun;
    private readonly DryRun? _confirmation;
    private string? _destination;

    internal ImageBatch(ImageBatchCommand command)
    {
        _command = command;
        OperationDescriptor operation;
        SaveOptions? save;
        try
        {
            _client = ProviderSession.CreateClient();
            operation = _client.Catalog.Find(command.Operation);
            _jobs = new ImageJobReader(command, _client.Catalog);
            save = _jobs.ReadSave(operation);
            _images = new ImageInput(command, _client, DestinationFolder.Resolve(command, command.RelativeTo), command.IncludeResults);
        }
        catch (EnhanceException refused)
        {
            command.ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
            throw;
        }

        _writer = new TaskWriter(command);
        _progress = new BatchProgressRecord(command, $"{command.MyInvocation.MyCommand.Name}: {operation.Name}");
        command.Queue.Upkeep = _progress.Refresh;
        _observer = new PipelineObserver(command.Queue, command) { ShowProgress = _progress.Show };
        _stopReport = new StopReport(command);
        _options = Options(operation.Provider) with { Save = save };
        _dryRun = command.IsSet("WhatIf", "WhatIfPreference") ? _client.PlanBatch(_options, _observer) : null;
        _confirmation = command.IsSet("Confirm", "ConfirmPreference") ? _client.PlanBatch(_options, _observer) : null;
        command.StartWork(RunAsync);
    }

    /// <summary>Adds the images of one record; blocks the pipeline while the batch is full.</summary>
    internal void Take()
    {
        if (_jobs.Read() is not { } job)
        {
            return;
        }

        _destination = job.Save is { BesideSource: false } save ? save.Destination : null;
        _isEmpty &= _command.ParameterSetName != ImageInputCommand.TaskSet;
        _images.SetSave(job.Save);
        _images.Job = job.Identity;
        PlanFutureResults(job);
        foreach (var image in Images(job))
        {
            _isEmpty = false;
            _command.StopToken.ThrowIfCancellationRequested();
            if (_writer.Stopper is not null)
            {
                EndEarly();
            }

            Offer(job, image);
        }
    }

    /// <summary>The cost in the confirmation prompt: nothing for an image with a result in the ledger.</summary>
    private string DescribeCost(PreparedRequest prepared)
    {
        if (_confirmation is not { } confirmation)
        {
            return Price(prepared.EstimatedCredits);
        }

        var plan = Wait(confirmation.PlanAsync(prepared, _command.StopToken));
        return plan.Action is PlannedAction.Submit or PlannedAction.Resubmit or PlannedAction.Replay
            ? Price(plan.EstimatedCredits)
            : $"{plan.Action}, no credits: {plan.Reason.TrimEnd('.')}";

        static string Price(double? credits) => credits is { } known ? FormattableString.Invariant($"about {known} credits") : "price not known";
    }

    /// <summary>Plans for results that an earlier dry run in the pipeline would produce; they are not looked up.</summary>
    private void PlanFutureResults(ImageJob job)
    {
        if (_dryRun is null || _command.ParameterSetName != ImageInputCommand.TaskSet)
        {
            return;
        }

        foreach (var task in _command.InputObject.Where(PlannedTask.IsFuture))
        {
            var credits = PriceList.Estimate(job.Operation, image: null, job.Parameters);
            var plan = new EnhancePlan
            {
                Action = PlannedAction.Submit,
                Reason = $"The result does not exist yet{(credits is null ? "; the price depends on its size" : string.Empty)}.",
                Source = task.Source,
                Provider = job.Operation.Provider,
                Operation = job.Operation.Name,
                Parameters = job.Parameters,
                EstimatedCredits = credits,
                EstimatedDollars = credits is { } known ? PriceList.ToDollars(job.Operation.Provider, known) : null,
            };
            _isEmpty = false;
            _dryRun.Summary.Add(plan);
            _command.WriteObject(plan);
        }

        _command.InputObject = [.. _command.InputObject.Where(task => !PlannedTask.IsFuture(task))];
    }

    private EnhancePlan Plan(PreparedRequest prepared) => Wait(_dryRun!.PlanAsync(prepared, _command.StopToken));

    private T Wait<T>(Task<T> task)
    {
        _command.Queue.RunUntil(task, _command.StopToken);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Writes the totals of a dry run, with the balance if there is a key.</summary>
    private void WriteSummary(DryRun dryRun)
    {
        if (dryRun.Summary.Images == 0)
        {
            return;
        }

        var warnings = new ConcurrentQueue<string>();
        var summary = Wait(dryRun.SummarizeAsync(warnings.Enqueue, _command.StopToken));
        foreach (var warning in warnings)
        {
            _command.WriteWarning(warning);
        }

        _command.ShouldProcess(summary, string.Empty, string.Empty);
    }

    internal void Close()
    {
        if (_dryRun is not null)
        {
            WriteSummary(_dryRun);
        }

        _progress.ShowTotal(_accepted);
        _input.Writer.TryComplete();
    }

    internal void Finish()
    {
        _progress.Complete();
        _images.WriteSummary(_isEmpty);
        _writer.ThrowIfStopped();
    }

    private IEnumerable<FoundInput> Images(ImageJob job) => _command.ParameterSetName switch
    {
        ImageBatchCommand.UriSet => _command.Uri.SelectMany(address => _images.Take(ImageSource.FromUri(address))),
        ImageInputCommand.TaskSet => _command.FindResults(task => FindResultAsync(task, job.Operation)).SelectMany(result => _images.Take(result.Source, result.RelativeFolder)),
        _ => _images.Find(),
    };

    // A dry run sends no request to a provider and does not wait.
    private async Task<ImageSource> FindResultAsync(EnhanceTask task, OperationDescriptor operation) => _dryRun is not null
        ? _client.FindKnownResult(task, operation, _observer)
        : await _client.FindResultAsync(task, operation, _options.Timeout, new PipelineObserver(_command.Queue, _command), _command.StopToken);

    private void Offer(ImageJob job, FoundInput input)
    {
        var request = new EnhanceRequest
        {
            Source = input.Source!,
            Operation = job.Operation.Name,
            Parameters = job.Given,
            RelativeFolder = input.RelativeFolder,
            Save = job.Save == _options.Save ? null : job.Save,
            Wait = _command.IsWaiting,
            AllowTruncated = _command.Force,
            AllowResult = _command.IncludeResults || _command.ParameterSetName == ImageInputCommand.TaskSet,
        };

        var prepared = _client.Prepare(request);
        if (_dryRun is not null)
        {
            _command.WriteObject(Plan(prepared));
            return;
        }

        if (prepared.Problems is [var problem, ..])
        {
            _command.WriteError(EnhanceErrorRecord.Create(problem, request.Source.ToString()));
            return;
        }

        if (!_command.ShouldProcess(request.Source.ToString(), $"{job.Operation.Name} ({DescribeCost(prepared)})"))
        {
            _confirmation?.LeaveOutLast();
            return;
        }

        _accepted++;
        while (!_input.Writer.TryWrite(prepared))
        {
            var room = _input.Writer.WaitToWriteAsync(_command.StopToken).AsTask();
            _command.Queue.RunUntil(room, _command.StopToken);
            if (room.IsCompleted && !room.GetAwaiter().GetResult())
            {
                return;
            }
        }
    }

    /// <summary>Waits for all accepted tasks to end, then throws the error that stopped the batch.</summary>
    private void EndEarly()
    {
        Close();
        _command.Queue.RunToEnd(_command.StopToken);
        Finish();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using (_client)
            {
                await foreach (var task in _client.RunAsync(_input.Reader.ReadAllAsync(cancellationToken), _options, _observer, cancellationToken))
                {
                    await WriteAsync(task, cancellationToken);
                }
            }
        }
        finally
        {
            _input.Writer.TryComplete();
        }
    }

    /// <summary>Writes a task; reports one that the stopped pipeline does not accept like an unfinished one.</summary>
    private async Task WriteAsync(EnhanceTask task, CancellationToken cancellationToken)
    {
        var isWritten = false;
        try
        {
            await _command.Queue.InvokeAsync(
                () =>
                {
                    isWritten = true;
                    if (task is { Status: EnhanceTaskStatus.Skipped, OutputPath.Count: 0, SourcePath: { } path })
                    {
                        _images.PassOverResult(path);
                    }
                    else
                    {
                        _writer.Write(task);
                    }
                },
                cancellationToken);
        }
        catch (OperationCanceledException) when (!isWritten)
        {
            EnhanceClient.Abandon(task, _observer);
            throw;
        }
    }

    /// <summary>Reports the tasks that continue at the provider, after the work has ended.</summary>
    internal void ReportLeft() => _stopReport.Write(_observer.Abandoned, _client.EstimateCredits, _destination);

    private BatchOptions Options(string provider)
    {
        var connection = ProviderSession.Find(provider);
        return new BatchOptions
        {
            Limit = _command.IsBound(nameof(ImageBatchCommand.ThrottleLimit)) ? _command.ThrottleLimit : connection?.ThrottleLimit ?? _command.ThrottleLimit,
            Timeout = _command.IsBound(nameof(ImageBatchCommand.Timeout)) ? _command.Timeout : connection?.Timeout ?? _command.Timeout,
            Resubmit = _command.Resubmit,
            ResumeUnknown = _command.ResumeUnknown,
            MaxCredits = _command.MaxCredits,
            UploadStorage = _command.UploadStorage,
        };
    }
}
