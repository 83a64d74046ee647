using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Batch;

public class DecisionTableTests
{
    public static TheoryData<string, string, string> Cells => new()
    {
        { "New", "", "Submit" },
        { "New", "Resubmit", "Submit" },
        { "New", "ResumeUnknown", "Submit" },
        { "Result", "", "Skip" },
        { "Result", "Resubmit", "Skip" },
        { "Result", "ResumeUnknown", "Skip" },
        { "Accepted", "", "Resume" },
        { "Accepted", "Resubmit", "Resume" },
        { "Accepted", "ResumeUnknown", "Resume" },
        { "Lost", "", "Resume" },
        { "Lost", "Resubmit", "Submit" },
        { "Lost", "ResumeUnknown", "Resume" },
        { "Completed", "", "Resume" },
        { "Completed", "Resubmit", "Submit" },
        { "Completed", "ResumeUnknown", "Resume" },
        { "Saved", "", "Keep" },
        { "Saved", "Resubmit", "Submit" },
        { "Saved", "ResumeUnknown", "Keep" },
        { "Failed", "", "Report" },
        { "Failed", "Resubmit", "Submit" },
        { "Failed", "ResumeUnknown", "Report" },
        { "Replayable", "", "Report" },
        { "Replayable", "Resubmit", "Submit" },
        { "Replayable", "ResumeUnknown", "Replay" },
        { "Undecided", "", "Report" },
        { "Undecided", "Resubmit", "Submit" },
        { "Undecided", "ResumeUnknown", "Report" },
        { "Expired", "", "Resume" },
        { "Expired", "Resubmit", "Submit" },
        { "Expired", "ResumeUnknown", "Resume" },
        { "Gone", "", "Report" },
        { "Gone", "Resubmit", "Submit" },
        { "Gone", "ResumeUnknown", "Report" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_has_its_action(string known, string asked, string action)
    {
        var options = new BatchOptions { Resubmit = asked == "Resubmit", ResumeUnknown = asked == "ResumeUnknown" };
        Assert.Equal(Enum.Parse<ImageAction>(action), DecisionTable.Decide(Enum.Parse<KnownState>(known), options));
    }

    [Fact]
    public void Every_state_has_a_row_with_three_cells() =>
        Assert.All(Enum.GetNames<KnownState>(), name => Assert.Equal(3, Cells.Count(cell => cell.Data.Item1 == name)));

    [Fact]
    public void With_both_options_the_image_is_resubmitted_and_not_replayed() =>
        Assert.Equal(ImageAction.Submit, DecisionTable.Decide(KnownState.Replayable, new BatchOptions { Resubmit = true, ResumeUnknown = true }));
}
