using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>The same command run again and again after each kind of response: the service bills the image once at the most.</summary>
public class BilledOnceTests
{
    /// <summary>Responses after the work was accepted that report, or seem to report, that it was not.</summary>
    private static readonly Dictionary<string, Fault> Denials = new()
    {
        ["500"] = Fault.StatusAfterAccept(FaultTarget.Submit, 500),
        ["502"] = Fault.StatusAfterAccept(FaultTarget.Submit, 502),
        ["503"] = Fault.StatusAfterAccept(FaultTarget.Submit, 503, errorCode: "service_unavailable"),
        ["503-page"] = Fault.Html(FaultTarget.Submit, 503),
        ["503-message"] = Text(503, """{"message":"try again"}""") with { RetryAfter = "1", Times = 50 },
        ["504"] = Fault.StatusAfterAccept(FaultTarget.Submit, 504),
        ["520"] = Fault.StatusAfterAccept(FaultTarget.Submit, 520),
        ["524"] = Fault.StatusAfterAccept(FaultTarget.Submit, 524),
        ["400-page"] = Fault.Html(FaultTarget.Submit, 400),
        ["401-page"] = Fault.Html(FaultTarget.Submit, 401),
        ["403-page"] = Fault.Html(FaultTarget.Submit, 403),
        ["404-page"] = Fault.Html(FaultTarget.Submit, 404),
        ["429-page"] = Fault.Html(FaultTarget.Submit, 429) with { RetryAfter = "1", Times = 50 },
        ["408"] = Fault.StatusAfterAccept(FaultTarget.Submit, 408),
        ["421"] = Fault.StatusAfterAccept(FaultTarget.Submit, 421),
        ["425"] = Fault.StatusAfterAccept(FaultTarget.Submit, 425),
        ["444"] = Fault.StatusAfterAccept(FaultTarget.Submit, 444),
        ["460"] = Fault.StatusAfterAccept(FaultTarget.Submit, 460),
        ["499"] = Fault.StatusAfterAccept(FaultTarget.Submit, 499),
        ["302"] = Fault.Redirect(FaultTarget.Submit, new Uri("http://127.0.0.1:9/")),
        ["308"] = Fault.Redirect(FaultTarget.Submit, new Uri("http://127.0.0.1:9/"), 308),
        ["409-consumed"] = Fault.StatusAfterAccept(FaultTarget.Submit, 409, errorCode: "idempotency_consumed"),
        ["409-mismatch"] = Fault.StatusAfterAccept(FaultTarget.Submit, 409, errorCode: "idempotency_mismatch"),
        ["409-in-flight-in-body"] = Text(409, """{"error":"idempotency_in_flight","message":"wait"}"""),
        ["409-in-flight-other-case"] = Fault.StatusAfterAccept(FaultTarget.Submit, 409, errorCode: "Idempotency_In_Flight"),
        ["400-time-out-in-body"] = Text(400, """{"error":{"type":"PROVIDER_TIMEOUT","message":"late"}}"""),
        ["200-page"] = Fault.Html(FaultTarget.Submit, 200),
        ["200-no-task"] = Text(200, """{"data":{},"message":"ok"}"""),
        ["204"] = Fault.EmptyBody(FaultTarget.Submit, 204),
    };

    public static TheoryData<string, string> DenialNames => [.. from denial in Denials.Keys from operation in (string[])["Faithful", "SmartSkin", "SmartSkinAdvanced"] select (denial, operation)];

    public static TheoryData<string> DenialNamesOfComfy => [.. Denials.Keys];

    [Theory]
    [MemberData(nameof(DenialNames))]
    public async Task A_response_that_is_not_a_refusal_of_the_api_is_unknown_in_every_run(string denial, string operation)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        fixture.Emulator.Faults.Add(Denials[denial] with { AfterAccept = true });

