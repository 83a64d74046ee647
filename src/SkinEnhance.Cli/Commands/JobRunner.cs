using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Cli.Commands;

/// <summary>Runs <c>enhance</c> and <c>upscale</c>.</summary>
internal static class JobRunner
{
    /// <summary>Runs a job.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Options cannot be combined.</exception>
    /// <exception cref="EnhanceException">A parameter or a setting is invalid; no image was read.</exception>
    internal static async Task<int> RunAsync(Job job, CliHost host, CancellationToken cancellationToken)
    {
        if (job is { Destination: not null, Save: false })
        {
            throw new UsageException("--no-save cannot be combined with --destination.");
        }

        if (job is { OutputName: not null, Save: false })
        {
            throw new UsageException("--no-save cannot be combined with --output-name.");
        }

        var client = host.CreateClient();
        await using (client)
        {
            var operation = client.Catalog.Find(job.Operation);
            var parameters = job.ParametersByName();
            client.Catalog.ReadParameters(operation, parameters);
            if (job.OutputName is { } pattern)
            {
                OutputNameTemplate.Parse(pattern).Check(operation);
            }

            if (job is { Destination: null, Wait: false } && operation.IsSynchronous)
            {
                throw new UsageException($"The response of {operation.CommandName} is its result, which cannot be downloaded later: specify a --destination.");
            }

            if (job.UploadStorage)
            {
                client.Catalog.CheckUploadStorage(operation);
            }

            var save = SaveOf(job, host);
            var options = new BatchOptions
            {
                Limit = job.Limit,
                Save = save,
                Wait = job.Wait,
                Timeout = job.Timeout,
                ResendAmbiguous = job.ResendAmbiguous,
                Resubmit = job.Resubmit,
                ResumeUnknown = job.ResumeUnknown,
                MaxCredits = job.MaxCredits,
                UploadStorage = job.UploadStorage,
            };
            var reporter = ReporterFactory.Create(host, job.Json, job.Verbose);
            var observer = new RunObserver(reporter, job.Verbose);
            var finder = job.Inputs.CreateFinder(host, client, save, observer);
            var items = job.Inputs.Find(finder, host).Select(input => new BatchItem(input, operation, parameters) { AllowTruncated = job.Force, AllowResult = job.Inputs.IncludeResults });
            if (job.DryRun)
            {
                return await PlanAsync(items, client.PlanBatch(options, observer), client, new PlanReport(host, job.Json), finder.PassedOver, cancellationToken);
            }

            client.Catalog.Provider(operation.Provider).CheckSettings();
            return await new BatchRun(client, reporter, observer, finder.PassedOver).RunAsync(
                items,
                job.Inputs.ReadsStandardInput ? null : token => job.Inputs.Find(job.Inputs.CreateFinder(host, client, save), host).TakeWhile(_ => !token.IsCancellationRequested).Count(),
                options,
                cancellationToken);
        }
    }

    private static async Task<int> PlanAsync(
        IEnumerable<BatchItem> items, DryRun dryRun, EnhanceClient client, PlanReport report, PassedOver passedOver, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            if (item.Input.Error is { } error)
            {
                report.AddNotFound(error);
                continue;
            }

            report.Add(await dryRun.PlanAsync(client.Prepare(item.ToRequest()), cancellationToken));
        }

        return report.Finish(dryRun.Summary, await dryRun.SummarizeAsync(report.Warn, cancellationToken), passedOver);
    }

    /// <summary>Where the results are saved; null if they are not.</summary>
    internal static SaveOptions? SaveOf(Job job, CliHost host) => job is { Destination: null, Wait: false } or { Destination: null, Save: false }
        ? null
        : new SaveOptions(Path.GetFullPath(job.Destination ?? ".", host.CurrentDirectory), job.OnExisting)
        {
            BesideSource = job.Destination is null,
            OutputName = job.OutputName,
            MaximumBytes = job.MaxResultBytes,
        };
}
