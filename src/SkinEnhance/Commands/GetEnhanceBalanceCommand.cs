using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Errors;
using SkinEnhance.Pipeline;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Gets the credits that are left on the providers' accounts.</summary>
[Cmdlet(VerbsCommon.Get, "EnhanceBalance", HelpUri = HelpPages.Root + "Get-EnhanceBalance.md")]
[OutputType(typeof(CreditBalance))]
public sealed class GetEnhanceBalanceCommand : WorkerCommand
{
    /// <summary>The providers. Default all that have a key.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string[]? Provider { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        try
        {
            var client = ProviderSession.CreateClient();
            var names = Provider ?? [.. ProviderRegistry.Names.Where(name => ProviderSession.Settings(name).ReadKey() is not null)];

            // Without any key, the error KeyMissing is reported for each provider.
            StartWork(token => QueryAsync(client, names.Length > 0 ? names : ProviderRegistry.Names, token));
        }
        catch (EnhanceException refused)
        {
            ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
        }
    }

    private async Task QueryAsync(EnhanceClient engine, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await using var client = engine;
        foreach (var name in names)
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
