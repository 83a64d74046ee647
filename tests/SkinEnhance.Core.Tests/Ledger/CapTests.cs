using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>The cap on what a run may cost; the price list has 78.07 credits for what the test's provider does.</summary>
public sealed class CapTests : IAsyncDisposable
{
    private const double Price = 78.07;

    private readonly LedgerFixture _fixture;

    public CapTests()
    {
        _fixture = new LedgerFixture();
        _fixture.Provider.Operations = [TestProvider.Operation("Retouch") with { Name = ComfyOperations.Faithful.Name }];
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(78.06, 0)]
    [InlineData(78.07, 1)]
    [InlineData(234.20, 2)]
    [InlineData(234.21, 3)]
    [InlineData(390.35, 5)]
    [InlineData(1000, 6)]
    public async Task It_stops_before_the_cap_is_exceeded_and_lists_the_remaining_images(double cap, int sent)
    {
        foreach (var limit in (int[])[1, 6])
        {
            var before = _fixture.Provider.Submitted;
            var tasks = await RunAsync(Enumerable.Range(0, 6).Select(number => _fixture.Image($"{limit} {number}.png", 200 + (10 * limit) + number)), cap, limit);

            Assert.Equal(sent, _fixture.Provider.Submitted - before);
            Assert.Equal((sent, 6 - sent), (tasks.Count(task => task.Error is null), tasks.Count(task => task.ErrorId == ErrorIds.CostCapReached)));
        }
    }

    [Fact]
    public async Task Reported_credits_replace_the_estimate()
    {
        var accept = _fixture.Provider.OnSubmit;
        _fixture.Provider.OnSubmit = async (submission, token) => await accept(submission, token) with { Credits = 10 };

        var tasks = await RunAsync(Images(4), Price + 25, limit: 1);

        // After 10, 20 and 30 one more estimate fits; after three it does not.
        Assert.Equal(3, tasks.Count(task => task.Error is null));
    }

    [Fact]
    public async Task A_refused_image_costs_nothing_and_an_open_one_what_it_would()
    {
        var accept = _fixture.Provider.OnSubmit;
        _fixture.Provider.OnSubmit = (submission, token) => _fixture.Provider.Submitted switch
        {
            1 => throw EnhanceException.For(new EnhanceError { Id = ErrorIds.RequestRejected, Provider = "Test", Message = "No." }),
            2 => throw new SubmissionUnknownException(new EnhanceError { Id = ErrorIds.SubmissionUnknown, Provider = "Test", Message = "Perhaps." }),
            _ => accept(submission, token),
        };

        var tasks = await RunAsync(Images(4), 2 * Price, limit: 1);

        Assert.Equal(
            [ErrorIds.RequestRejected, ErrorIds.SubmissionUnknown, null, ErrorIds.CostCapReached],
            tasks.Select(task => task.ErrorId));
    }

    [Fact]
    public async Task What_earlier_runs_paid_for_does_not_count()
    {
        _fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(_fixture.Completed(id) with { Credits = Price });
        var images = Images(3);
        await RunAsync(images, cap: null, limit: 1);
        await _fixture.LeaveAsync(_fixture.Image("on its way.png", 300), LedgerState.InProgress);

        var tasks = await RunAsync([.. images, _fixture.Image("on its way.png", 300), _fixture.Image("new.png", 301)], Price, limit: 1);

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(4, _fixture.Provider.Submitted);
    }

    [Fact]
    public async Task An_image_without_a_price_is_not_sent_under_a_cap_and_does_not_stop_the_others()
    {
        _fixture.Provider.Operations = [.. _fixture.Provider.Operations, TestProvider.Operation("Unpriced")];
        var requests = new[]
        {
            Request(_fixture.Image("a.png")) with { Operation = "Unpriced" },
            Request(_fixture.Image("b.png", 300)),
        };

        var tasks = await RunAsync(requests, 1000, limit: 1);

        Assert.Equal([ErrorIds.CostCapReached, null], tasks.Select(task => task.ErrorId));
    }

    [Fact]
    public async Task A_sum_of_hundredths_that_is_the_cap_does_not_pass_it()
    {
        // 78.07 added up 35 times is a little more than 2732.45 in binary.
        var tasks = await RunAsync(Images(36), 2732.45, limit: 1);
        Assert.Equal(35, tasks.Count(task => task.Error is null));
    }

    private static EnhanceRequest Request(string image) => LedgerFixture.Request(image) with { Operation = ComfyOperations.Faithful.Name };

    private string[] Images(int count) => [.. Enumerable.Range(0, count).Select(number => _fixture.Image($"{number}.png", 200 + number))];

    private Task<List<EnhanceTask>> RunAsync(IEnumerable<string> images, double? cap, int limit) => RunAsync(images.Select(Request), cap, limit);

    private async Task<List<EnhanceTask>> RunAsync(IEnumerable<EnhanceRequest> requests, double? cap, int limit)
    {
        var tasks = new List<EnhanceTask>();
        await using var client = _fixture.OpenClient();
        await foreach (var task in client.RunAsync(requests, _fixture.Saving() with { MaxCredits = cap, Limit = limit }, _fixture.Observer))
        {
            tasks.Add(task);
        }

        return tasks;
    }
}
