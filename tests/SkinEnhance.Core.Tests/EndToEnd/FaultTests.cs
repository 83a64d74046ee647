using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>The whole engine under each fault of the emulated services: what the user gets, what was sent, and what was billed.</summary>
public class FaultTests
{
    /// <summary>Faults after the whole body was sent: the outcome is open, whether the request was accepted or not.</summary>
    private static readonly Dictionary<string, (Fault Fault, int Billed)> OpenOutcomes = new()
    {
        ["StatusAfterAccept-502"] = (Fault.StatusAfterAccept(FaultTarget.Submit, 502), 1),
        ["StatusAfterAccept-504"] = (Fault.StatusAfterAccept(FaultTarget.Submit, 504), 1),
        ["StatusOn-502"] = (Fault.StatusOn(FaultTarget.Submit, 502), 0),
        ["StatusOn-504"] = (Fault.StatusOn(FaultTarget.Submit, 504), 0),
        ["ResetBeforeAccept"] = (Fault.ResetBeforeAccept(FaultTarget.Submit), 0),
        ["ResetAfterAccept"] = (Fault.ResetAfterAccept(FaultTarget.Submit), 1),
        ["CutOffJson"] = (Fault.CutOffJson(FaultTarget.Submit), 1),
        ["CutOffBody"] = (Fault.CutOffBody(FaultTarget.Submit), 1),
        ["EmptyBody"] = (Fault.EmptyBody(FaultTarget.Submit), 1),
        ["Html-502"] = (Fault.Html(FaultTarget.Submit), 0),
        ["Html-200"] = (Fault.Html(FaultTarget.Submit, 200), 0),
        ["Hang"] = (Fault.Hang(FaultTarget.Submit), 0),
        ["HangAfterAccept"] = (Fault.HangAfterAccept(FaultTarget.Submit), 1),
    };

    /// <summary>Faults of a poll or a download that a retry overcomes.</summary>
    private static readonly Dictionary<string, Fault> Passing = new()
    {
        ["Status-429"] = Fault.StatusOn(FaultTarget.Status, 429, "1"),
        ["Status-500"] = Fault.StatusOn(FaultTarget.Status, 500) with { Times = 3 },
        ["Status-502"] = Fault.StatusOn(FaultTarget.Status, 502) with { Times = 3 },
        ["Status-503"] = Fault.StatusOn(FaultTarget.Status, 503, "2") with { Times = 6 },
        ["Status-503-long"] = Fault.StatusOn(FaultTarget.Status, 503, "180"),
        ["Status-400"] = Fault.StatusOn(FaultTarget.Status, 400) with { Times = 3 },
        ["Status-404"] = Fault.StatusOn(FaultTarget.Status, 404) with { Times = 3 },
        ["Status-404-long"] = Fault.StatusOn(FaultTarget.Status, 404, "180"),
        ["Status-redirect"] = Fault.Redirect(FaultTarget.Status, new Uri("http://127.0.0.1:9/")) with { Times = 3 },
        ["Status-reset"] = Fault.ResetBeforeAccept(FaultTarget.Status) with { Times = 6 },
        ["Status-reset-after"] = Fault.ResetAfterAccept(FaultTarget.Status),
        ["Status-cut-json"] = Fault.CutOffJson(FaultTarget.Status) with { Times = 5 },
        ["Status-cut-body"] = Fault.CutOffBody(FaultTarget.Status),
        ["Status-html-200"] = Fault.Html(FaultTarget.Status, 200) with { Times = 5 },
        ["Status-html-502"] = Fault.Html(FaultTarget.Status),
        ["Status-empty"] = Fault.EmptyBody(FaultTarget.Status),
        ["Status-hang"] = Fault.Hang(FaultTarget.Status),
        ["Status-new-word"] = Fault.TaskStatusText("REHEARSING") with { Times = 3 },
        ["Download-cut"] = Fault.CutOffDownload() with { Times = 5 },
        ["Download-500"] = Fault.DownloadStatus(500) with { Times = 5 },
        ["Download-400"] = Fault.DownloadStatus(400) with { Times = 3 },
        ["Download-403"] = Fault.DownloadStatus(403) with { Times = 5 },
        ["Download-404"] = Fault.DownloadStatus(404) with { Times = 5 },
        ["Download-410"] = Fault.DownloadStatus(410),
        ["Download-no-image"] = Fault.DownloadNotImage() with { Times = 5 },
        ["Download-cut-without-length"] = Fault.CutOffDownloadWithoutLength() with { Times = 5 },
        ["Download-gzip"] = Fault.DownloadCoded("gzip"),
        ["Download-br"] = Fault.DownloadCoded("br"),
        ["Download-deflate"] = Fault.DownloadCoded("deflate"),
        ["Download-503"] = Fault.DownloadStatus(503, "3"),
        ["Download-429"] = Fault.DownloadStatus(429, "3"),
        ["Download-reset"] = Fault.ResetBeforeAccept(FaultTarget.Download),
        ["Download-reset-after"] = Fault.ResetAfterAccept(FaultTarget.Download),
        ["Download-hang"] = Fault.Hang(FaultTarget.Download),
        ["Submit-429"] = Fault.StatusOn(FaultTarget.Submit, 429, "2") with { Times = 16 },
    };

