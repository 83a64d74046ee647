using System.CommandLine;
using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance enhance</c>.</summary>
internal static class EnhanceCommand
{
    internal static Command Create(CliHost host)
    {
        var modes = KnownOperations.Enhancers.Select(operation => operation.CommandName).ToArray();
        var mode = new Option<string>("--mode")
        {
            Description = "The mode; the parameters of each are listed below.",
            DefaultValueFactory = _ => modes[0],
        };
        mode.AcceptOnlyFromAmong(modes);
        var options = new JobOptions();
        var command = new DocumentedCommand("enhance", "Enhances the skin in images.")
        {
            Examples =
            [
                "enhance portrait.jpg",
                "enhance portrait.jpg --destination out",
                "enhance photos --recurse --destination out --mode flexible --set optimized_for=improve_lighting",
                "enhance \"photos/2024-*/*.jpg\" --destination out --mode smart-skin --set retouch_degree=0.8",
                "enhance a.jpg b.png --destination out --mode smart-skin-advanced --set acne_removal=1 --json",
                "enhance photos --destination out --max-credits 2000",
            ],
            Remarks = static () => JobOptions.Remarks,
            Operations = KnownOperations.Enhancers,
        };
        command.Add(mode);
        options.AddTo(command);
        command.SetAction((parsed, cancel) => JobRunner.RunAsync(options.Read(parsed, parsed.GetValue(mode)!, host), host, cancel));
        return command;
    }
}
