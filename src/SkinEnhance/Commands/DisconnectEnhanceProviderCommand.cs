using System.Management.Automation;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Removes the settings of Connect-EnhanceProvider; the environment variables apply again.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "EnhanceProvider", HelpUri = HelpPages.Root + "Disconnect-EnhanceProvider.md")]
public sealed class DisconnectEnhanceProviderCommand : PSCmdlet
{
    /// <summary>The provider: Comfy or AILab.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Comfy", "AILab")]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            if (!ProviderSession.Disconnect(name))
            {
                WriteVerbose($"{name} has no settings to remove.");
            }
        }
    }
}
