using System.Runtime.InteropServices;

namespace SkinEnhance.Pipeline;

/// <summary>Ends running work before the process ends: when its terminal is closed (SIGHUP) or on SIGTERM. PowerShell itself
/// stops commands only on Ctrl+C.</summary>
/// <remarks>On Windows these are the closing of the console and the shutdown of the system.</remarks>
internal sealed class ProcessEndSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="end">Ends the work and waits for it. The process ends when it returns; Windows waits for 5 s at most.</param>
    internal ProcessEndSignals(Action end) =>
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGHUP, PosixSignal.SIGTERM]).Select(signal => PosixSignalRegistration.Create(signal, _ => end()))];

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());
}
