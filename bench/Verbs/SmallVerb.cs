using System.CommandLine;
using System.Net;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Small;

namespace SkinEnhance.Bench.Verbs;

/// <summary><c>small</c>.</summary>
internal static class SmallVerb
{
    private const string Name = "small";
    private const int Warmups = 3;
    private const int Iterations = 10;
    private static readonly (string Name, Type Type)[] Parts =
    [
        ("body", typeof(BodyBenchmarks)),
        ("header", typeof(HeaderBenchmarks)),
        ("ledger-write", typeof(LedgerWriteBenchmarks)),
        ("ledger-lookup", typeof(LedgerLookupBenchmarks)),
        ("answer", typeof(AnswerBenchmarks)),
    ];

    internal static Command Create(IReadOnlyList<string> arguments)
    {
        var only = Shared.Only("Only these parts.", [.. Parts.Select(part => part.Name)]);
        var write = Shared.Write();
        var command = new Command(Name, "Measures the pieces with BenchmarkDotNet.") { only, write };
        command.SetAction(parsed =>
        {
            Report.Note(Machine.Describe());
            var names = Shared.Read(parsed, only);
            var failed = 0;
            using var scratch = new Scratch();
            foreach (var (name, type) in Parts.Where(part => names.Count == 0 || names.Contains(part.Name)))
            {
                Report.Note($"{name} ...");
                if (Measure(type, scratch) is not { } report)
                {
                    failed++;
                }
                else if (parsed.GetValue(write))
                {
                    ResultsFile.Write($"{Name}: {name}", report.Text, arguments);
                }
            }

            return failed;
        });
        return command;
    }

    private static Report? Measure(Type type, Scratch scratch)
    {
        // In this process: a project of its own would have to be generated, and to follow this repository's rules.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(Warmups).WithIterationCount(Iterations);
        var log = new AccumulationLogger();
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Statistics, DefaultColumnProviders.Metrics)
            .AddLogger(log)
            .WithArtifactsPath(scratch.Folder)
            .WithOptions(ConfigOptions.DisableLogFile);
        var summary = BenchmarkRunner.Run(type, config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Length == 0 || summary.Reports.Any(report => !report.Success))
        {
            Console.Error.WriteLine(log.GetLog());
            return null;
        }

        var table = new AccumulationLogger();
        MarkdownExporter.GitHub.ExportToLog(summary, table);
        var report = new Report();

        // The exporter writes a page's entities, which a text does not need.
        report.Write(WebUtility.HtmlDecode(table.GetLog().Trim()));
        return report;
    }
}
