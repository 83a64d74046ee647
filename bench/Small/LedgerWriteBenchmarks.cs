using System.Text;
using BenchmarkDotNet.Attributes;
using SkinEnhance.Bench.Images;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Bench.Small;

/// <summary>Noting a submission so that it is on the disk before the request leaves.</summary>
public class LedgerWriteBenchmarks
{
    private Scratch? _scratch;
    private SubmissionLedger? _ledger;
    private LedgerRecord? _record;
    private string _log = string.Empty;

    /// <summary>Makes an empty ledger.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _scratch = new Scratch();
        _ledger = new SubmissionLedger(_scratch.NewFolder("home"), "bench");
        _record = LedgerRecords.Create(0);
        _ledger.Write(_record);
        _log = Path.Combine(_scratch.NewFolder("log"), "log.jsonl");
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _ledger?.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>A line more in a log, flushed to the disk.</summary>
    [Benchmark(Baseline = true, Description = "append a line to a log, flush to disk")]
    public void Append()
    {
        using var log = new FileStream(_log, FileMode.Append);
        log.Write(Encoding.UTF8.GetBytes(LedgerRecords.Line(_record!)));
        log.Flush(flushToDisk: true);
    }

    /// <summary>The engine's record: temporary file, flush to disk, rename.</summary>
    [Benchmark(Description = "the engine's record, flush to disk, rename")]
    public void Write() => _ledger!.Write(_record!);
}