    /// <summary>Refusals, and the errors that the user gets.</summary>
    private static readonly Dictionary<string, (Fault Fault, string Comfy, string AILab)> Refusals = new()
    {
        ["400"] = (Fault.StatusOn(FaultTarget.Submit, 400), ErrorIds.RequestRejected, ErrorIds.RequestRejected),
        ["401"] = (Fault.StatusOn(FaultTarget.Submit, 401), ErrorIds.KeyRejected, ErrorIds.KeyRejected),
        ["403"] = (Fault.StatusOn(FaultTarget.Submit, 403), ErrorIds.AccountRefused, ErrorIds.AccountRefused),
        ["500"] = (Fault.StatusOn(FaultTarget.Submit, 500), ErrorIds.SubmissionUnknown, ErrorIds.SubmissionUnknown),
        ["429-long"] = (Fault.StatusOn(FaultTarget.Submit, 429, "3600"), ErrorIds.RateLimited, ErrorIds.RateLimited),
        ["redirect"] = (Fault.Redirect(FaultTarget.Submit, new Uri("http://127.0.0.1:9/")), ErrorIds.SubmissionUnknown, ErrorIds.SubmissionUnknown),
        ["status-404"] = (Fault.StatusOn(FaultTarget.Status, 404) with { Times = 1000 }, ErrorIds.TaskNotFound, ErrorIds.TaskNotFound),
        ["status-401"] = (Fault.StatusOn(FaultTarget.Status, 401), ErrorIds.KeyRejected, ErrorIds.KeyRejected),
        ["status-redirect"] = (Fault.Redirect(FaultTarget.Status, new Uri("http://127.0.0.1:9/")) with { Times = 1000 }, ErrorIds.RedirectRefused, ErrorIds.RedirectRefused),
        ["task-fails"] = (Fault.TaskFails(), ErrorIds.TaskFailed, ErrorIds.TaskFailed),
        ["never-ends"] = (Fault.TaskNeverEnds(), ErrorIds.OperationTimeout, ErrorIds.OperationTimeout),
        ["no-result"] = (Fault.ResultCount(0), ErrorIds.ResultMissing, ErrorIds.ResultMissing),
        ["no-image"] = (Fault.DownloadNotImage() with { Times = 6 }, ErrorIds.ResultNotAnImage, ErrorIds.ResultNotAnImage),
        ["gone"] = (Fault.DownloadStatus(404) with { Times = 1000 }, ErrorIds.DownloadFailed, ErrorIds.DownloadFailed),
        ["download-400"] = (Fault.DownloadStatus(400) with { Times = 1000 }, ErrorIds.DownloadFailed, ErrorIds.DownloadFailed),
        ["download-astray"] = (Fault.RedirectText(FaultTarget.Download, "file:///etc/hosts"), ErrorIds.ResultAddressRefused, ErrorIds.ResultAddressRefused),
        ["download-endless"] = (Fault.EndlessDownload(), ErrorIds.DownloadTooLarge, ErrorIds.DownloadTooLarge),
        ["download-500"] = (Fault.DownloadStatus(500) with { Times = 6 }, ErrorIds.DownloadFailed, ErrorIds.DownloadFailed),
    };

    public static TheoryData<string, string> OpenOutcomeNames => Combine(OpenOutcomes.Keys, "Faithful", "SmartSkin", "SmartSkinAdvanced");

    public static TheoryData<string, string> PassingNames => Combine(Passing.Keys, "Flexible", "SmartSkinAdvanced");

    public static TheoryData<string, string> RefusalNames => Combine(Refusals.Keys, "Upscale", "SmartSkinAdvanced");

