using System.Management.Automation;
using System.Net;
using SkinEnhance.Binding;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Starts the emulator in this process and points the session's providers at it.</summary>
[Cmdlet(VerbsLifecycle.Start, "EnhanceEmulator", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-EnhanceEmulator.md")]
[OutputType(typeof(EnhanceEmulatorInfo))]
public sealed class StartEnhanceEmulatorCommand : PSCmdlet
{
    /// <summary>The port on loopback; 0, the default, takes a free one.</summary>
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
        if (!ShouldProcess("loopback", "Start the emulator and point the providers at it"))
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
        WriteError(EnhanceErrorRecord.Create(ErrorIds.EmulatorState, $"The emulator runs already, at {current?.Address}.", current));
    }
}
