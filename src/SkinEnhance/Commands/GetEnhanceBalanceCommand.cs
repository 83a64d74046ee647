using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Errors;
using SkinEnhance.Pipeline;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Gets what is left on the providers' accounts.</summary>
[Cmdlet(VerbsCommon.Get, "EnhanceBalance")]
[OutputType(typeof(CreditBalance))]
public sealed class GetEnhanceBalanceCommand : WorkerCommand
{
    /// <summary>The providers. Default all that have a key.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string[]? Provider { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin() => StartWork(AskAsync);

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await using var client = ProviderSession.CreateClient();
        foreach (var name in Provider ?? ProviderSession.Names.Where(name => ProviderSession.Settings(name).ReadKey() is not null))
        {
            try
            {
                var balance = await client.GetBalanceAsync(name, new PipelineObserver(Queue, this), cancellationToken);
                await Queue.InvokeAsync(() => WriteObject(balance, enumerateCollection: true), cancellationToken);
            }
            catch (EnhanceException failure)
            {
                await Queue.InvokeAsync(() => WriteError(EnhanceErrorRecord.Create(failure, name)), cancellationToken);
            }
        }
    }
}
