using System.CommandLine;
using SkinEnhance.Cli.Demo;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Settings;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance demo</c>.</summary>
internal static class DemoCommand
{
    private const int Limit = 6;

    private static readonly string Folder = Path.Combine("out", "demo");
    private static readonly TimeSpan TaskTime = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(0.1);

    internal static Command Create(CliHost host)
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Files, folders or wildcards; default the samples.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new DocumentedCommand("demo", "Runs all operations on sample images, without a key and without cost.")
        {
            Examples = ["demo", "demo portrait.jpg"],
            Remarks = static () =>
                """
                It starts the emulator, processes the sample portraits or the specified images with all operations, prints a table,
                and saves the results in out/demo below the current folder, replacing those of an earlier demo. The emulator
                does not enhance images: a result is the submitted image with a note in its metadata.
                """,
        };
        command.Add(paths);
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(paths) ?? [], host, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, CliHost host, CancellationToken cancellationToken)
    {
        if (paths.Length == 0)
        {
            if (SampleFolder.Find(host.CurrentDirectory, host.ProgramDirectory) is not { } samples)
            {
                host.Error.WriteLine(SafeText.OneLine(
                    $"Failed: there are no samples: neither '{host.CurrentDirectory}' nor '{host.ProgramDirectory}' is in a folder with SkinEnhance.psd1 and samples."));
                host.Error.WriteLine("    Run it in the folder of SkinEnhance, or specify images: skinenhance demo portrait.jpg");
                return ExitCode.Usage;
            }

            paths = [samples];
        }

        var destination = Path.Combine(host.CurrentDirectory, Folder);
        var emulator = ProviderEmulator.Start(new EmulatorOptions { TaskTime = TaskTime });
        await using (emulator)
        {
            var client = EnhanceClient.Create(SettingsOf(emulator));
            await using (client)
            {
                var options = new InputOptions { CurrentDirectory = host.CurrentDirectory, Operations = client.Catalog.Operations };
                var finder = new InputFinder(options, new RunObserver(ReporterFactory.CreatePlain(host, json: false), verbose: false)) { Destination = destination };
                var plan = DemoPlan.Make(paths.SelectMany(finder.Find), client);
                var reporter = CreateReporter(host, plan);
                var run = new BatchRun(client, reporter, new RunObserver(reporter, verbose: false), finder.PassedOver);
                return await run.RunAsync(
                    plan.Where(item => item.Skipped is null).Select(item => item.Item),
                    _ => plan.Count(item => item.Skipped is null),
                    new BatchOptions { Limit = Limit, Save = new SaveOptions(destination, ExistingFileAction.Replace) },
                    cancellationToken);
            }
        }
    }

    private static DemoReporter CreateReporter(CliHost host, IReadOnlyList<DemoItem> plan)
    {
        var names = new DisplayName(host.CurrentDirectory);
        var console = TerminalConsole.Create(host);
        var isLive = host.OutputIsTerminal && console.Profile.Capabilities.Ansi;
        var lines = new TaskLine(names);
        var live = isLive ? new LiveReporter(host, console, lines, names, showsDone: false) : null;
        return new DemoReporter(host, plan, Folder, lines, new DemoTable(console, names), live);
    }

    // Independent of the environment: the demo must not send requests to a real service.
    private static EnhanceSettings SettingsOf(ProviderEmulator emulator) => new(emulator.Accounts.Select(
        account => new ProviderSettings(account.Provider, account.Address, "the emulator", () => account.Key) { PollInterval = PollInterval }));
}
