using System.Management.Automation;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Stops the emulator and gives the providers back the settings that they had before.</summary>
[Cmdlet(VerbsLifecycle.Stop, "EnhanceEmulator", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-EnhanceEmulator.md")]
public sealed class StopEnhanceEmulatorCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (EmulatorSession.Current is not { } current)
        {
            WriteVerbose("No emulator runs.");
        }
        else if (ShouldProcess(current.Address.AbsoluteUri, "Stop the emulator"))
        {
            EmulatorSession.Stop();
        }
    }
}
