using System.Text.Json;
using SkinEnhance.Core.Tests.Ledger;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>The exception behind an error of a batch.</summary>
public sealed class CauseTests : IAsyncDisposable
{
    private static readonly EnhanceError Error = new() { Id = ErrorIds.ProviderFailed, Target = "face.png", Message = "It failed." };

    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_error_of_an_image_keeps_the_exception_and_its_stack()
    {
        var network = new HttpRequestException("The network is down.");
        _fixture.Provider.OnSubmit = (_, _) => throw new ProviderException(Error, network);

        var task = await _fixture.RunAsync(_fixture.Image());

        var cause = Assert.IsType<ProviderException>(task.Error!.GetCause());
        Assert.Same(network, cause.InnerException);
        Assert.Contains("SubmitAsync", cause.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_unforeseen_is_kept_with_its_stack()
    {
        _fixture.Provider.OnSubmit = (_, _) => throw new InvalidOperationException("A defect.");

        var task = await _fixture.RunAsync(_fixture.Image());

        Assert.Equal(ErrorIds.Unexpected, task.ErrorId);
        Assert.Contains("SubmitAsync", Assert.IsType<InvalidOperationException>(task.Error!.GetCause()).StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_saved_keeps_the_refusal_of_the_disk()
    {
        Directory.CreateDirectory(_fixture.In("out/face-retouch.png"));

        var task = await _fixture.RunAsync(_fixture.Image(), _fixture.Saving() with { Save = new SaveOptions(_fixture.Out, ExistingFileAction.Replace) });

        Assert.Equal(ErrorIds.DestinationNotWritable, task.ErrorId);
        Assert.NotNull(task.Error!.GetCause()?.InnerException);
    }

    [Fact]
    public async Task The_cause_is_not_serialized_to_json_or_a_record()
    {
        _fixture.Provider.OnSubmit = (_, _) => throw new SubmissionUnknownException(Error with { Id = ErrorIds.SubmissionUnknown }, new HttpRequestException("only in the cause"));
        var image = _fixture.Image();

        var task = await _fixture.RunAsync(image);

        Assert.NotNull(task.Error!.GetCause());
        Assert.DoesNotContain("only in the cause", JsonSerializer.Serialize(task), StringComparison.Ordinal);
        Assert.DoesNotContain("only in the cause", await File.ReadAllTextAsync(await _fixture.RecordPathAsync(image)), StringComparison.Ordinal);
        Assert.DoesNotContain("only in the cause", task.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_made_from_an_error_has_what_is_behind_it_as_its_inner_one()
    {
        var first = new ProviderException(Error, new IOException("The disk."));

        var later = EnhanceException.For(first.Error with { Target = "other.png" });

        Assert.Same(first, later.InnerException);
        Assert.Same(later, later.Error.GetCause());
        Assert.IsType<IOException>(EnhanceException.For(first.Error, new IOException("A nearer one.")).InnerException);
    }

    [Fact]
    public void Errors_are_equal_regardless_of_their_causes() =>
        Assert.Equal(Error.CausedBy(new IOException()), Error);
}
