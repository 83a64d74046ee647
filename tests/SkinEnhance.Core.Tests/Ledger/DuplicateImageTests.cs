namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>The same bytes under two names are paid for once, and each name gets its result.</summary>
public sealed class DuplicateImageTests
{
    [Fact]
    public async Task Two_names_of_one_image_are_paid_for_once_and_both_have_a_result()
    {
        await using var rig = new LedgerRig();

        var tasks = await rig.RunAsync([rig.Image("a.png"), rig.Image("b.png")]);

        Assert.Equal(1, rig.Provider.Submitted);
        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(
            [Path.Combine(rig.Out, "a-retouch.png"), Path.Combine(rig.Out, "b-retouch.png")],
            tasks.Select(task => Assert.Single(task.OutputPath)).Order(StringComparer.Ordinal));
        Assert.All(tasks, task => Assert.Equal(LedgerRig.Result, File.ReadAllBytes(task.OutputPath[0])));
    }
}
