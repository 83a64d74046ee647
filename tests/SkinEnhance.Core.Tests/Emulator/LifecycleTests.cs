using System.Net;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class LifecycleTests
{
    [Fact]
    public async Task The_first_page_describes_the_emulator_and_its_use()
    {
        await using var fixture = new ServerFixture();
        var text = await fixture.Client.GetStringAsync(string.Empty);
        Assert.Contains("enhances no pixels", text, StringComparison.Ordinal);
        Assert.Contains($"SKINENHANCE_COMFY_URI={fixture.Emulator.ComfyAddress}", text, StringComparison.Ordinal);
        Assert.Contains(fixture.Emulator.AILabKey, text, StringComparison.Ordinal);
        using var missing = await fixture.Client.GetAsync("favicon.ico");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Two_emulators_have_two_addresses_on_loopback()
    {
        await using var one = ProviderEmulator.Start();
        await using var two = ProviderEmulator.Start();
        Assert.NotEqual(one.Address, two.Address);
        Assert.Equal("127.0.0.1", one.Address.Host);
    }

    [Fact]
    public async Task A_taken_port_is_an_error_and_a_free_one_is_used()
    {
        await using var one = ProviderEmulator.Start();
        var port = one.Address.Port;
        Assert.Throws<HttpListenerException>(() => ProviderEmulator.Start(new EmulatorOptions { Port = port }).Dispose());
        one.Stop();
        await using var two = ProviderEmulator.Start(new EmulatorOptions { Port = port });
        Assert.Equal(port, two.Address.Port);
    }

    [Fact]
    public async Task Stopping_resets_what_hangs_and_may_be_repeated()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit)).Add(Fault.HangAfterAccept(FaultTarget.Submit));
        var first = fixture.SubmitAsync();
        await fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault == "Hang");
        var second = fixture.SubmitAsync();
        await fixture.Emulator.Record.WaitForRequestAsync(request => request.Billed);

        fixture.Emulator.Stop();
        fixture.Emulator.Stop();

        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        await Assert.ThrowsAsync<HttpRequestException>(() => second);
        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.SubmitAsync());
    }

    [Fact]
    public async Task Disposing_twice_in_either_way_is_allowed()
    {
        var emulator = ProviderEmulator.Start();
        await emulator.DisposeAsync();
        emulator.Dispose();
        await emulator.DisposeAsync();
    }

    [Fact]
    public async Task Many_requests_are_served_at_once()
    {
        await using var fixture = new ServerFixture();
        fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit) with { Times = 20 });
        var pending = Enumerable.Range(0, 20).Select(_ => fixture.SubmitAsync()).ToList();
        foreach (var number in Enumerable.Range(1, 20))
        {
            await fixture.Emulator.Record.WaitForRequestAsync(request => request.Number == number && request.Fault == "Hang");
        }

        fixture.Emulator.Faults.ReleaseHangs();
        Assert.All(await Task.WhenAll(pending), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(20, fixture.Emulator.Record.BilledCount);
        Assert.Equal(Enumerable.Range(1, 20), fixture.Emulator.Record.Requests.Select(request => request.Number).Order());
    }

    [Fact]
    public async Task A_wait_for_a_request_ends_at_once_later_or_never()
    {
        await using var fixture = new ServerFixture();
        var later = fixture.Emulator.Record.WaitForRequestAsync(request => request.StatusCode == 200);
        Assert.False(later.IsCompleted);
        using var response = await fixture.SubmitAsync();
        Assert.Equal("comfy", (await later).Provider);
        Assert.True(fixture.Emulator.Record.WaitForRequestAsync(request => request.Operation == "skin-enhancer/faithful").IsCompletedSuccessfully);

        using var giveUp = new CancellationTokenSource();
        var never = fixture.Emulator.Record.WaitForRequestAsync(request => request.Number == 99, giveUp.Token);
        giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }

    [Fact]
    public async Task A_cleared_record_is_empty_but_the_tasks_continue()
    {
        await using var fixture = new ServerFixture();
        var id = await fixture.SubmitTaskAsync();
        var before = fixture.Emulator.Record.Requests;
        fixture.Emulator.Record.Clear();

        Assert.Single(before);
        Assert.Empty(fixture.Emulator.Record.Requests);
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
        Assert.Equal("CREATED", (string?)(await fixture.StatusDataAsync(id))["status"]);
        Assert.Equal(FaultTarget.Status, Assert.Single(fixture.Emulator.Record.Requests).Target);
    }
}
