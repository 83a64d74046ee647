using System.Collections.Concurrent;

namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>The program, killed at every critical point, and run again.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whenever_it_is_killed_nothing_is_lost_and_nothing_is_paid_twice()
    {
        var outcomes = new ConcurrentQueue<KillOutcome>();
        await Parallel.ForEachAsync(
            KillPoints.All.OrderBy(point => point.Mode != "smart-skin-advanced"),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(8, Environment.ProcessorCount) },
            async (point, _) =>
            {
                await using var fixture = new KillFixture(point);
                try
                {
                    outcomes.Enqueue(await fixture.RunAsync());
                }
                catch (Exception failure)
                {
                    // The other points are still informative.
                    outcomes.Enqueue(new KillOutcome(point) { Failure = failure.Message });
                }
            });

        var unknown = outcomes.Sum(outcome => outcome.Unknown);
        var billed = outcomes.Sum(outcome => outcome.UnknownBilled);
        output.WriteLine($"Points: {outcomes.Count}, different: {KillPoints.All.Distinct().Count()}, killed before the end: {outcomes.Count(outcome => outcome.WasKilled)}");
        output.WriteLine($"Runs: {outcomes.Sum(outcome => outcome.Runs)}, images: {outcomes.Sum(outcome => outcome.Point.Images)}");
        output.WriteLine($"Images lost: {outcomes.Sum(outcome => outcome.Lost)}");
        output.WriteLine($"Images billed more than once: {outcomes.Sum(outcome => outcome.BilledTwice)}");
        output.WriteLine($"Unknown: {unknown}, of them unexpected: {outcomes.Sum(outcome => outcome.UnknownUnexpected)}, billed and the answer lost: {billed}, not gone out whole: {unknown - billed}");
        output.WriteLine($"Unknown ones replayed under their keys: {outcomes.Sum(outcome => outcome.Replayed)}, then saved and billed once: {outcomes.Sum(outcome => outcome.ReplayedWell)}");
        output.WriteLine($"Partial files under a final name: {outcomes.Sum(outcome => outcome.PartialFiles)}");
        output.WriteLine($"Unreadable records: {outcomes.Sum(outcome => outcome.UnreadableRecords)}");
        output.WriteLine($"Temporary files left by killed runs: {outcomes.Sum(outcome => outcome.Leftovers)}");
        foreach (var place in outcomes.GroupBy(outcome => outcome.Found).OrderBy(place => place.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"    Found after the kill: {place.Key}: {place.Count()}");
        }

        Assert.Equal([], outcomes.Where(outcome => !outcome.IsGood));
        Assert.True(outcomes.Where(outcome => outcome.WasKilled).DistinctBy(outcome => outcome.Point).Count() >= 60);
    }
}
