using System.Runtime.InteropServices;

namespace SkinEnhance.Cli.Hosting;

/// <summary>Turns the first Ctrl+C or SIGTERM into a cancellation. The second one has the system's own effect: it ends the process.</summary>
internal sealed class CancelSignals : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    internal CancelSignals()
    {
        // Windows has both too: Ctrl+C, and the end of the session.
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
    }

    internal CancellationToken Token => _cancel.Token;

    public void Dispose()
    {
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
    }
}
