using System.Runtime.InteropServices;

namespace SkinEnhance.Cli.Hosting;

/// <summary>Turns the first Ctrl+C, SIGTERM or SIGHUP into a cancellation. A second Ctrl+C or SIGTERM has the system's own effect: it ends the
/// process.</summary>
/// <remarks>Windows has them too: SIGHUP is the console that is closed, SIGTERM the system that shuts down.</remarks>
internal sealed class CancelSignals : IDisposable
{
    // Windows ends a process whose console is closed after 5 s, whatever it does.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4.5);

    private readonly CancellationTokenSource _cancel = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal CancelSignals() =>
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]).Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    internal CancellationToken Token => _cancel.Token;

    public void Dispose()
    {
        _ended.Set();
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _cancel.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (!_cancel.IsCancellationRequested)
        {
            context.Cancel = true;
            _cancel.Cancel();
        }
        else if (context.Signal == PosixSignal.SIGHUP)
        {
            // A terminal that is closed sends it several times: the kernel does, and the shell does.
            context.Cancel = true;
        }

        if (OperatingSystem.IsWindows() && context.Signal != PosixSignal.SIGINT)
        {
            // There the process ends as soon as this returns.
            _ended.Wait(ShutdownTimeout);
        }
    }
}
