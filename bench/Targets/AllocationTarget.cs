using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Settings;

namespace SkinEnhance.Bench.Targets;

/// <summary>What the engine allocates for an image, whatever the image's size. It runs in this process, where the runtime can be asked.</summary>
internal sealed class AllocationTarget : Target
{
    private const double Most = 256 * 1024;
    private const int ProbeLength = 400_000;
    private static readonly (long Size, int Images)[] Steps = [(ImageSizes.Megabyte / 5, 192), (6 * ImageSizes.Megabyte, 96), (Scan, 48)];

    internal override string Name => "allocations";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        var server = await ServerProcess.StartAsync(new ServerPlan { Kind = ServerKind.Sink });
        await using (server)
        {
            var first = 0;
            foreach (var (size, count) in Steps)
            {
                Report.Note(Invariant($"  {count} images of {Figure.Megabytes(size):0.0} MB, four times ..."));
                using var images = ImageSet.Create(scratch, ImageSizes.Same(count, size), first);
                var cold = await LargeAsync(() => RunAsync(server, images, scratch, cancellationToken));
                await RunAsync(server, images, scratch, cancellationToken);
                var before = GC.GetTotalAllocatedBytes(precise: true);
                await RunAsync(server, images, scratch, cancellationToken);
                var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
                var large = await LargeAsync(() => RunAsync(server, images, scratch, cancellationToken));
                var what = Invariant($"{Figure.Megabytes(size):0.0} MB an image");
                findings.Add(Verdict.AtMost(Invariant($"{what}: at most {Most / 1024:0} KiB allocated for each"), each / 1024, Most / 1024, " KiB"));
                findings.Add(new Verdict($"{what}: nothing on the large-object heap", Invariant($"{large} bytes for {count} images"), large == 0));
                findings.Add(Verdict.Information($"{what}: on the large-object heap in the first batch", Invariant($"{cold} bytes for {count} images")));
                first += count;
            }
        }

        var seen = await LargeAsync(AllocateOnPurpose);
        findings.Add(new Verdict("self-check: a large object allocated on purpose is seen", Invariant($"{seen} of {ProbeLength} bytes seen"), seen >= ProbeLength));
        var steps = string.Join(", ", Steps.Select(step => Invariant($"{step.Images} of {Figure.Megabytes(step.Size):0.0} MB")));
        findings.Note(Invariant($"The engine in this process, with ledger and saving, into the sink in another; {Limit} at once; {steps}. Each batch has an engine, a ledger and an output folder of its own; two batches warm up, a third counts what is allocated, on all threads, start of the engine included; a fourth counts large objects, from the runtime's allocation events, which come for about every 100 kB of them. What the first batch allocates there, a pool may keep for the others, so it is told too."));
    }

    private static async Task<long> LargeAsync(Func<Task> work)
    {
        using var listener = new LargeObjectListener();

        // Events come a moment after what they tell of; large ones of before are flushed out by one that is not counted.
        await AllocateOnPurpose();
        await SettleAsync(listener);
        var before = listener.Bytes;
        await work();
        await SettleAsync(listener);
        return listener.Bytes - before;
    }

    private static async Task SettleAsync(LargeObjectListener listener)
    {
        for (var seen = -1L; seen != listener.Bytes;)
        {
            seen = listener.Bytes;
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    private static Task AllocateOnPurpose()
    {
        GC.KeepAlive(new byte[ProbeLength]);
        return Task.CompletedTask;
    }

    private static async Task RunAsync(ServerProcess server, ImageSet images, Scratch scratch, CancellationToken cancellationToken)
    {
        var output = scratch.NewFolder("output");
        var home = scratch.NewFolder("home");
        var greeting = server.Greeting;
        var settings = new EnhanceSettings(
            new ProviderSettings("Comfy", greeting.Address, "the bench", () => greeting.Key),
            new ProviderSettings("AILab", greeting.Address, "the bench", () => greeting.AILabKey));
        var client = EnhanceClient.Create(settings, ledger: new SubmissionLedger(home, "bench"));
        var saved = 0;
        await using (client)
        {
            var requests = images.Images.Select(image => new EnhanceRequest { Source = ImageSource.FromPath(image.Path), Operation = "Faithful" });
            var options = new BatchOptions { Limit = Limit, Save = new SaveOptions(output) };
            await foreach (var task in client.RunAsync(requests, options, cancellationToken: cancellationToken))
            {
                saved += task is { Error: null, OutputPath.Count: 1 } ? 1 : throw new InvalidOperationException($"an image ended with {task.Error?.Id ?? task.Status.ToString()}");
            }
        }

        if (saved != images.Images.Count)
        {
            throw new InvalidOperationException(Invariant($"{saved} of {images.Images.Count} images were saved."));
        }

        Scratch.Delete(output);
        Scratch.Delete(home);
    }
}
