using System.Net;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class LifecycleTests
{
    [Fact]
    public async Task The_first_page_says_what_this_is_and_how_to_use_it()
    {
        await using var bench = new Bench();
        var text = await bench.Client.GetStringAsync(string.Empty);
        Assert.Contains("enhances no pixels", text, StringComparison.Ordinal);
        Assert.Contains($"SKINENHANCE_COMFY_URI={bench.Emulator.ComfyAddress}", text, StringComparison.Ordinal);
        Assert.Contains(bench.Emulator.AILabKey, text, StringComparison.Ordinal);
        using var missing = await bench.Client.GetAsync("favicon.ico");
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
        await using var bench = new Bench();
        bench.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit)).Add(Fault.HangAfterAccept(FaultTarget.Submit));
        var first = bench.SubmitAsync();
        await bench.Emulator.Record.WaitForRequestAsync(request => request.Fault == "Hang");
        var second = bench.SubmitAsync();
        await bench.Emulator.Record.WaitForRequestAsync(request => request.Billed);

        bench.Emulator.Stop();
        bench.Emulator.Stop();

        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        await Assert.ThrowsAsync<HttpRequestException>(() => second);
        await Assert.ThrowsAsync<HttpRequestException>(() => bench.SubmitAsync());
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
        await using var bench = new Bench();
        bench.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit) with { Times = 20 });
        var pending = Enumerable.Range(0, 20).Select(_ => bench.SubmitAsync()).ToList();
        foreach (var number in Enumerable.Range(1, 20))
        {
            await bench.Emulator.Record.WaitForRequestAsync(request => request.Number == number && request.Fault == "Hang");
        }

        bench.Emulator.Faults.ReleaseHangs();
        Assert.All(await Task.WhenAll(pending), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(20, bench.Emulator.Record.BilledCount);
        Assert.Equal(Enumerable.Range(1, 20), bench.Emulator.Record.Requests.Select(request => request.Number).Order());
    }

    [Fact]
    public async Task A_wait_for_a_request_ends_at_once_later_or_never()
    {
        await using var bench = new Bench();
        var later = bench.Emulator.Record.WaitForRequestAsync(request => request.StatusCode == 200);
        Assert.False(later.IsCompleted);
        using var response = await bench.SubmitAsync();
        Assert.Equal("comfy", (await later).Provider);
        Assert.True(bench.Emulator.Record.WaitForRequestAsync(request => request.Operation == "skin-enhancer/faithful").IsCompletedSuccessfully);

        using var giveUp = new CancellationTokenSource();
        var never = bench.Emulator.Record.WaitForRequestAsync(request => request.Number == 99, giveUp.Token);
        giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }

    [Fact]
    public async Task A_cleared_record_is_empty_but_the_tasks_live_on()
    {
        await using var bench = new Bench();
        var id = await bench.SubmitTaskAsync();
        var before = bench.Emulator.Record.Requests;
        bench.Emulator.Record.Clear();

        Assert.Single(before);
        Assert.Empty(bench.Emulator.Record.Requests);
        Assert.Equal(0, bench.Emulator.Record.BilledCount);
        Assert.Equal("CREATED", (string?)(await bench.StatusDataAsync(id))["status"]);
        Assert.Equal(FaultTarget.Status, Assert.Single(bench.Emulator.Record.Requests).Target);
    }
}