        for (var run = 1; run <= 2; run++)
        {
            var task = await fixture.RunAsync(operation);

            Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown), (task.Status, task.ErrorId));
            Assert.Single(fixture.Submissions);
            Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        }
    }

    [Theory]
    [MemberData(nameof(DenialNamesOfComfy))]
    public async Task An_unknown_submission_is_replayed_with_its_key_and_is_billed_once(string denial)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        fixture.Emulator.Faults.Add(Denials[denial] with { AfterAccept = true, Times = 1 });
        Assert.Equal(EnhanceTaskStatus.Unknown, (await fixture.RunAsync("Faithful")).Status);

        var task = await fixture.RunAsync("Faithful", options => options with { ResumeUnknown = true });

        Assert.True(task.Error is null, task.Message);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        Assert.Single(fixture.Submissions.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.Single(fixture.Folder.Files);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("524")]
    [InlineData("403-page")]
    [InlineData("429-page")]
    [InlineData("499")]
    [InlineData("400-time-out-in-body")]
    public async Task A_requested_resend_has_the_same_key_and_is_billed_once(string denial)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        fixture.Emulator.Faults.Add(Denials[denial] with { AfterAccept = true, Times = 1 });

        var task = await fixture.RunAsync("Faithful", options => options with { ResendAmbiguous = true });

        Assert.True(task.Error is null, task.Message);
        Assert.Equal((2, 1), (fixture.Submissions.Count, fixture.Emulator.Record.BilledCount));
        Assert.Single(fixture.Submissions.Select(request => request.Headers["Idempotency-Key"]).Distinct());
    }

    [Theory]
    [InlineData("SmartSkin", "0.0", false)]
    [InlineData("SmartSkin", "200", true)]
    [InlineData("SmartSkin", "OK", true)]
    [InlineData("SmartSkinAdvanced", "None", true)]
    [InlineData("SmartSkinAdvanced", "200", true)]
    [InlineData("SmartSkinAdvanced", "ERROR_NOT_ENOUGH_CREDITS", true)]
    public async Task A_success_with_a_code_beside_it_is_saved_and_billed_once(string operation, string code, bool isWarned)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        fixture.Emulator.Faults.Add(Fault.SuccessCode(code));

        for (var run = 1; run <= 2; run++)
        {
            var task = await fixture.RunAsync(operation);

            Assert.True(task.Error is null, task.Message);
            Assert.Equal(1, fixture.Emulator.Record.BilledCount);
            Assert.Single(fixture.Folder.Files);
        }

        Assert.Equal(isWarned, fixture.Observer.Warnings.Any(warning => warning.Contains($"'{code}'", StringComparison.Ordinal)));
        Assert.Empty(fixture.Emulator.Faults.Pending);
    }

    [Theory]
    [InlineData("Faithful", 413, ErrorIds.RequestRejected)]
    [InlineData("Faithful", 401, ErrorIds.KeyRejected)]
    [InlineData("SmartSkin", 413, ErrorIds.RequestRejected)]
    [InlineData("SmartSkinAdvanced", 401, ErrorIds.KeyRejected)]
    public async Task A_refusal_before_the_body_was_read_is_known_and_a_later_run_pays_once(string operation, int status, string id)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        fixture.Emulator.Faults.Add(Fault.StatusBeforeBody(FaultTarget.Submit, status));
        var image = TestImage.Jpeg(padding: 5_000_000);

        var refused = await fixture.RunAsync(operation, image: image);
        Assert.Equal((EnhanceTaskStatus.Failed, id, 1), (refused.Status, refused.ErrorId, fixture.Submissions.Count));

        var task = await fixture.RunAsync(operation, image: image);
        Assert.True(task.Error is null, task.Message);
        Assert.Equal((2, 1), (fixture.Submissions.Count, fixture.Emulator.Record.BilledCount));
    }

    [Theory]
    [InlineData("Faithful", 400, null)]
    [InlineData("Faithful", 402, null)]
    [InlineData("SmartSkin", 422, null)]
    [InlineData("SmartSkinAdvanced", 429, "ERROR_NOT_ENOUGH_CREDITS")]
    public async Task A_refusal_of_the_api_is_failed_and_a_later_run_pays_once(string operation, int status, string? code)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, status, errorCode: code));

        Assert.Equal(EnhanceTaskStatus.Failed, (await fixture.RunAsync(operation)).Status);
        var task = await fixture.RunAsync(operation);

        Assert.True(task.Error is null, task.Message);
        Assert.Equal((2, 1), (fixture.Submissions.Count, fixture.Emulator.Record.BilledCount));
    }

    [Theory]
    [InlineData("Faithful", 429, null)]
    [InlineData("SmartSkin", 429, "EXCEEDING_LIMITS")]
    [InlineData("SmartSkinAdvanced", 503, "ERROR_RESOURCE_IN_TRANSIT")]
    public async Task A_later_of_the_api_is_waited_out_and_billed_once(string operation, int status, string? code)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, status, "1.5", code) with { Times = 3 });

        var task = await fixture.RunAsync(operation);

        Assert.True(task.Error is null, task.Message);
        Assert.Equal((4, 1), (fixture.Submissions.Count, fixture.Emulator.Record.BilledCount));
    }

    private static Fault Text(int status, string body) =>
        Fault.StatusOn(FaultTarget.Submit, status) with { Body = body, ContentType = "application/json" };
}
