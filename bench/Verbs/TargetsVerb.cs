using System.CommandLine;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Targets;

namespace SkinEnhance.Bench.Verbs;

/// <summary><c>targets</c>.</summary>
internal static class TargetsVerb
{
    private const string Name = "targets";

    internal static Command Create(IReadOnlyList<string> arguments)
    {
        var only = Shared.Only("Only these targets.", TargetList.Names);
        var write = Shared.Write();
        var command = new Command(Name, "Measures what the project has set itself.") { only, write };
        command.SetAction(async (parsed, cancel) =>
        {
            Report.Note(Machine.Describe());
            var names = Shared.Read(parsed, only);
            var exitCode = 0;
            foreach (var target in TargetList.Create().Where(target => names.Count == 0 || names.Contains(target.Name)))
            {
                Report.Note($"{target.Name} ...");
                var (report, isMeasured) = await MeasureAsync(target, cancel);

                // A target that is missed is a result; one that could not be measured is a failure.
                exitCode = isMeasured ? exitCode : 1;

                // Each target is a section of its own, so that one can be measured again without the others.
                if (parsed.GetValue(write))
                {
                    ResultsFile.Write($"{Name}: {target.Name}", report.Text, arguments);
                }
            }

            return exitCode;
        });
        return command;
    }

    private static async Task<(Report Report, bool IsMeasured)> MeasureAsync(Target target, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        var isMeasured = true;
        try
        {
            using var scratch = new Scratch();
            await target.MeasureAsync(scratch, findings, cancellationToken);
        }
        catch (InvalidOperationException failed)
        {
            // The others can be measured all the same.
            isMeasured = false;
            findings.Add(Verdict.NotRun(target.Name, failed.Message.ReplaceLineEndings(" ")));
        }

        var table = new Table("Target", "Measured", "Met");
        foreach (var verdict in findings.Verdicts)
        {
            table.Add(verdict.Target, verdict.Measured, verdict.IsMet switch { true => "yes", false => "**no**", null => Figure.DoesNotApply });
        }

        var report = new Report();
        report.Write(table.ToString());
        foreach (var note in findings.Notes)
        {
            report.Write(note + "\n");
        }

        return (report, isMeasured);
    }
}
