using System.ComponentModel;
using System.Diagnostics;
using SkinEnhance.Bench.Reporting;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Runs the tools that contenders need, to see whether they are there and to make things ready.</summary>
internal static class ToolCheck
{
    /// <summary>Runs a tool.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="tool">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What it wrote, and why it failed; null when it did not.</returns>
    internal static async Task<(string Output, string? Failure)> RunAsync(string folder, string tool, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(tool, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
            await process.WaitForExitAsync(cancellationToken);
            var said = await error;
            if (process.ExitCode == 0)
            {
                return (output, null);
            }

            // What a tool says holds paths and addresses of this machine, which no report should.
            Report.Note(said.Length > 0 ? said : output);
            return (output, Invariant($"`{tool} {arguments[0]}` failed with exit code {process.ExitCode}"));
        }
        catch (Win32Exception)
        {
            return (string.Empty, $"`{tool}` is not on this machine");
        }
    }
}
