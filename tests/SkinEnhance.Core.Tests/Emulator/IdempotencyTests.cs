using System.Net;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class IdempotencyTests
{
    [Fact]
    public async Task The_same_key_and_body_get_the_first_response_again_and_are_not_billed()
    {
        await using var fixture = new ServerFixture();
        using var first = await fixture.SubmitAsync("key");
        using var second = await fixture.SubmitAsync("key");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", second.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal("key", Assert.Single(fixture.Emulator.Record.Tasks).IdempotencyKey);
        Assert.Equal((true, false), (fixture.Last.WasReplayed, fixture.Last.Billed));
    }

    [Fact]
    public async Task The_same_key_with_another_body_or_route_is_a_mismatch()
    {
        await using var fixture = new ServerFixture();
        using var first = await fixture.SubmitAsync("key");
        using var otherBody = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Png(), ("sharpen", 1)), "key");
        using var otherRoute = await fixture.SubmitAsync("proxy/freepik/v1/ai/skin-enhancer/creative", ServerFixture.Body(TestImage.Png()), "key");

        await AssertConflictAsync(otherBody, "idempotency_mismatch");
        await AssertConflictAsync(otherRoute, "idempotency_mismatch");
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task The_same_key_while_the_first_is_under_way_is_in_flight_and_then_replayed()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit));
        var first = fixture.SubmitAsync("key");
        await fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault == "Hang");
        using var second = await fixture.SubmitAsync("key");
        await AssertConflictAsync(second, "idempotency_in_flight");
        Assert.Equal("1", second.Headers.GetValues("Retry-After").Single());
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);

        fixture.Emulator.Faults.ReleaseHangs();
        using var completed = await first;
        using var third = await fixture.SubmitAsync("key");
        Assert.Equal(await completed.Content.ReadAsStringAsync(), await third.Content.ReadAsStringAsync());
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData("ResetAfterAccept")]
    [InlineData("StatusAfterAccept")]
    [InlineData("CutOffJson")]
    [InlineData("EmptyBody")]
    public async Task A_lost_response_is_returned_for_the_same_key(string name)
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(name switch
        {
            "ResetAfterAccept" => Fault.ResetAfterAccept(FaultTarget.Submit),
            "StatusAfterAccept" => Fault.StatusAfterAccept(FaultTarget.Submit, 502),
            "CutOffJson" => Fault.CutOffJson(FaultTarget.Submit),
            _ => Fault.EmptyBody(FaultTarget.Submit),
        });
        try
        {
            using var lost = await fixture.SubmitAsync("key");
        }
        catch (HttpRequestException)
        {
            Assert.Equal("ResetAfterAccept", name);
        }

        using var again = await fixture.SubmitAsync("key");

        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        var task = Assert.Single(fixture.Emulator.Record.Tasks);
        Assert.Equal(task.TaskId, (string?)(await ServerFixture.ReadJsonAsync(again))["data"]!["task_id"]);
    }

    [Fact]
    public async Task A_stored_error_is_returned_until_the_key_is_new()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 503) with { StoreForKey = true });
        using var first = await fixture.SubmitAsync("key");
        using var second = await fixture.SubmitAsync("key");
        using var third = await fixture.SubmitAsync("another key");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal("true", second.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_billed_request_with_a_stored_error_never_returns_its_task()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusAfterAccept(FaultTarget.Submit, 502) with { StoreForKey = true });
        using var first = await fixture.SubmitAsync("key");
        using var second = await fixture.SubmitAsync("key");

        Assert.Equal(HttpStatusCode.BadGateway, second.StatusCode);
        Assert.Equal("true", second.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_its_key_up()
    {
        await using var fixture = new ServerFixture();
        using var refused = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Png(), ("sharpen", 101)), "key");
        using var accepted = await fixture.SubmitAsync("key");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.False(accepted.Headers.Contains("Idempotent-Replayed"));
    }

    [Fact]
    public async Task A_consumed_key_can_be_scripted()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 409, errorCode: "idempotency_consumed"));
        using var response = await fixture.SubmitAsync("key");
        await AssertConflictAsync(response, "idempotency_consumed");
    }

    [Fact]
    public async Task Without_enforcement_or_without_a_key_every_submission_is_billed()
    {
        await using var lax = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, EnforceIdempotency = false });
        using var first = await lax.SubmitAsync("key");
        using var second = await lax.SubmitAsync("key");
        Assert.Equal(2, lax.Emulator.Record.BilledCount);

        await using var strict = new ServerFixture();
        using var third = await strict.SubmitAsync();
        using var fourth = await strict.SubmitAsync();
        Assert.Equal(2, strict.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task AILab_has_no_idempotency()
    {
        await using var fixture = new ServerFixture();
        for (var i = 0; i < 2; i++)
        {
            var form = ServerFixture.Form(TestImage.Png(), "a.png", "image/png");
            form.Headers.Add("Idempotency-Key", "key");
            using var response = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.SmartSkin, form);
        }

        Assert.Equal(2, fixture.Emulator.Record.BilledCount);
    }

    private static async Task AssertConflictAsync(HttpResponseMessage response, string type)
    {
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(type, response.Headers.GetValues("X-Comfy-Error-Type").Single());
        Assert.Equal(type, (string?)(await ServerFixture.ReadJsonAsync(response))["error"]);
    }
}
