using System.CommandLine;
using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance upscale</c>.</summary>
internal static class UpscaleCommand
{
    internal static Command Create(CliHost host)
    {
        var models = KnownOperations.Upscalers.Select(operation => operation.Model!).ToArray();
        var model = new Option<string>("--model")
        {
            Description = "The upscaler; the parameters of each are listed below.",
            DefaultValueFactory = _ => models[0],
        };
        model.AcceptOnlyFromAmong(models);
        var scale = new Option<string>("--scale")
        {
            Description = "The factor by which both sides grow.",
            DefaultValueFactory = _ => "2x",
        };
        scale.AcceptOnlyFromAmong([.. KnownOperations.Scales]);
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
        command.Add(model);
        command.Add(scale);
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var operation = KnownOperations.Upscalers.Single(row => row.Model == parsed.GetValue(model));
            var job = options.Read(parsed, operation.CommandName, host);

            // Without it, the value can still come from --set; with both, the parameter is specified twice.
            var given = parsed.GetResult(scale) is { Implicit: false };
            return JobRunner.RunAsync(given ? job.With(operation.ScaleParameter!, parsed.GetValue(scale)!) : job, host, cancel);
        });
        return command;
    }
}
