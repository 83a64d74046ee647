using System.CommandLine;
using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance upscale</c>.</summary>
internal static class UpscaleCommand
{
    internal static Command Create(CliHost host)
    {
        var operation = KnownOperations.Upscalers.Single();
        var factor = operation.Parameters.Single(parameter => parameter.Name == operation.ScaleParameter);
        var scale = new Option<string>("--scale")
        {
            Description = "How many times both sides grow.",
            DefaultValueFactory = _ => (string)factor.Default!,
        };
        scale.AcceptOnlyFromAmong([.. factor.Choices]);
        var options = new JobOptions();
        var command = new DocumentedCommand("upscale", "Makes images larger.")
        {
            Examples =
            [
                "upscale portrait.jpg --scale 4x --destination out",
                "upscale photos --recurse --destination out --set optimized_for=soft_portraits --set creativity=-2",
                "upscale portrait.jpg --destination out --set \"prompt=freckles, soft light\"",
                "upscale photos --destination out --max-credits 2000",
            ],
            Remarks = static () => JobOptions.Remarks,
            Operations = KnownOperations.Upscalers,
        };
        command.Add(scale);
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var job = options.Read(parsed, operation.CommandName, host);

            // Left out, it may still come from --set; given here and there, it is refused as given twice.
            var given = parsed.GetResult(scale) is { Implicit: false };
            return JobRunner.RunAsync(given ? job.With(factor.Name, parsed.GetValue(scale)!) : job, host, cancel);
        });
        return command;
    }
}
