using System.Management.Automation;
using System.Reflection;
using System.Threading.Channels;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
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

    /// <summary>The folder for results; it is made when it is missing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Replaces existing results.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many images are under way at once, 1 to 64. Default 4, or what Connect-EnhanceProvider set.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>How long each task is waited for: seconds or a TimeSpan. Default 10 minutes, or what Connect-EnhanceProvider set.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>An address that the service calls when a task changes. Comfy only.</summary>
    [Parameter]
    [OperationParameter]
    public Uri? WebhookUrl { get; set; }

    /// <summary>Sends, and pays, again on purpose what the ledger knows as saved, failed or unknown.</summary>
    [Parameter]
    public SwitchParameter Resubmit { get; set; }

    /// <summary>Sends what the ledger knows as unknown again with the same bytes under the same key, where the provider knows keys (Comfy).</summary>
    [Parameter]
    public SwitchParameter ResumeUnknown { get; set; }

    /// <summary>The most credits to spend; images that would pass it are left over, each with an error.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
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

    /// <summary>The error for a parameter that the operation does not take.</summary>
    private protected abstract string DescribeMisplaced(string parameter, IReadOnlyList<string> takers);

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The running batch. It is a class of its own so that no type of the engine shows in the command's own members.</summary>
    private sealed class Batch
    {
        private readonly ImageBatchCommand _command;
        private readonly OperationDescriptor _operation;
        private readonly IReadOnlyDictionary<string, object?> _given;
        private readonly IReadOnlyDictionary<string, object> _parameters;
        private readonly EnhanceClient _client;
        private readonly Channel<EnhanceRequest> _input = Channel.CreateBounded<EnhanceRequest>(1);
        private readonly ImagePathResolver _resolver;
        private readonly TaskWriter _writer;
        private readonly BatchProgressRecord _progress;
        private int _accepted;

        internal Batch(ImageBatchCommand command)
        {
            _command = command;
            try
            {
                _client = ProviderSession.CreateClient();
                _operation = _client.Catalog.Find(command.Operation);
                ThrowIfStorageIsMisplaced();
                _given = Collect();
                _parameters = _client.Catalog.ReadParameters(_operation, _given);
            }
            catch (EnhanceException refused)
            {
                command.ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
                throw;
            }

            _writer = new TaskWriter(command);
            _progress = new BatchProgressRecord(command, $"{command.MyInvocation.MyCommand.Name}: {_operation.Name}");
            command.Queue.Upkeep = _progress.Refresh;
            var options = Options();
            _resolver = new ImagePathResolver(command) { Excluded = options.Save?.Destination };
            command.StartWork(token => RunAsync(options, token));
        }

        /// <summary>Takes the images of one record; holds the pipeline back while the batch is full.</summary>
        internal void Take()
        {
            foreach (var source in Sources())
            {
                _command.StopToken.ThrowIfCancellationRequested();
                if (_writer.Stopper is not null)
                {
                    EndEarly();
                }

                Offer(new EnhanceRequest { Source = source, Operation = _operation.Name, Parameters = _given });
            }
        }

        internal void Close()
        {
            _progress.ShowTotal(_accepted);
            _input.Writer.TryComplete();
        }

        internal void Finish()
        {
            _progress.Complete();
            _writer.ThrowIfStopped();
        }

        private IEnumerable<ImageSource> Sources() => _command.ParameterSetName switch
        {
            UriSet => _command.Uri.Select(ImageSource.FromUri),
            LiteralPathSet => _resolver.Resolve(_command.LiteralPath, isLiteral: true).Select(ImageSource.FromPath),
            _ => _resolver.Resolve(_command.Path, isLiteral: false).Select(ImageSource.FromPath),
        };

        private void Offer(EnhanceRequest request)
        {
            // Before the question whether to go on, so that a dry run finds the bad files too.
            var (image, problems) = _client.Check(request);
            if (problems.Count > 0)
            {
                _command.WriteError(EnhanceErrorRecord.Create(problems[0], request.Source.ToString()));
                return;
            }

            var cost = PriceList.Estimate(_operation, image, _parameters) is { } credits ? FormattableString.Invariant($"about {credits} credits") : "price not known";
            if (!_command.ShouldProcess(request.Source.ToString(), $"{_operation.Name} ({cost})"))
            {
                return;
            }

            _accepted++;
            while (!_input.Writer.TryWrite(request))
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

        private async Task RunAsync(BatchOptions options, CancellationToken cancellationToken)
        {
            try
            {
                await using (_client)
                {
                    var observer = new PipelineObserver(_command.Queue, _command) { ShowProgress = _progress.Show };
                    await foreach (var task in _client.RunAsync(_input.Reader.ReadAllAsync(cancellationToken), options, observer, cancellationToken))
                    {
                        await _command.Queue.InvokeAsync(() => _writer.Write(task), cancellationToken);
                    }
                }
            }
            finally
            {
                _input.Writer.TryComplete();
            }
        }

        private BatchOptions Options()
        {
            var connection = ProviderSession.Find(_operation.Provider);
            return new BatchOptions
            {
                Limit = _command.IsBound(nameof(ThrottleLimit)) ? _command.ThrottleLimit : connection?.ThrottleLimit ?? _command.ThrottleLimit,
                Timeout = _command.IsBound(nameof(Timeout)) ? _command.Timeout : connection?.Timeout ?? _command.Timeout,
                Wait = _command.IsWaiting,
                Resubmit = _command.Resubmit,
                ResumeUnknown = _command.ResumeUnknown,
                MaxCredits = _command.MaxCredits,
                UploadStorage = _command.UploadStorage,
                Save = DestinationFolder.Resolve(_command, _command.Destination) is { } folder ? new SaveOptions(folder, _command.Force) : null,
            };
        }

        /// <summary>The operation's parameters among the command's own.</summary>
        private Dictionary<string, object?> Collect()
        {
            var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            foreach (var property in _command.GetType().GetProperties().Where(property => property.IsDefined(typeof(OperationParameterAttribute)) && _command.IsBound(property.Name)))
            {
                ThrowIfMisplaced(property);
                foreach (var (name, value) in Values(property))
                {
                    given[name] = value;
                }
            }

            return given;
        }

        private IEnumerable<(string Name, object? Value)> Values(PropertyInfo property) => property.GetValue(_command) switch
        {
            SkinEffect[] effects => effects.Select(effect => (effect.ToString(), (object?)true)),
            Enum value => [(property.Name, WireEnum.Spell(value))],
            var value => [(property.Name, value)],
        };

        private void ThrowIfMisplaced(PropertyInfo property)
        {
            ThrowIfMisplaced(property.Name, Takes);

            bool Takes(OperationDescriptor operation) => property.PropertyType == typeof(SkinEffect[])
                ? operation.Parameters.Any(parameter => parameter.IsEffect)
                : ParameterReader.Find(operation, property.Name) is not null;
        }

        private void ThrowIfStorageIsMisplaced()
        {
            if (_command.UploadStorage)
            {
                ThrowIfMisplaced(nameof(UploadStorage), _client.Catalog.HasUploadStorage);
            }
        }

        private void ThrowIfMisplaced(string parameter, Func<OperationDescriptor, bool> isTaken)
        {
            var takers = _client.Catalog.Operations.Where(isTaken).Select(operation => operation.Name).ToList();
            if (!takers.Contains(_operation.Name))
            {
                throw EnhanceException.For(new EnhanceError
                {
                    Id = ErrorIds.ParameterUnknown,
                    Target = parameter,
                    Message = _command.DescribeMisplaced(parameter, takers),
                });
            }
        }
    }
}
