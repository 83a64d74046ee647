using BenchmarkDotNet.Attributes;
using SkinEnhance.Bench.Images;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Bench.Small;

/// <summary>Whether an image was sent before.</summary>
public class LedgerLookupBenchmarks
{
    private Scratch? _scratch;
    private SubmissionLedger? _ledger;
    private string _identity = string.Empty;
    private string _log = string.Empty;

    /// <summary>How many submissions are known.</summary>
    [Params(100, 2000)]
    public int Known { get; set; }

    /// <summary>Fills a ledger and a log.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _scratch = new Scratch();
        _ledger = new SubmissionLedger(_scratch.NewFolder("home"), "bench");
        _log = Path.Combine(_scratch.NewFolder("log"), "log.jsonl");
        var records = Enumerable.Range(0, Known).Select(LedgerRecords.Create).ToList();
        records.ForEach(_ledger.Write);
        File.WriteAllLines(_log, records.Select(record => LedgerRecords.Line(record).TrimEnd()));
        _identity = records[Known / 2].Identity;
    }

    /// <summary>Removes them.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _ledger?.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>Looking through a log.</summary>
    /// <returns>The line.</returns>
    [Benchmark(Baseline = true, Description = "search a log")]
    public string Search() => File.ReadLines(_log).First(line => line.Contains(_identity, StringComparison.Ordinal));

    /// <summary>The engine's record.</summary>
    /// <returns>The task's id.</returns>
    [Benchmark(Description = "the engine's record")]
    public string? Read() => _ledger!.Read(_identity, NullObserver.Instance, out _)?.TaskId;
}
