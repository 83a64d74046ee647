using System.Net;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class ConcurrencyTests
{
    [Fact]
    public async Task An_account_accepts_no_more_than_its_limit_until_a_task_has_ended()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, ComfyConcurrency = 2, TaskTime = TimeSpan.FromSeconds(4) });

        Assert.Equal((HttpStatusCode.OK, "2 1 1"), await SubmitAsync(fixture));
        fixture.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((HttpStatusCode.OK, "2 2 0"), await SubmitAsync(fixture));
        Assert.Equal((HttpStatusCode.TooManyRequests, "2 2 0"), await SubmitAsync(fixture));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.OK, "2 2 0"), await SubmitAsync(fixture));
        Assert.Equal(3, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_refused_submission_uses_no_slot()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, ComfyConcurrency = 1, ComfyCredits = 0 });

        Assert.Equal((HttpStatusCode.PaymentRequired, "1 0 1"), await SubmitAsync(fixture));
        Assert.Equal((HttpStatusCode.PaymentRequired, "1 0 1"), await SubmitAsync(fixture));
    }

    [Fact]
    public async Task An_account_without_slots_is_blocked()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, ComfyConcurrency = 0 });

        Assert.Equal((HttpStatusCode.Forbidden, "0 0 0"), await SubmitAsync(fixture));
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_said_of_one()
    {
        await using var fixture = new ServerFixture();

        Assert.Equal((HttpStatusCode.OK, string.Empty), await SubmitAsync(fixture));
    }

    private static async Task<(HttpStatusCode Status, string Numbers)> SubmitAsync(ServerFixture fixture)
    {
        using var response = await fixture.SubmitAsync();
        string[] names = ["X-Concurrency-Limit", "X-Concurrency-Current", "X-Concurrency-Remaining"];
        return (response.StatusCode, string.Join(' ', names.Where(response.Headers.Contains).Select(name => response.Headers.GetValues(name).Single())));
    }
}
