using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class FaultTests
{
    [Fact]
    public async Task A_status_fault_has_its_headers_in_comfys_form_and_bills_nothing()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 429, retryAfter: "7") with { Headers = new Dictionary<string, string> { ["X-More"] = "y" } });

        using var struck = await fixture.SubmitAsync();
        Assert.Equal(("StatusOn", 429), (fixture.Last.Fault, fixture.Last.StatusCode));
        using var spared = await fixture.SubmitAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, struck.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), struck.Headers.RetryAfter?.Delta);
        Assert.Equal("rate_limited", struck.Headers.GetValues("X-Comfy-Error-Type").Single());
        Assert.Equal("y", struck.Headers.GetValues("X-More").Single());
        Assert.Equal("rate_limited", (string?)(await ServerFixture.ReadJsonAsync(struck))["error"]);
        Assert.Equal(HttpStatusCode.OK, spared.StatusCode);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        Assert.Empty(fixture.Emulator.Faults.Pending);
    }

    [Fact]
    public async Task A_retry_after_may_be_a_date()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 503, retryAfter: "Wed, 21 Oct 2037 07:28:00 GMT"));
        using var response = await fixture.SubmitAsync();
        Assert.Equal(2037, response.Headers.RetryAfter?.Date?.Year);
    }

    [Fact]
    public async Task A_status_fault_has_ailabs_form_and_the_old_one_on_demand()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults
            .Add(Fault.StatusOn(FaultTarget.Submit, 503, errorCode: "AI_SERVICE_FLOW_RESTRICTION"))
            .Add(Fault.StatusOn(FaultTarget.Submit, 422));
        using var first = await fixture.SmartSkinAsync();
        fixture.Emulator.Faults.Add(Fault.OldAILabErrorShape());
        using var second = await fixture.SmartSkinAsync();

        var current = await ServerFixture.ReadJsonAsync(first);
        Assert.Equal("AI_SERVICE_FLOW_RESTRICTION", (string?)current["error_detail"]!["code"]);
        Assert.Null(current["error_code"]);
        var old = await ServerFixture.ReadJsonAsync(second);
        Assert.Equal((422, "ERROR_NO_FACE_IN_FILE"), ((int)old["error_code"]!, (string?)old["error_code_str"]));
        Assert.NotNull(old["error_msg"]);
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData(10, "ResetBeforeAccept", false)]
    [InlineData(10, "ResetAfterAccept", true)]
    [InlineData(8_000_000, "ResetBeforeAccept", false)]
    [InlineData(8_000_000, "ResetMidUpload", false)]
    [InlineData(8_000_000, "ResetAfterAccept", true)]
    public async Task A_reset_is_an_error_for_the_client_and_never_an_empty_response(int padding, string name, bool billed)
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(name switch
        {
            "ResetBeforeAccept" => Fault.ResetBeforeAccept(FaultTarget.Submit),
            "ResetMidUpload" => Fault.ResetMidUpload(),
            _ => Fault.ResetAfterAccept(FaultTarget.Submit),
        });

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Png(padding: padding))));

        Assert.IsAssignableFrom<IOException>(error.InnerException);
        Assert.Equal(billed ? 1 : 0, fixture.Emulator.Record.BilledCount);
        Assert.Equal((name, null, billed), (fixture.Last.Fault, fixture.Last.StatusCode, fixture.Last.Billed));
        using var next = await fixture.SubmitAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_status_after_acceptance_is_billed()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusAfterAccept(FaultTarget.Submit, 502));
        using var comfy = await fixture.SubmitAsync();
        fixture.Emulator.Faults.Add(Fault.StatusAfterAccept(FaultTarget.Submit, 504));
        using var ailab = await fixture.SmartSkinAsync();

        Assert.Equal(HttpStatusCode.BadGateway, comfy.StatusCode);
        Assert.Equal(HttpStatusCode.GatewayTimeout, ailab.StatusCode);
        Assert.Equal(2, fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hang_holds_the_request_until_it_is_released(bool afterAccept)
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(afterAccept ? Fault.HangAfterAccept(FaultTarget.Submit) : Fault.Hang(FaultTarget.Submit));
        var pending = fixture.SubmitAsync();
        await fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault is not null && request.Billed == afterAccept);

        using var other = await fixture.SubmitAsync();
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.False(pending.IsCompleted);
        fixture.Emulator.Faults.ReleaseHangs();
        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_client_that_cancels_during_a_hang_does_not_affect_others()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Status));
        using var giveUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "proxy/freepik/v1/ai/skin-enhancer/x");
        request.Headers.Add("X-API-Key", fixture.Emulator.ComfyKey);
        var pending = fixture.Client.SendAsync(request, giveUp.Token);
        await fixture.Emulator.Record.WaitForRequestAsync(seen => seen.Fault == "Hang");

        giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        fixture.Emulator.Faults.ReleaseHangs();

        using var next = await fixture.SubmitAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Cut_off_json_is_a_complete_message_that_does_not_parse()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.CutOffJson(FaultTarget.Submit));
        using var response = await fixture.SubmitAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.NotEmpty(text);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_cut_off_body_ends_before_its_announced_length()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.CutOffBody(FaultTarget.Submit));
        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.SubmitAsync());
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000_000)]
    public async Task A_truncated_download_has_some_bytes_and_then_an_error(int padding)
    {
        await using var fixture = new ServerFixture();
        var url = await fixture.FinishedComfyUrlAsync(TestImage.Png(padding: padding));
        fixture.Emulator.Faults.Add(Fault.CutOffDownload());

        using var response = await fixture.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var received = new MemoryStream();
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.CopyToAsync(received));

        var expected = response.Content.Headers.ContentLength!.Value;
        Assert.InRange(received.Length, 1, expected - 1);
        using var again = await fixture.Client.GetAsync(url);
        Assert.Equal(expected, (await again.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_download_may_be_a_page_or_a_status()
    {
        await using var fixture = new ServerFixture();
        var url = await fixture.FinishedComfyUrlAsync();
        fixture.Emulator.Faults.Add(Fault.DownloadNotImage()).Add(Fault.DownloadStatus(503, "1"));

        using var page = await fixture.Client.GetAsync(url);
        using var status = await fixture.Client.GetAsync(url);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("<!DOCTYPE", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), status.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(502)]
    public async Task A_page_instead_of_json_bills_nothing(int status)
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.Html(FaultTarget.Submit, status));
        using var response = await fixture.SubmitAsync();
        Assert.Equal((status, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task An_empty_body_is_billed()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.EmptyBody(FaultTarget.Submit));
        using var response = await fixture.SubmitAsync();
        Assert.Equal((HttpStatusCode.OK, 0L), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_redirect_fault_has_another_address()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.Redirect(FaultTarget.Submit, new Uri("https://example.com/elsewhere")));
        using var response = await fixture.SubmitAsync();
        Assert.Equal((HttpStatusCode.Found, "https://example.com/elsewhere"), (response.StatusCode, response.Headers.Location?.AbsoluteUri));
    }

    [Fact]
    public async Task A_replayed_error_is_marked_as_one()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.ReplayedError(503));
        using var response = await fixture.SubmitAsync("key");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("true", response.Headers.GetValues("Idempotent-Replayed").Single());
    }

    [Fact]
    public async Task A_task_can_fail_at_either_provider()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.TaskFails() with { Times = 2 });
        var comfy = await fixture.SubmitTaskAsync();
        var ailab = await fixture.AdvancedTaskAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        var data = await fixture.StatusDataAsync(comfy);
        Assert.Equal("FAILED", (string?)data["status"]);
        Assert.Empty(data["generated"]!.AsArray());
        Assert.Equal(3, (int)(await fixture.QueryAsync(ailab))["task_status"]!);
        Assert.All(fixture.Emulator.Record.Tasks, task => Assert.Equal("FAILED", task.Status));
    }

    [Fact]
    public async Task A_task_can_stay_in_progress_for_ever()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.TaskNeverEnds() with { Times = 2 });
        var comfy = await fixture.SubmitTaskAsync();
        var ailab = await fixture.AdvancedTaskAsync();
        fixture.Clock.Advance(TimeSpan.FromDays(365));

        Assert.Equal("IN_PROGRESS", (string?)(await fixture.StatusDataAsync(comfy))["status"]);
        Assert.Equal(1, (int)(await fixture.QueryAsync(ailab))["task_status"]!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_task_can_have_any_number_of_results(int count)
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.ResultCount(count) with { Times = 2 });
        var comfy = await fixture.SubmitTaskAsync();
        var ailab = await fixture.AdvancedTaskAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        var urls = (await fixture.StatusDataAsync(comfy))["generated"]!.AsArray();
        Assert.Equal(count, urls.Select(url => (string)url!).Distinct().Count());
        Assert.Equal(count, (await fixture.QueryAsync(ailab))["data"]!["result_urls"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_unknown_status_appears_once()
    {
        await using var fixture = new ServerFixture();
        var comfy = await fixture.SubmitTaskAsync();
        var ailab = await fixture.AdvancedTaskAsync();
        fixture.Emulator.Faults.Add(Fault.TaskStatusText("WHATEVER")).Add(Fault.TaskStatusText("9"));

        Assert.Equal("WHATEVER", (string?)(await fixture.StatusDataAsync(comfy))["status"]);
        Assert.Equal(9, (int)(await fixture.QueryAsync(ailab))["task_status"]!);
        Assert.Equal("CREATED", (string?)(await fixture.StatusDataAsync(comfy))["status"]);
        Assert.Equal(0, (int)(await fixture.QueryAsync(ailab))["task_status"]!);
    }

    [Fact]
    public async Task Comfys_responses_can_have_their_other_forms()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.FlatResponse() with { Times = 2 }).Add(Fault.TaskStatusField() with { Times = 2 }).Add(Fault.GeneratedObjects());
        using var submitted = await fixture.SubmitAsync();
        var flat = await ServerFixture.ReadJsonAsync(submitted);
        Assert.Equal("CREATED", (string?)flat["task_status"]);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        using var response = await fixture.StatusAsync((string)flat["task_id"]!);
        var status = await ServerFixture.ReadJsonAsync(response);

        Assert.Null(status["data"]);
        Assert.Null(status["status"]);
        Assert.Equal("COMPLETED", (string?)status["task_status"]);
        Assert.StartsWith(fixture.Emulator.Address.AbsoluteUri, (string?)status["generated"]![0]!["url"], StringComparison.Ordinal);
        Assert.Equal("FlatResponse+TaskStatusField+GeneratedObjects", fixture.Last.Fault);
    }

    [Fact]
    public async Task Storage_and_account_can_be_struck_too()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Storage, 500)).Add(Fault.StatusOn(FaultTarget.Account, 503) with { Times = 2 });

        using var storage = await fixture.ComfyAsync(HttpMethod.Post, "customers/storage", ServerFixture.Json("{}"));
        using var balance = await fixture.ComfyAsync(HttpMethod.Get, "customers/balance");
        using var credits = await fixture.AILabAsync(HttpMethod.Get, "api/common/query-credits");

        Assert.Equal(HttpStatusCode.InternalServerError, storage.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, balance.StatusCode);
        Assert.Equal("ERROR_INSUFFICIENT_RESOURCES", (string?)(await ServerFixture.ReadJsonAsync(credits))["error_detail"]!["code"]);
    }

    [Fact]
    public async Task Faults_strike_in_order_after_those_they_skip_and_only_what_they_match()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults
            .Add(Fault.StatusOn(FaultTarget.Any, 500) with { Match = request => request.Fields.ContainsKey("skin_detail") })
            .Add(Fault.StatusOn(FaultTarget.Submit, 503) with { Skip = 1, Times = 2 })
            .Add(Fault.StatusOn(FaultTarget.Submit, 429));

        var statuses = new List<int>();
        foreach (var fields in new (string, JsonNode?)[][] { [], [("skin_detail", 1)], [], [], [] })
        {
            using var response = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Png(), fields));
            statuses.Add((int)response.StatusCode);
        }

        // The first is skipped by the second fault and falls to the third.
        Assert.Equal([429, 500, 503, 503, 200], statuses);
    }

    [Fact]
    public async Task Cleared_faults_do_not_strike()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Any, 500));
        Assert.Single(fixture.Emulator.Faults.Pending);
        fixture.Emulator.Faults.Clear();
        using var response = await fixture.SubmitAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_condition_that_throws_shows_in_the_response()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Any, 500) with { Match = _ => throw new FormatException("what a condition") });
        using var response = await fixture.SubmitAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("what a condition", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_sends_is_not_billed()
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Png();
        var body = System.Text.Encoding.ASCII.GetBytes(ServerFixture.Body(image).ToJsonString());
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, fixture.Emulator.Address.Port);
            var head = $"POST /{ServerFixture.Faithful} HTTP/1.1\r\nHost: {fixture.Emulator.Address.Authority}\r\nX-API-Key: {fixture.Emulator.ComfyKey}\r\nContent-Type: application/json\r\nContent-Length: {body.Length + 1}\r\n\r\n";
            await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
            await socket.GetStream().WriteAsync(body);
            await fixture.Emulator.Record.WaitForRequestAsync(request => request.Path.EndsWith("faithful", StringComparison.Ordinal));
        }

        using var next = await fixture.SubmitAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }
}
