using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Gets the providers' current settings, without the keys.</summary>
[Cmdlet(VerbsCommon.Get, "EnhanceProvider", HelpUri = HelpPages.Root + "Get-EnhanceProvider.md")]
[OutputType(typeof(EnhanceProviderInfo))]
public sealed class GetEnhanceProviderCommand : PSCmdlet
{
    /// <summary>The providers, wildcards allowed. Default all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
        {
            var matches = ProviderRegistry.Names.Where(new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch).ToList();
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                var names = string.Join(", ", ProviderRegistry.Names);
                WriteError(EnhanceErrorRecord.Create(ErrorIds.OperationUnknown, $"There is no provider '{pattern}'. The providers are {names}.", pattern));
            }

            matches.ForEach(WriteProvider);
        }
    }

    private void WriteProvider(string name)
    {
        try
        {
            WriteObject(ProviderInfoReader.Read(name));
        }
        catch (EnhanceException refused)
        {
            WriteError(EnhanceErrorRecord.Create(refused, name));
        }
    }
}
