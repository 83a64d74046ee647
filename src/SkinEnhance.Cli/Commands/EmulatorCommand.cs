using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Providers;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance emulator</c>.</summary>
internal static class EmulatorCommand
{
    private const int LongestTask = 24 * 3600;

    internal static Command Create(CliHost host)
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 selects a free one.", HelpName = "port", DefaultValueFactory = _ => 0 };
        port.Read(OptionValue.Whole(0, IPEndPoint.MaxPort), $"0 to {IPEndPoint.MaxPort}");
        var seconds = new Option<double>("--task-seconds") { Description = "How long a task takes.", HelpName = "seconds", DefaultValueFactory = _ => 2 };
        seconds.Read(OptionValue.Number(0, LongestTask), $"0 to {LongestTask}");
        var command = new DocumentedCommand("emulator", "Runs an emulator of both services on this computer, without a key and without cost.")
        {
            Examples = ["emulator", "emulator --port 8080 --task-seconds 5"],
            Remarks = static () =>
                """
                It runs until Ctrl+C stops it, and prints the environment variables with which SkinEnhance uses it. It does not enhance
                images: a result is the submitted image with a note in its metadata. SKINENHANCE_HOME is the folder of a separate ledger,
                which is deleted when the emulator stops, so that trial runs do not count as paid work.
                """,
        };
        command.Add(port);
        command.Add(seconds);
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(port), TimeSpan.FromSeconds(parsed.GetValue(seconds)), host, cancel));
        return command;
    }

    private static async Task<int> RunAsync(int port, TimeSpan taskTime, CliHost host, CancellationToken cancellationToken)
    {
        ProviderEmulator emulator;
        try
        {
            emulator = ProviderEmulator.Start(new EmulatorOptions { Port = port, TaskTime = taskTime });
        }
        catch (Exception failure) when (failure is HttpListenerException or SocketException)
        {
            host.Error.WriteLine(SafeText.OneLine($"Failed: the emulator cannot listen on port {port}: {failure.Message}"));
            host.Error.WriteLine("    Choose another port, or omit --port to use a free one.");
            return ExitCode.Usage;
        }

        // Trial runs do not belong in the ledger of paid work.
        using (var home = new TrialFolder(TrialFolder.LedgerPrefix))
        await using (emulator)
        {
            host.Output.WriteLine(Introduction(emulator, home.Path));
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Ctrl+C is the normal end.
        host.Output.WriteLine("The emulator has stopped.");
        return ExitCode.Done;
    }

    private static (string Name, string Value)[] VariablesOf(ProviderDescriptor provider, EmulatedAccount account) =>
        [(provider.AddressVariable, account.Address.AbsoluteUri), (provider.KeyVariable, account.Key)];

    private static string Introduction(ProviderEmulator emulator, string home)
    {
        (string Name, string Value)[] variables =
        [
            .. emulator.Accounts.SelectMany(account => VariablesOf(ProviderRegistry.Find(account.Provider)!, account)),
            (SubmissionLedger.HomeVariable, home),
        ];
        string[] lines =
        [
            $"The emulator listens on {emulator.Address}",
            "It does not enhance images: a result is the submitted image with a note in its metadata.",
            string.Empty,
            "To use it, set in another terminal, with sh:",
            string.Empty,
            .. variables.Select(variable => $"  export {variable.Name}='{variable.Value}'"),
            string.Empty,
            "or with PowerShell:",
            string.Empty,
            .. variables.Select(variable => $"  $env:{variable.Name} = '{variable.Value}'"),
            string.Empty,
            "Ctrl+C stops it.",
        ];
        return string.Join(Environment.NewLine, lines);
    }
}
