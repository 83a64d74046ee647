using System.Diagnostics;

namespace SkinEnhance.Cli.Tests.Support;

/// <summary>The program in a separate process.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource _spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private CliProcess(Process process)
    {
        _process = process;
        _output = ReadAsync(process.StandardOutput);
        _error = process.StandardError.ReadToEndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    internal static CliProcess Start(string folder, IReadOnlyDictionary<string, string?> variables, params string[] args) =>
        Start(["dotnet"], folder, variables, args);

    /// <summary>Starts it with a program that runs a command line in its own process, such as <c>nohup</c>.</summary>
    internal static CliProcess StartUnder(string launcher, string folder, IReadOnlyDictionary<string, string?> variables, params string[] args) =>
        Start([launcher, "dotnet"], folder, variables, args);

    private static CliProcess Start(string[] command, string folder, IReadOnlyDictionary<string, string?> variables, string[] args)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "skinenhance.dll"));
        foreach (var argument in args)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Ends when the process has written a line to standard output.</summary>
    internal Task FirstLineAsync() => _spoke.Task.WaitAsync(Patience);

    /// <summary>Sends a signal as a shell does.</summary>
    internal async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it at once, as SIGKILL does, without cleanup.</summary>
    internal void Kill() => _process.Kill();

    internal async Task<(int Code, string Output, string Error)> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, await _output, await _error);
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var first = await reader.ReadLineAsync();
        _spoke.TrySetResult();
        return first is null ? string.Empty : $"{first}\n{await reader.ReadToEndAsync()}";
    }
}
