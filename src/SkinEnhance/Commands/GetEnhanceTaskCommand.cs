using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Errors;
using SkinEnhance.Pipeline;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Gets the current state of tasks; without tasks or ids, lists the ledger, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "EnhanceTask", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Root + "Get-EnhanceTask.md")]
[OutputType(typeof(EnhanceTask))]
public sealed class GetEnhanceTaskCommand : TaskStreamCommand
{
    private const string ListSet = "List";

    // The same limit as the poller's.
    private const int PollsAtOnce = 8;

    private Stream? _stream;

    /// <summary>Only tasks with one of these statuses.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [WireEnumTransformation(typeof(EnhanceTaskStatus), IsList = true)]
    public EnhanceTaskStatus[]? Status { get; set; }

    /// <summary>Only tasks of this provider.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string? Provider { get; set; }

    /// <summary>Only tasks whose source matches; wildcards are allowed, and a name without a folder matches in any folder.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>Only tasks whose record was written at this time or later.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [TimeTransformation]
    public DateTime? Since { get; set; }

    /// <summary>The maximum number of tasks.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [NumberTransformation(1, IsWhole = true)]
    public int? First { get; set; }

    /// <summary>Polls the listed tasks that have not ended, instead of showing them as last recorded.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Refresh { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        if (ParameterSetName != ListSet || MyInvocation.ExpectingInput || Refresh)
        {
            _stream = new Stream(
                this,
                PollsAtOnce,
                static (client, task, observer, token) => task.IsEnded ? Task.FromResult(task) : client.RefreshAsync(task, observer, token),
                Write);
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        if (ParameterSetName != ListSet)
        {
            foreach (var task in Tasks)
            {
                _stream!.Offer(task);
            }

            return;
        }

        using var ledger = SubmissionLedger.FromEnvironment();
        var others = new List<EnhanceTask>();
        foreach (var task in ledger.List(Query(), new PipelineObserver(Queue, this)))
        {
            StopToken.ThrowIfCancellationRequested();
            if (!ProviderSession.IsAtEndpoint(task))
            {
                others.Add(task);
            }
            else if (Refresh)
            {
                _stream!.Offer(task);
            }
            else
            {
                WriteObject(task);
            }
        }

        WriteOthers(others);
    }

    /// <summary>Writes the tasks of other endpoints last, and does not poll them.</summary>
    private void WriteOthers(List<EnhanceTask> tasks)
    {
        foreach (var endpoint in tasks.GroupBy(task => task.Endpoint))
        {
            WriteWarning($"{(endpoint.Count() == 1 ? "1 task belongs" : $"{endpoint.Count()} tasks belong")} to {endpoint.Key}, which is not the current base address; listed last and not polled.");
            WriteObject(endpoint, enumerateCollection: true);
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd() => _stream?.Close();

    private LedgerQuery Query() => new()
    {
        Status = Status,
        Operation = Operation is null ? null : OperationName(Operation),
        Provider = Provider,
        Source = Path is null ? null : SourceFilter(Path),
        Since = Since is { } since ? new DateTimeOffset(since.ToUniversalTime()) : null,
        First = First,
    };

    /// <summary>An operation's name, in any spelling. A name without an operation is an error, because its list would be empty.</summary>
    private string OperationName(string given)
    {
        var operations = ProviderRegistry.Operations;
        if (operations.FirstOrDefault(operation => WireName.AreSame(operation.Name, given) || WireName.AreSame(operation.CommandName, given)) is { } found)
        {
            return found.Name;
        }

        var names = string.Join(", ", operations.Select(operation => operation.Name));
        ThrowTerminatingError(EnhanceErrorRecord.Create(ErrorIds.OperationUnknown, $"There is no operation '{given}'. The operations are {names}.", given));
        return given;
    }

    private Func<string, bool> SourceFilter(string path)
    {
        var isName = path.IndexOfAny(['/', '\\']) < 0;
        var isAddress = path.Contains("://", StringComparison.Ordinal);
        var pattern = new WildcardPattern(
            isName || isAddress ? path : SessionState.Path.GetUnresolvedProviderPathFromPSPath(path),
            OperatingSystem.IsLinux() ? WildcardOptions.None : WildcardOptions.IgnoreCase);
        return source => pattern.IsMatch(isName ? System.IO.Path.GetFileName(source) : source);
    }

    private bool Write(EnhanceTask task)
    {
        // A failed task is a result of this command; only a failed poll is an error.
        if (task.Error is { } error && !task.IsEnded)
        {
            WriteError(EnhanceErrorRecord.Create(error, task));
        }
        else
        {
            WriteObject(task);
        }

        return true;
    }
}
