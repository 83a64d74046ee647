using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core.Settings;

namespace SkinEnhance.Cli.Commands;

/// <summary>The command line of the program.</summary>
internal static class SkinEnhanceCommand
{
    internal const string Name = "skinenhance";

    private const string Text =
        """
        Enhances skin and upscales images with the AI services of Comfy (Freepik/Magnific) and AILab Tools.

          skinenhance demo
              shows everything without a key and without cost
          skinenhance enhance portrait.jpg --destination out
          skinenhance upscale photos --recurse --scale 4x --destination out
          skinenhance estimate photos
          skinenhance tasks --since 7d

        Keys come from the environment variables COMFY_API_KEY (faithful, flexible, upscale) and AILAB_API_KEY (smart-skin,
        smart-skin-advanced). SKINENHANCE_COMFY_URI and SKINENHANCE_AILAB_URI replace the services' addresses.
        SKINENHANCE_HOME moves the ledger, SKINENHANCE_HOST names this computer in it.

        'skinenhance <command> --help' has examples, the parameters of each operation, and the exit codes.
        """;

    private static readonly (string Name, Func<CliHost, Command> Create)[] Commands =
    [
        ("enhance", EnhanceCommand.Create),
        ("upscale", UpscaleCommand.Create),
        ("estimate", EstimateCommand.Create),
        ("balance", BalanceCommand.Create),
        ("tasks", TasksCommand.Create),
        ("wait", WaitCommand.Create),
        ("save", SaveCommand.Create),
        ("forget", ForgetCommand.Create),
        ("emulator", EmulatorCommand.Create),
        ("demo", DemoCommand.Create),
    ];

    private static readonly string[] Online = ["enhance", "upscale", "balance", "tasks", "wait", "save"];

    /// <summary>The proxy of a command line; null for none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="InvalidSettingException">It is not a proxy.</exception>
    internal static ProxySettings? ReadProxy(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == "--proxy") is { } proxy && parsed.GetValue(proxy) is { } address
            ? new ProxySettings(address, "--proxy")
            : null;

    /// <summary>Creates the command line for a run.</summary>
    /// <param name="host">The environment of the run.</param>
    /// <param name="args">The arguments to parse.</param>
    /// <returns>All commands; only the first argument's if it is a command, because creating the others takes time.</returns>
    internal static RootCommand Create(CliHost host, string[] args)
    {
        var root = new RootCommand(Text);
        var named = Array.FindIndex(Commands, command => command.Name == args.FirstOrDefault());
        foreach (var (name, create) in named < 0 ? Commands : Commands[named..(named + 1)])
        {
            var command = create(host);
            if (Online.Contains(name))
            {
                command.Add(SharedOptions.Proxy());
            }

            root.Add(command);
        }

        root.Options.Clear();

        // The default option includes /h, which is a path outside Windows.
        var help = new HelpOption("--help", "-h", "-?");
        help.Action = new DetailedHelp((HelpAction)help.Action!);
        root.Add(help);
        root.Add(new VersionOption { Action = new VersionAction() });
        return root;
    }
}

/// <summary>Prints this program's version; the library's own action would print that of its process.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(typeof(VersionAction).Assembly.GetName().Version!.ToString(fieldCount: 3));
        return 0;
    }
}