    [Theory]
    [MemberData(nameof(OpenOutcomeNames))]
    public async Task A_submission_with_an_open_outcome_is_sent_once_and_reported_as_unknown(string fault, string operation)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(OpenOutcomes[fault].Fault);
        var run = fixture.RunAsync(operation);
        if (fault.StartsWith("Hang", StringComparison.Ordinal))
        {
            await fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault == fault).SoonAsync();
            fixture.Time.Advance(TimeSpan.FromHours(2));
        }

        var task = await run;

        Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown), (task.Status, task.ErrorId));
        Assert.Single(fixture.Submissions);
        Assert.Equal(OpenOutcomes[fault].Billed, fixture.Emulator.Record.BilledCount);
        Assert.Empty(fixture.Folder.Files);
    }

    [Theory]
    [MemberData(nameof(PassingNames))]
    public async Task What_passes_is_waited_out_and_billed_once(string fault, string operation)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Passing[fault]);
        var run = fixture.RunAsync(operation, options => options with { Timeout = TimeSpan.FromHours(12) });
        if (fault.EndsWith("-hang", StringComparison.Ordinal))
        {
            await fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault == "Hang").SoonAsync();
            fixture.Time.Advance(TimeSpan.FromHours(2));
        }

        var task = await run;

        Assert.True(task.Error is null, task.Message);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        Assert.Single(fixture.Folder.Files);
        Assert.Empty(fixture.Emulator.Faults.Pending);
    }

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public async Task A_refusal_is_reported_and_not_retried(string fault, string operation)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Refusals[fault].Fault);

        var task = await fixture.RunAsync(operation);

        Assert.Equal(operation == "Upscale" ? Refusals[fault].Comfy : Refusals[fault].AILab, task.ErrorId);
        Assert.Single(fixture.Submissions);
        Assert.InRange(fixture.Emulator.Record.BilledCount, 0, 1);
        Assert.Empty(fixture.Folder.Files);
    }

    [Theory]
    [InlineData("Faithful")]
    [InlineData("SmartSkin")]
    [InlineData("SmartSkinAdvanced")]
    public async Task An_upload_that_breaks_off_is_sent_again_and_billed_once(string operation)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.ResetMidUpload() with { Times = 2 });

        var task = await fixture.RunAsync(operation, image: TestImage.Jpeg(padding: 5_000_000));

        Assert.True(task.Error is null, task.Message);
        Assert.Equal(3, fixture.Submissions.Count);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_requested_resend_is_billed_twice_only_without_idempotency_keys(bool honoured, int billed)
    {
        await using var fixture = new EmulatorFixture(time => new EmulatorOptions { TimeProvider = time, EnforceIdempotency = honoured });
        fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit));

        var task = await fixture.RunAsync("Faithful", options => options with { ResendAmbiguous = true });

        Assert.True(task.Error is null, task.Message);
        Assert.Equal(billed, fixture.Emulator.Record.BilledCount);
        Assert.Single(fixture.Submissions.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal(honoured, fixture.Submissions[1].WasReplayed);
    }

    [Fact]
    public async Task A_resend_while_the_first_is_in_flight_waits_for_it_and_is_billed_once()
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit));
        var released = false;
        fixture.Time.OnSkip = _ =>
        {
            // The response to the third submission was that the first is still in flight.
            if (!released && fixture.Submissions.Count(request => request.StatusCode == 409) >= 2)
            {
                released = true;
                fixture.Emulator.Faults.ReleaseHangs();
            }
        };
        var run = fixture.RunAsync("Faithful", options => options with { ResendAmbiguous = true });
        await fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault == "Hang").SoonAsync();
        fixture.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(30));

        var task = await run;

        Assert.True(task.Error is null, task.Message);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        Assert.Single(fixture.Submissions.Select(request => request.Headers["Idempotency-Key"]).Distinct());
    }

    [Fact]
    public async Task A_stored_error_is_avoided_with_a_new_key()
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 429, "1") with { StoreForKey = true });

        var task = await fixture.RunAsync("Faithful");

        Assert.True(task.Error is null, task.Message);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        Assert.Equal(2, fixture.Submissions.Select(request => request.Headers["Idempotency-Key"]).Distinct().Count());
    }

    [Theory]
    [InlineData("idempotency_consumed")]
    [InlineData("idempotency_mismatch")]
    public async Task A_key_used_up_is_reported(string type)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 409, errorCode: type));

        var task = await fixture.RunAsync("Faithful");

        Assert.Equal((EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown, type), (task.Status, task.ErrorId, task.Error!.ProviderCode));
        Assert.Single(fixture.Submissions);
    }

    [Theory]
    [InlineData("flat")]
    [InlineData("task-status")]
    [InlineData("objects")]
    [InlineData("all")]
    public async Task Every_form_of_a_task_is_understood(string form)
    {
        await using var fixture = new EmulatorFixture();
        foreach (var fault in form switch
        {
            "flat" => [Fault.FlatResponse()],
            "task-status" => [Fault.TaskStatusField()],
            "objects" => [Fault.GeneratedObjects()],
            _ => (Fault[])[Fault.FlatResponse(), Fault.TaskStatusField(), Fault.GeneratedObjects()],
        })
        {
            fixture.Emulator.Faults.Add(fault with { Times = 1000 });
        }

        Assert.Null((await fixture.RunAsync("Flexible")).Error);
        Assert.Single(fixture.Folder.Files);
    }

    [Theory]
    [InlineData("Faithful")]
    [InlineData("SmartSkin")]
    [InlineData("SmartSkinAdvanced")]
    public async Task Several_results_are_all_saved(string operation)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.ResultCount(3));

        var task = await fixture.RunAsync(operation);

        Assert.Null(task.Error);
        Assert.Equal(task.ResultUri.Count, task.OutputPath.Count);
        Assert.Equal(task.OutputPath.Count, fixture.Folder.Files.Length);
        Assert.Equal(operation == "SmartSkin" ? 1 : 3, task.OutputPath.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_credits_stop_one_service_and_not_the_other(bool oldShape)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 429, "1", "ERROR_NOT_ENOUGH_CREDITS") with { Match = request => request.Provider == "ailab" });
        if (oldShape)
        {
            fixture.Emulator.Faults.Add(Fault.OldAILabErrorShape());
        }

        var tasks = await fixture.RunAsync(
            [fixture.Request("SmartSkin"), fixture.Request("SmartSkinAdvanced"), fixture.Request("Faithful")], options => options with { Limit = 1 });

        Assert.Equal([ErrorIds.CreditsExhausted, ErrorIds.BatchStopped, null], tasks.Select(task => task.ErrorId));
        Assert.Equal(2, fixture.Submissions.Count);
    }

    [Fact]
    public async Task An_empty_account_stops_the_batch_after_the_first_refusal()
    {
        await using var fixture = new EmulatorFixture(time => new EmulatorOptions { TimeProvider = time, ComfyCredits = 100 });
        var requests = Enumerable.Range(1, 5).Select(number => fixture.Request("Faithful") with { RelativeFolder = $"{number}" }).ToList();

        var tasks = await fixture.RunAsync(requests, options => options with { Limit = 1 });

        Assert.Equal([null, ErrorIds.CreditsExhausted, ErrorIds.BatchStopped, ErrorIds.BatchStopped, ErrorIds.BatchStopped], tasks.Select(task => task.ErrorId));
        Assert.Equal(78.07, tasks[0].Credits!.Value, precision: 2);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_wrong_key_stops_the_batch_before_anything_is_billed()
    {
        await using var fixture = new EmulatorFixture(comfyKey: "comfyui-wrong");

        var tasks = await fixture.RunAsync([fixture.Request("Faithful"), fixture.Request("Flexible")], options => options with { Limit = 1 });

        Assert.Equal([ErrorIds.KeyRejected, ErrorIds.BatchStopped], tasks.Select(task => task.ErrorId));
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
        Assert.DoesNotContain("comfyui-wrong", Shown.Of(tasks[0].Error!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_after_its_lifetime_is_reported_as_gone()
    {
        await using var fixture = new EmulatorFixture(time => new EmulatorOptions { TimeProvider = time, ResultLifetime = TimeSpan.FromHours(24) });
        var task = await fixture.RunAsync("SmartSkinAdvanced", options => options with { Save = null });
        Assert.Equal((EnhanceTaskStatus.Completed, null), (task.Status, task.Error));
        fixture.Time.Advance(TimeSpan.FromHours(25));

        var gone = await fixture.Client.SaveAsync(task, new SaveOptions(fixture.Folder.Path), fixture.Observer).SoonAsync();

        Assert.Equal(ErrorIds.ResultExpired, gone.ErrorId);
        Assert.Empty(fixture.Folder.Files);
    }

    [Theory]
    [InlineData("Comfy")]
    [InlineData("AILab")]
    public async Task The_balance_is_requested_again_after_a_failure_and_reported_if_it_persists(string provider)
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Account, 500) with { Times = 3 });
        Assert.NotEmpty(await fixture.Client.GetBalanceAsync(provider));

        fixture.Emulator.Faults.Add(Fault.Html(FaultTarget.Account, 200) with { Times = 4 });
        var failed = await Assert.ThrowsAsync<ProviderException>(() => fixture.Client.GetBalanceAsync(provider));
        Assert.Equal(ErrorIds.AnswerNotUnderstood, failed.Error.Id);
    }

    [Fact]
    public async Task An_unreachable_service_is_reported_with_its_address_and_nothing_is_billed()
    {
        await using var fixture = new EmulatorFixture();
        fixture.Emulator.Stop();

        var task = await fixture.RunAsync("Faithful");

        Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.ConnectionFailed), (task.Status, task.ErrorId));
        Assert.Contains(fixture.Emulator.ComfyAddress.AbsoluteUri, task.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string, string> Combine(IEnumerable<string> faults, params string[] operations)
    {
        var data = new TheoryData<string, string>();
        foreach (var fault in faults)
        {
            foreach (var operation in operations)
            {
                data.Add(fault, operation);
            }
        }

        return data;
    }
}
