using System.Security.Cryptography;
using SkinEnhance.Core.Batch;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>Images that go through Comfy's upload storage: what is sent, what is billed, and what the ledger keeps.</summary>
public sealed class StorageTests : IAsyncDisposable
{
    private readonly EmulatorFixture _fixture = new(keepsLedger: true);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("Faithful")]
    [InlineData("Flexible")]
    [InlineData("Upscale")]
    public async Task An_image_is_stored_and_then_submitted_by_its_address(string operation)
    {
        var image = TestImage.Jpeg(padding: 100_000);

        var task = await _fixture.RunAsync(operation, Stored, image);

        Assert.Equal((EnhanceTaskStatus.Completed, null, 1), (task.Status, task.Error, task.OutputPath.Count));
        Assert.Equal(["POST", "PUT"], _fixture.Of(FaultTarget.Storage).Select(request => request.Method));
        Assert.Equal((image.Length, Sha256(image)), (Put.ContentLength, Put.ImageSha256));
        var submission = Assert.Single(_fixture.Submissions);
        Assert.Contains("/storage/download/", submission.ImageUrl, StringComparison.Ordinal);
        Assert.InRange(submission.ContentLength, 1, 1000);
        Assert.Equal(Sha256(image), Assert.Single(_fixture.Emulator.Record.Tasks).ImageSha256);
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Neither_the_key_nor_a_signature_is_shown_and_the_key_does_not_go_to_the_storage()
    {
        _fixture.Emulator.Faults.Add(OnPut(Fault.StatusOn(FaultTarget.Storage, 503)));

        await _fixture.RunAsync("Faithful", Stored);

        Assert.Contains("PUT ", _fixture.Observer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("signature=", _fixture.Observer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_fixture.Emulator.ComfyKey, _fixture.Observer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Puts.SelectMany(put => put.Headers.Values), value => value.Contains(_fixture.Emulator.ComfyKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_that_is_stored_already_is_not_sent_for_another_operation()
    {
        var image = TestImage.Jpeg();
        await _fixture.RunAsync("Faithful", Stored, image);

        await _fixture.RunAsync("Flexible", Stored, image);

        Assert.Single(Puts);
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
        Assert.Single(_fixture.Submissions.Select(request => request.ImageUrl).Distinct());
    }

    [Fact]
    public async Task A_submission_that_is_tried_again_sends_its_small_body_again_under_the_same_key_and_nothing_else()
    {
        _fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 429, "2") with { Times = 3 });

        var task = await _fixture.RunAsync("Faithful", Stored, TestImage.Jpeg(padding: 100_000));

        Assert.Equal(EnhanceTaskStatus.Completed, task.Status);
        Assert.Equal(4, _fixture.Submissions.Count);
        Assert.Single(_fixture.Submissions.Select(request => (request.Headers["Idempotency-Key"], request.ImageUrl, request.ContentLength)).Distinct());
        Assert.InRange(_fixture.Submissions[0].ContentLength, 1, 1000);
        Assert.Equal(2, _fixture.Of(FaultTarget.Storage).Count);
    }

    [Fact]
    public async Task A_storage_that_refuses_leaves_no_paid_request_and_no_record()
    {
        _fixture.Emulator.Faults.Add(OnPut(Fault.StatusOn(FaultTarget.Storage, 403)));
        var request = _fixture.Request("Faithful");

        var task = Assert.Single(await _fixture.RunAsync([request], Stored));

        Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.UploadFailed), (task.Status, task.ErrorId));
        Assert.Empty(_fixture.Submissions);
        Assert.Empty(_fixture.Ledger!.List());

        // The next run treats it as new, and may send the image in the request.
        Assert.Equal(EnhanceTaskStatus.Completed, Assert.Single(await _fixture.RunAsync([request])).Status);
    }

    [Theory]
    [InlineData("""{"existing_file":true}""")]
    [InlineData("""{"upload_url":"http://store.example/u","download_url":"https://store.example/d"}""")]
    [InlineData("<html></html>")]
    public async Task After_an_invalid_response_of_the_storage_nothing_is_submitted(string response)
    {
        _fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Storage, 200) with { Body = response, Times = 9 });

        var task = await _fixture.RunAsync("Faithful", Stored);

        Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.AnswerNotUnderstood), (task.Status, task.ErrorId));
        Assert.Empty(_fixture.Submissions);
        Assert.Empty(_fixture.Ledger!.List());
    }

    [Fact]
    public async Task A_cancellation_while_the_image_is_stored_leaves_nothing_open()
    {
        using var cancel = new CancellationTokenSource();
        _fixture.Emulator.Faults.Add(OnPut(Fault.Hang(FaultTarget.Storage)));
        var run = _fixture.Client.RunAsync([_fixture.Request("Faithful")], Stored(new BatchOptions()), _fixture.Observer, cancel.Token).ToListAsync(CancellationToken.None).AsTask();
        await _fixture.Emulator.Record.WaitForRequestAsync(request => request is { Method: "PUT", Fault: not null }).SoonAsync();
        Assert.Empty(_fixture.Ledger!.List());
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.SoonAsync());

        Assert.Empty(_fixture.Ledger!.List());
        Assert.Empty(_fixture.Observer.Abandoned);
        Assert.Empty(_fixture.Submissions);
    }

    [Fact]
    public async Task An_operation_without_a_storage_is_refused_before_anything_is_sent()
    {
        var task = await _fixture.RunAsync("SmartSkin", Stored);

        Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.ParameterUnknown), (task.Status, task.ErrorId));
        Assert.Contains("The operations with one are Faithful, Flexible, Creative, Upscale, UpscalePrecision", task.Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Fact]
    public async Task An_image_that_has_an_address_needs_no_storage()
    {
        var request = new EnhanceRequest { Operation = "Faithful", Source = ImageSource.FromUri(new Uri("https://photos.example/a.jpg")) };

        Assert.Equal(EnhanceTaskStatus.Completed, Assert.Single(await _fixture.RunAsync([request], Stored)).Status);

        Assert.Empty(_fixture.Of(FaultTarget.Storage));
        Assert.Equal("https://photos.example/a.jpg", Assert.Single(_fixture.Submissions).ImageUrl);
    }

    [Fact]
    public async Task Images_beyond_the_cap_are_not_stored()
    {
        await _fixture.RunAsync("Faithful", options => Stored(options) with { MaxCredits = 1 });

        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_is_the_same_to_the_ledger_whichever_way_it_went(bool first)
    {
        var request = _fixture.Request("Faithful");
        await _fixture.RunAsync([request], options => options with { UploadStorage = first });
        _fixture.Emulator.Record.Clear();

        var again = Assert.Single(await _fixture.RunAsync([request], options => options with { UploadStorage = !first }));

        Assert.Equal((EnhanceTaskStatus.Completed, true), (again.Status, again.FromLedger));
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_replay_has_the_form_of_the_first_request_whatever_the_options(bool first, bool now)
    {
        _fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit));
        var request = _fixture.Request("Faithful");
        Assert.Equal(EnhanceTaskStatus.Unknown, Assert.Single(await _fixture.RunAsync([request], options => options with { UploadStorage = first })).Status);
        var before = _fixture.Of(FaultTarget.Storage).Count;

        var task = Assert.Single(await _fixture.RunAsync([request], options => options with { UploadStorage = now, ResumeUnknown = true }));

        Assert.Equal(EnhanceTaskStatus.Completed, task.Status);
        Assert.Equal(before, _fixture.Of(FaultTarget.Storage).Count);
        Assert.True(_fixture.Submissions[1].WasReplayed);
        Assert.Single(_fixture.Submissions.Select(sent => (sent.Headers["Idempotency-Key"], sent.ImageUrl, sent.ContentLength)).Distinct());
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_replay_is_not_sent_once_the_image_is_gone_and_is_paid_again_only_on_purpose()
    {
        _fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit));
        var request = _fixture.Request("Faithful");
        var open = Assert.Single(await _fixture.RunAsync([request], Stored));
        Assert.Contains("--resume-unknown", Assert.Single(await _fixture.RunAsync([request], Stored)).Message, StringComparison.Ordinal);
        _fixture.Time.Advance(TimeSpan.FromHours(25));

        var late = Assert.Single(await _fixture.RunAsync([request], options => Stored(options) with { ResumeUnknown = true }));

        Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown), (late.Status, late.ErrorId));
        Assert.Contains("a replay is not possible", late.Message, StringComparison.Ordinal);
        Assert.Contains("--resubmit", late.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume-unknown", late.Message, StringComparison.Ordinal);
        Assert.Equal(late.Message, Assert.Single(_fixture.Ledger!.List()).Message);
        Assert.Single(_fixture.Submissions);

        var again = Assert.Single(await _fixture.RunAsync([request], options => Stored(options) with { Resubmit = true }));
        Assert.Equal(EnhanceTaskStatus.Completed, again.Status);
        Assert.Equal(2, Puts.Count);
        Assert.Equal(open.RecordId, again.RecordId);
    }

    [Fact]
    public async Task The_address_of_the_image_is_kept_while_its_outcome_is_open_and_the_key_never()
    {
        _fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit));
        var request = _fixture.Request("Faithful");
        await _fixture.RunAsync([request], Stored);
        Assert.Contains("/storage/download/", Records(), StringComparison.Ordinal);

        await _fixture.RunAsync([request], options => options with { ResumeUnknown = true });

        Assert.DoesNotContain("/storage/", Records(), StringComparison.Ordinal);
        Assert.DoesNotContain(_fixture.Emulator.ComfyKey, Records(), StringComparison.Ordinal);

        string Records() => string.Concat(Directory.EnumerateFiles(_fixture.Ledger!.Folder, "*.json", SearchOption.AllDirectories).Select(File.ReadAllText));
    }

    private IReadOnlyList<RecordedRequest> Puts => [.. _fixture.Of(FaultTarget.Storage).Where(request => request.Method == "PUT")];

    private RecordedRequest Put => Assert.Single(Puts);

    private static BatchOptions Stored(BatchOptions options) => options with { UploadStorage = true };

    private static Fault OnPut(Fault fault) => fault with { Match = request => request.Method == "PUT" };

    private static string Sha256(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
}
