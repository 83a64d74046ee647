using System.Management.Automation;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Stops the emulator and restores the providers' earlier settings.</summary>
[Cmdlet(VerbsLifecycle.Stop, "EnhanceEmulator", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Stop-EnhanceEmulator.md")]
public sealed class StopEnhanceEmulatorCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (EmulatorSession.Current is not { } current)
        {
            WriteVerbose("No emulator is running.");
        }
        else if (ShouldProcess(current.Address.AbsoluteUri, "Stop the emulator"))
        {
            EmulatorSession.Stop();
        }
    }
}
