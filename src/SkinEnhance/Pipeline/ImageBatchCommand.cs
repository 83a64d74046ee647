using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Channels;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Pipeline;

/// <summary>What the commands that send images share: their input, the batch behind it, and what comes out.</summary>
public abstract class ImageBatchCommand : ImageInputCommand
{
    private protected const string UriSet = "Uri";

    private Batch? _batch;

    /// <summary>Public https addresses of images, which Comfy's service fetches itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>The folder for results; it is made when it is missing. Default the folder of each image, and the current one for an address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransformation(EmptyIsNotGiven = true)]
    public string? Destination { get; set; }

    /// <summary>The folder below which results keep the folders of their images. By default that is the folder that was given; for piped files it is the current location.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RelativeTo { get; set; }

    /// <summary>A pattern for the names of results, such as {BaseName}-{Operation}; the extension follows the result.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransformation(EmptyIsNotGiven = true)]
    public string? OutputName { get; set; }

    /// <summary>What happens when a file of a result's name exists: Error, Skip, Replace or Rename. Default Error.</summary>
    [Parameter]
    [WireEnumTransformation(typeof(ExistingFileAction))]
    public ExistingFileAction? OnExisting { get; set; }

    /// <summary>Sends images on purpose that are results of this or an earlier run.</summary>
    [Parameter]
    public SwitchParameter IncludeResults { get; set; }

    /// <summary>Saves nothing: the tasks carry the addresses of their results.</summary>
    [Parameter]
    public SwitchParameter NoSave { get; set; }

    /// <summary>Replaces existing results, and sends images whose end is missing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The most bytes that one result may have. Default 512 MB.</summary>
    [Parameter]
    [NumberTransformation(1, int.MaxValue, IsWhole = true, IsSize = true)]
    public long MaxResultBytes { get; set; } = SaveOptions.DefaultMaximumBytes;

    /// <summary>How many images are under way at once, 1 to 64. Default 4, or what Connect-EnhanceProvider set.</summary>
    [Parameter]
    [NumberTransformation(1, 64, IsWhole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>How long each task is waited for: seconds or a TimeSpan. Default 10 minutes, or what Connect-EnhanceProvider set.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>An address that the service calls when a task changes. Comfy only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OperationParameter]
    [TextTransformation(EmptyIsNotGiven = true)]
    public Uri? WebhookUrl { get; set; }

    /// <summary>Sends, and pays, again on purpose what the ledger knows as saved, failed or unknown.</summary>
    [Parameter]
    public SwitchParameter Resubmit { get; set; }

    /// <summary>Sends what the ledger knows as unknown again with the same bytes under the same key, where the provider knows keys (Comfy).</summary>
    [Parameter]
    public SwitchParameter ResumeUnknown { get; set; }

    /// <summary>The most credits to spend; images that would pass it are left over, each with an error.</summary>
    [Parameter]
    [NumberTransformation(0)]
    public double? MaxCredits { get; set; }

    /// <summary>Puts each image into the provider's storage first and submits its address. Comfy only.</summary>
    [Parameter]
    public SwitchParameter UploadStorage { get; set; }

    /// <summary>The name of the operation.</summary>
    private protected abstract string Operation { get; }

    /// <summary>Whether to wait for tasks to end.</summary>
    private protected abstract bool IsWaiting { get; }

    /// <inheritdoc/>
    protected override void OnBegin() => _batch = new Batch(this);

    /// <inheritdoc/>
    protected override void OnRecord() => _batch!.Take();

    /// <inheritdoc/>
    protected override void OnEnd() => _batch!.Close();

    /// <inheritdoc/>
    protected override void OnFinished() => _batch!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Waits for the work to end, so that all that is left is known.
        base.Dispose(disposing);
        if (disposing)
        {
            _batch?.ReportLeft();
        }
    }

    /// <summary>The error for a parameter that the operation does not take.</summary>
    private protected abstract string DescribeMisplaced(string parameter, IReadOnlyList<string> takers);

