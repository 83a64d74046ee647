using System.Runtime.InteropServices;

namespace SkinEnhance.Pipeline;

/// <summary>Lets running work end before the process does: when its terminal is closed (SIGHUP) or it is told to end (SIGTERM). PowerShell itself
/// stops commands for Ctrl+C alone.</summary>
/// <remarks>Windows has both too: the console that is closed, and the system that shuts down.</remarks>
internal sealed class ProcessEndSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="end">Ends the work and waits for it. The process ends when it returns; Windows waits for 5 s at most.</param>
    internal ProcessEndSignals(Action end) =>
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGHUP, PosixSignal.SIGTERM]).Select(signal => PosixSignalRegistration.Create(signal, _ => end()))];

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());
}
