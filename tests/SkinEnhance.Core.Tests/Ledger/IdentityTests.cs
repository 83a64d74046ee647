using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Ledger;

public sealed class IdentityTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_order_of_parameters_and_given_defaults_make_no_difference()
    {
        var image = _fixture.Image();
        var plain = await _fixture.IdentityAsync(image);
        Assert.Equal(plain, await _fixture.IdentityAsync(image, ("sharpen", 0), ("smart_grain", 2), ("skin_detail", 80)));
        Assert.Equal(plain, await _fixture.IdentityAsync(image, ("skin_detail", "80"), ("sharpen", 0L)));
        Assert.Equal(64, plain.Length);
    }

    [Fact]
    public async Task An_address_to_call_makes_no_difference() =>
        Assert.Equal(await _fixture.IdentityAsync(_fixture.Image()), await _fixture.IdentityAsync(_fixture.Image(), ("webhook_url", "https://example.org/hook")));

    [Fact]
    public async Task Every_parameter_that_affects_the_result_makes_another_submission()
    {
        var image = _fixture.Image();
        string[] identities =
        [
            await _fixture.IdentityAsync(image),
            await _fixture.IdentityAsync(image, ("sharpen", 1)),
            await _fixture.IdentityAsync(image, ("smart_grain", 1)),
            await _fixture.IdentityAsync(image, ("sharpen", 2)),
        ];
        Assert.Equal(identities.Length, identities.Distinct().Count());
    }

    [Fact]
    public async Task A_renamed_image_is_the_same_and_a_changed_one_is_not()
    {
        var first = await _fixture.IdentityAsync(_fixture.Image("a.png"));
        Assert.Equal(first, await _fixture.IdentityAsync(_fixture.Image("b/c.png")));
        Assert.NotEqual(first, await _fixture.IdentityAsync(_fixture.Image("a.png", 201)));
    }

    [Fact]
    public async Task What_another_service_did_is_not_done()
    {
        var image = _fixture.Image();
        var first = await _fixture.IdentityAsync(image);
        _fixture.Provider.EndpointIdentity = "http://127.0.0.1:1/";
        Assert.NotEqual(first, await _fixture.IdentityAsync(image));
    }

    [Fact]
    public async Task Another_operation_is_another_submission()
    {
        var image = _fixture.Image();
        var first = await _fixture.IdentityAsync(image);
        _fixture.Provider.Operations = [TestProvider.Operation("Repaint")];
        Assert.NotEqual(first, await _fixture.IdentityAsync(image));
    }

    [Fact]
    public async Task An_image_that_changes_after_the_check_is_not_taken_for_the_checked_one()
    {
        var image = _fixture.Image();
        var check = _fixture.Prepare(image);
        await File.WriteAllBytesAsync(image, TestImage.Png(400));
        File.SetLastWriteTimeUtc(image, DateTime.UtcNow.AddHours(1));

        var error = await Assert.ThrowsAsync<InvalidImageException>(() => SubmissionIdentity.ComputeAsync("Test", check.Submission, CancellationToken.None));
        Assert.Equal(ErrorIds.ImageChanged, error.Error.Id);
    }

    [Fact]
    public async Task Two_copies_in_one_batch_are_paid_once()
    {
        var tasks = await _fixture.RunAsync([_fixture.Image("a.png"), _fixture.Image("b.png")], _fixture.Saving() with { Limit = 2 });

        Assert.Equal(1, _fixture.Provider.Submitted);
        Assert.All(tasks, task => Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.ErrorId, task.OutputPath.Count)));
    }
}
