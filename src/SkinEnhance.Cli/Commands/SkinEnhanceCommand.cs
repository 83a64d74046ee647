using System.CommandLine;
using System.CommandLine.Help;
using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Commands;

/// <summary>The program's command line as a whole.</summary>
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

    internal static RootCommand Create(CliHost host)
    {
        var root = new RootCommand(Text)
        {
            EnhanceCommand.Create(host),
            UpscaleCommand.Create(host),
            EstimateCommand.Create(host),
            BalanceCommand.Create(host),
            TasksCommand.Create(host),
            WaitCommand.Create(host),
            SaveCommand.Create(host),
            ForgetCommand.Create(host),
            EmulatorCommand.Create(host),
            DemoCommand.Create(host),
        };
        root.Options.Clear();

        // The usual one answers to /h as well, which is a path outside of Windows.
        var help = new HelpOption("--help", "-h", "-?");
        help.Action = new DetailedHelp((HelpAction)help.Action!);
        root.Add(help);
        root.Add(new VersionOption { Action = new VersionAction() });
        return root;
    }
}
