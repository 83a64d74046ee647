using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance estimate</c>.</summary>
internal static class EstimateCommand
{
    internal static Command Create(CliHost host)
    {
        var inputs = new InputArguments();
        var mode = new Option<string?>("--mode") { Description = "A mode of enhance. Default the first one." };
        mode.AcceptOnlyFromAmong([.. KnownOperations.Enhancers.Select(row => row.CommandName)]);
        var scale = new Option<string?>("--scale") { Description = "A scale of upscale; for the creative model unless --operation specifies another." };
        scale.AcceptOnlyFromAmong([.. KnownOperations.Scales]);
        var operation = new Option<string?>("--operation") { Description = "An operation by its name, instead of --mode or --scale." };
        operation.AcceptOnlyFromAmong([.. KnownOperations.All.Select(row => row.CommandName)]);
        var set = SharedOptions.Set("A parameter of the operation, checked as for a submission; may be repeated.");
        var destination = SharedOptions.Destination("The folder for the results, default the folder of each image: results in it do not count as input.");
        var command = new DocumentedCommand("estimate", "Estimates what images would cost, and lists those that are not accepted, without sending anything.")
        {
            Examples =
            [
                "estimate portrait.jpg",
                "estimate photos --recurse --mode smart-skin-advanced --set acne_removal=1",
                "estimate photos --scale 4x",
            ],
            Remarks = static () =>
                $"""
                An estimate from the prices of {PriceList.AsOf}, not a bill; no key is needed. Every image counts as new, although finished images in
                the ledger cost nothing in a second run.

                Exit codes: 0 all images are accepted; 1 at least one is not; 2 wrong usage; 3 no image was found.
                """,
            Operations = KnownOperations.All,
        };
        inputs.AddTo(command);
        foreach (var option in (Option[])[mode, scale, operation, set, destination])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancel) =>
        {
            var (modeName, scaleName, name) = (parsed.GetValue(mode), parsed.GetValue(scale), parsed.GetValue(operation));
            var upscaler = KnownOperations.Upscalers.FirstOrDefault(row => name is null || row.CommandName == name);
            if ((modeName is not null && (scaleName ?? name) is not null) || (scaleName is not null && upscaler is null))
            {
                throw new UsageException("Specify only one of --mode, --scale and --operation.");
            }

            var job = new Job
            {
                Operation = name ?? modeName ?? (scaleName is null ? KnownOperations.Enhancers[0] : upscaler!).CommandName,
                Inputs = inputs.Read(parsed, host),
                Parameters = SharedOptions.ReadSet(parsed.GetValue(set)),
                Destination = parsed.GetValue(destination),
            };
            return RunAsync(scaleName is null ? job : job.With(upscaler!.ScaleParameter!, scaleName), host, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(Job job, CliHost host, CancellationToken cancellationToken)
    {
        var client = host.CreateClient();
        await using (client)
        {
            var operation = client.Catalog.Find(job.Operation);
            var given = job.ParametersByName();
            client.Catalog.ReadParameters(operation, given);
            var finder = job.Inputs.CreateFinder(host, client, JobRunner.SaveOf(job, host), new RunObserver(ReporterFactory.CreatePlain(host, json: false), verbose: false));
            var report = new EstimateReport(host, operation);
            foreach (var input in job.Inputs.Find(finder, host))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(report, client, new BatchItem(input, operation, given));
            }

            return report.Finish(finder.PassedOver);
        }
    }

    private static void Add(EstimateReport report, EnhanceClient client, BatchItem item)
    {
        if (item.Input.Error is { } error)
        {
            report.Refuse([error]);
            return;
        }

        var prepared = client.Prepare(item.ToRequest());
        if (prepared.Problems.Count > 0)
        {
            report.Refuse(prepared.Problems);
        }
        else
        {
            report.Add(item.Input.Source!, prepared.EstimatedCredits);
        }
    }
}