    /// <summary>Whether one of the common parameters for questions holds, given or by its preference.</summary>
    private bool IsSet(string parameter, string preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
            ? LanguagePrimitives.IsTrue(given)
            : GetVariableValue(preference) is var value && (value is ConfirmImpact impact ? impact is not ConfirmImpact.None and <= ConfirmImpact.Medium : LanguagePrimitives.IsTrue(value));

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The running batch. It is a class of its own so that no type of the engine shows in the command's own members.</summary>
    private sealed class Batch
    {
        private readonly ImageBatchCommand _command;
        private readonly RowValues _values;
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
        private readonly DryRun? _question;
        private string? _destination;

        internal Batch(ImageBatchCommand command)
        {
            _command = command;
            OperationDescriptor operation;
            SaveOptions? save;
            try
            {
                _values = new RowValues(command);
                _client = ProviderSession.CreateClient();
                operation = _client.Catalog.Find(command.Operation);
                save = ReadSave(operation);
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
            _question = command.IsSet("Confirm", "ConfirmPreference") ? _client.PlanBatch(_options, _observer) : null;
            command.StartWork(RunAsync);
        }

        /// <summary>Takes the images of one record; holds the pipeline back while the batch is full.</summary>
        internal void Take()
        {
            if (ReadJob() is not { } job)
            {
                return;
            }

            _destination = job.Save is { BesideSource: false } save ? save.Destination : null;
            _isEmpty &= _command.ParameterSetName != TaskSet;
            _images.SetSave(job.Save);
            _images.Job = job.Identity;
            PlanResultsToCome(job);
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

        /// <summary>What the question names as the cost: the real one of this image, which is nothing when the ledger has its result.</summary>
        private string DescribeCost(PreparedRequest prepared)
        {
            if (_question is not { } question)
            {
                return Price(prepared.EstimatedCredits);
            }

            var plan = Wait(question.PlanAsync(prepared, _command.StopToken));
            return plan.Action is PlannedAction.Submit or PlannedAction.Resubmit or PlannedAction.Replay
                ? Price(plan.EstimatedCredits)
                : $"{plan.Action}, no credits: {plan.Reason.TrimEnd('.')}";

            static string Price(double? credits) => credits is { } known ? FormattableString.Invariant($"about {known} credits") : "price not known";
        }

        /// <summary>Plans what would be done with results that a dry run before this one would bring; they are not looked for.</summary>
        private void PlanResultsToCome(Job job)
        {
            if (_dryRun is null || _command.ParameterSetName != TaskSet)
            {
                return;
            }

            foreach (var task in _command.InputObject.Where(PlannedTask.IsToCome))
            {
                var credits = PriceList.Estimate(job.Operation, image: null, job.Parameters);
                var plan = new EnhancePlan
                {
                    Action = PlannedAction.Submit,
                    Reason = $"The result is still to come{(credits is null ? "; the price follows its size" : string.Empty)}.",
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

            _command.InputObject = [.. _command.InputObject.Where(task => !PlannedTask.IsToCome(task))];
        }

        private EnhancePlan Plan(PreparedRequest prepared) => Wait(_dryRun!.PlanAsync(prepared, _command.StopToken));

        private T Wait<T>(Task<T> task)
        {
            _command.Queue.RunUntil(task, _command.StopToken);
            return task.GetAwaiter().GetResult();
        }

        /// <summary>Says what a dry run comes to, beside the balance where there is a key.</summary>
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

        private IEnumerable<FoundInput> Images(Job job) => _command.ParameterSetName switch
        {
            UriSet => _command.Uri.SelectMany(address => _images.Take(ImageSource.FromUri(address))),
            TaskSet => _command.FindResults(task => FindResultAsync(task, job.Operation)).SelectMany(result => _images.Take(result.Source, result.RelativeFolder)),
            _ => _images.Find(),
        };

        // A dry run asks no provider and waits for nothing.
        private async Task<ImageSource> FindResultAsync(EnhanceTask task, OperationDescriptor operation) => _dryRun is not null
            ? _client.FindKnownResult(task, operation, _observer)
            : await _client.FindResultAsync(task, operation, _options.Timeout, new PipelineObserver(_command.Queue, _command), _command.StopToken);

        /// <summary>What is to be done with the images of this record; null when the record is wrong, which is an error of its own.</summary>
        private Job? ReadJob()
        {
            try
            {
                var operation = _client.Catalog.Find(_command.Operation);
                ThrowIfStorageIsMisplaced(operation);
                var given = Collect(operation);
                return new Job(operation, given, _client.Catalog.ReadParameters(operation, given), ReadSave(operation));
            }
            catch (EnhanceException refused)
            {
                // What the command line says is as wrong for every other record; what the record says is not.
                if (!_values.HasOwn)
                {
                    _command.ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
                }

                var image = string.Join(", ", Inputs());
                var error = refused.Error with { Target = image, Message = $"'{image}' was not sent: {refused.Message}" };
                _command.WriteError(EnhanceErrorRecord.Create(error, image));
                return null;
            }
        }

        /// <summary>Where the results go; null when they are not saved.</summary>
        private SaveOptions? ReadSave(OperationDescriptor operation)
        {
            var folder = DestinationFolder.Resolve(_command, _command.Destination);
            if (_command.NoSave)
            {
                ThrowIfGiven(folder is not null, nameof(Destination), _command.Destination);
                ThrowIfGiven(_command.OutputName is not null, nameof(OutputName), _command.OutputName);
            }

            if (_command.OutputName is { } pattern)
            {
                OutputNameTemplate.Parse(pattern).Check(operation);
            }

            if (folder is null && (_command.NoSave || !_command.IsWaiting))
            {
                return null;
            }

            return new SaveOptions(folder ?? _command.SessionState.Path.CurrentFileSystemLocation.ProviderPath, OnExisting())
            {
                BesideSource = folder is null,
                OutputName = _command.OutputName,
                MaximumBytes = _command.MaxResultBytes,
            };

            static void ThrowIfGiven(bool isGiven, string parameter, string? value)
            {
                if (isGiven)
                {
                    throw NotAllowed(nameof(NoSave), $"-NoSave does not go with -{parameter} '{value}'.");
                }
            }
        }

        private ExistingFileAction OnExisting()
        {
            if (_command.Force && _command.OnExisting is { } other and not ExistingFileAction.Replace)
            {
                throw NotAllowed(nameof(Force), $"-Force does not go with -OnExisting {other}: it replaces existing results.");
            }

            return _command.Force ? ExistingFileAction.Replace : _command.OnExisting ?? ExistingFileAction.Error;
        }

        private static InvalidParameterException NotAllowed(string parameter, string message) =>
            new(new EnhanceError { Id = ErrorIds.ParameterNotAllowed, Target = parameter, Message = message });

        private IEnumerable<object> Inputs() => _command.ParameterSetName switch
        {
            UriSet => _command.Uri.Select(ResultAddress.WithoutQuery),
            TaskSet => _command.InputObject.Select(task => task.TaskId ?? task.Source ?? task.Operation),
            LiteralPathSet => _command.LiteralPath,
            _ => _command.Path,
        };

        private void Offer(Job job, FoundInput input)
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
                AllowResult = _command.IncludeResults || _command.ParameterSetName == TaskSet,
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
                _question?.LeaveOutLast();
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

        /// <summary>Lets what is paid for come to its end, then says why there is no more.</summary>
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

        /// <summary>Writes a task; one that the stopped pipeline does not take is left like those that were not finished.</summary>
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

        /// <summary>Says what is left at the provider, once the work has ended.</summary>
        internal void ReportLeft() => _stopReport.Write(_observer.Abandoned, _client.EstimateCredits, _destination);

        private BatchOptions Options(string provider)
        {
            var connection = ProviderSession.Find(provider);
            return new BatchOptions
            {
                Limit = _command.IsBound(nameof(ThrottleLimit)) ? _command.ThrottleLimit : connection?.ThrottleLimit ?? _command.ThrottleLimit,
                Timeout = _command.IsBound(nameof(Timeout)) ? _command.Timeout : connection?.Timeout ?? _command.Timeout,
                Resubmit = _command.Resubmit,
                ResumeUnknown = _command.ResumeUnknown,
                MaxCredits = _command.MaxCredits,
                UploadStorage = _command.UploadStorage,
            };
        }

        /// <summary>The operation's parameters among the command's own.</summary>
        private Dictionary<string, object?> Collect(OperationDescriptor operation)
        {
            var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            foreach (var (property, value) in _values.OfOperation())
            {
                ThrowIfMisplaced(operation, property);
                foreach (var (name, part) in Parts(property.Name, value))
                {
                    given[name] = part;
                }
            }

            return given;
        }

        private static IEnumerable<(string Name, object? Value)> Parts(string name, object value) => value switch
        {
            SkinEffect[] effects => effects.Distinct().Select(effect => (effect.ToString(), (object?)true)),
            Enum choice => [(name, WireEnum.Spell(choice))],
            _ => [(name, value)],
        };

        private void ThrowIfMisplaced(OperationDescriptor operation, PropertyInfo property)
        {
            ThrowIfMisplaced(operation, property.Name, Takes);

            bool Takes(OperationDescriptor other) => property.PropertyType == typeof(SkinEffect[])
                ? other.Parameters.Any(parameter => parameter.IsEffect)
                : ParameterReader.Find(other, property.Name) is not null;
        }

        private void ThrowIfStorageIsMisplaced(OperationDescriptor operation)
        {
            if (_command.UploadStorage)
            {
                ThrowIfMisplaced(operation, nameof(UploadStorage), _client.Catalog.HasUploadStorage);
            }
        }

        private void ThrowIfMisplaced(OperationDescriptor operation, string parameter, Func<OperationDescriptor, bool> isTaken)
        {
            if (isTaken(operation))
            {
                return;
            }

            throw EnhanceException.For(new EnhanceError
            {
                Id = ErrorIds.ParameterUnknown,
                Target = parameter,
                Message = _command.DescribeMisplaced(parameter, [.. _client.Catalog.Operations.Where(isTaken).Select(other => other.Name)]),
            });
        }

        /// <summary>What is to be done with an image.</summary>
        private sealed record Job(
            OperationDescriptor Operation, IReadOnlyDictionary<string, object?> Given, IReadOnlyDictionary<string, object> Parameters, SaveOptions? Save)
        {
            /// <summary>Tells it from another job for the same file.</summary>
            internal string Identity { get; } = string.Join('\n', [Operation.Name, Save?.Destination, Save?.OutputName, .. Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}")]);
        }
    }
}
