using System.Management.Automation;
using System.Net;
using SkinEnhance.Binding;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Starts the emulator in this process and sets it as the address of both providers.</summary>
[Cmdlet(VerbsLifecycle.Start, "EnhanceEmulator", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-EnhanceEmulator.md")]
[OutputType(typeof(EnhanceEmulatorInfo))]
public sealed class StartEnhanceEmulatorCommand : PSCmdlet
{
    /// <summary>The port on loopback; 0, the default, selects a free one.</summary>
    [Parameter]
    [NumberTransformation(0, 65535, IsWhole = true)]
    public int Port { get; set; }

    /// <summary>How long its tasks take: seconds or a TimeSpan. Default 2 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan TaskTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess("loopback", "Start the emulator and use it for all providers"))
        {
            return;
        }

        try
        {
            if (EmulatorSession.Start(Port, TaskTime) is { } info)
            {
                WriteObject(info);
                return;
            }
        }
        catch (Exception failure) when (failure is HttpListenerException or System.Net.Sockets.SocketException)
        {
            ThrowTerminatingError(EnhanceErrorRecord.Create(
                ErrorIds.EmulatorState, $"The emulator cannot listen on port {Port}: {failure.Message}", Port, failure));
        }

        var current = EmulatorSession.Current;
        WriteError(EnhanceErrorRecord.Create(ErrorIds.EmulatorState, $"The emulator already runs at {current?.Address}.", current));
    }
}
