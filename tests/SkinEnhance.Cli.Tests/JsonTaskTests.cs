using SkinEnhance.Cli.Output;

namespace SkinEnhance.Cli.Tests;

public class JsonTaskTests
{
    /// <summary>Fields with another name in the line.</summary>
    private static readonly Dictionary<string, string> Renamed = new() { [nameof(EnhanceTask.OutputPath)] = nameof(JsonTask.Outputs) };

    /// <summary>Fields that are not in the line, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        [nameof(EnhanceTask.ResultUri)] = "It is signed and opens the result; 'save' downloads it.",
        [nameof(EnhanceTask.Parameters)] = "The caller gave them.",
        [nameof(EnhanceTask.StatusRoute)] = "The operation names it.",
        [nameof(EnhanceTask.FullName)] = "It is the first of the outputs.",
        [nameof(EnhanceTask.SourcePath)] = "The source has it.",
        [nameof(EnhanceTask.SourceName)] = "It names results only.",
        [nameof(EnhanceTask.RelativeFolder)] = "The outputs have it.",
        [nameof(EnhanceTask.TaskCredits)] = "The credits of this run and of all runs are there.",
        [nameof(EnhanceTask.EarlierCredits)] = "The credits of this run and of all runs are there.",
        [nameof(EnhanceTask.SubmittedAt)] = "A line comes when the image ends, so its own time tells.",
        [nameof(EnhanceTask.CompletedAt)] = "A line comes when the image ends, so its own time tells.",
        [nameof(EnhanceTask.Elapsed)] = "A line comes when the image ends, so its own time tells.",
        [nameof(EnhanceTask.EstimatedDuration)] = "It serves the wait only.",
        [nameof(EnhanceTask.EstimatedDurationP90)] = "It serves the wait only.",
        [nameof(EnhanceTask.RequestId)] = "It is for the provider's support; the ledger keeps it.",
        [nameof(EnhanceTask.RecordId)] = "The task's id stands for it.",
        [nameof(EnhanceTask.Error)] = "Its id and its message are there.",
        [nameof(EnhanceTask.IsEnded)] = "The status says so.",
    };

    public static TheoryData<string> Fields => [.. typeof(EnhanceTask).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_of_a_task_is_in_the_line_or_excluded_for_a_reason(string field)
    {
        var isThere = typeof(JsonTask).GetProperty(Renamed.GetValueOrDefault(field, field)) is not null;
        Assert.NotEqual(isThere, LeftOut.ContainsKey(field));
    }
}
