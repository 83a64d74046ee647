using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

/// <summary>Images that are uploaded to the service's storage.</summary>
public sealed class UploadStorageTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("enhance")]
    [InlineData("upscale")]
    public async Task An_image_is_uploaded_and_submitted_by_its_address(string command)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync(command, "a.jpg", "--destination", "out", "--upload-storage", "--verbose"));

        Assert.Single(_fixture.Folder.FilesBelow("out"));
        Assert.Contains("/storage/download/", Assert.Single(Of(FaultTarget.Submit)).ImageUrl, StringComparison.Ordinal);
        Assert.Equal(Samples.Jpeg.Length, Of(FaultTarget.Storage)[1].ContentLength);
        Assert.Contains("PUT http://127.0.0.1", _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_option_nothing_is_uploaded()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Empty(Of(FaultTarget.Storage));
        Assert.Null(Assert.Single(Of(FaultTarget.Submit)).ImageUrl);
    }

    [Theory]
    [InlineData("smart-skin")]
    [InlineData("smart-skin-advanced --set acne_removal=1")]
    public async Task With_an_operation_of_AILab_it_is_wrong_usage(string mode)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(2, await _fixture.RunAsync([.. $"enhance a.jpg --destination out --upload-storage --mode {mode}".Split(' ')]));

        Assert.Contains("The operations with one are Faithful, Flexible, Creative, Upscale, UpscalePrecision. [ParameterUnknown]", _fixture.Error, StringComparison.Ordinal);
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Fact]
    public async Task A_storage_that_rejects_an_image_fails_it_unbilled_with_advice()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Storage, 403) with { Match = request => request.Method == "PUT" });

        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out", "--upload-storage"));

        Assert.EndsWith("responded with 403. [UploadFailed]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("without --upload-storage", _fixture.ErrorLines[1], StringComparison.Ordinal);
        Assert.Empty(Of(FaultTarget.Submit));
    }

    private IReadOnlyList<RecordedRequest> Of(FaultTarget target) => [.. _fixture.Emulator.Record.Requests.Where(request => request.Target == target)];
}
