using System.Runtime.InteropServices;

namespace SkinEnhance.Cli.Hosting;

/// <summary>Converts the first Ctrl+C, SIGTERM or SIGHUP into a cancellation. A second Ctrl+C or SIGTERM has the system's own effect: it ends the
/// process.</summary>
/// <remarks>On Windows, SIGHUP is the closing of the console and SIGTERM the shutdown of the system.</remarks>
internal sealed class CancelSignals : IDisposable
{
    // Windows ends a process 5 s after its console is closed.
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
            // When a terminal is closed, both the kernel and the shell send the signal.
            context.Cancel = true;
        }

        if (OperatingSystem.IsWindows() && context.Signal != PosixSignal.SIGINT)
        {
            // The process ends when this returns.
            _ended.Wait(ShutdownTimeout);
        }
    }
}
