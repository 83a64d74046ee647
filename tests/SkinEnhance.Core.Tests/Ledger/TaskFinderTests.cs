using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

public sealed class TaskFinderTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("abcdef01-first", 1)]
    [InlineData("abcdef01", 1)]
    [InlineData("ABCDEF02", 1)]
    [InlineData("abcdef*", 2)]
    [InlineData("abcdef0?-FIRST", 1)]
    [InlineData("*", 3)]
    [InlineData("abcde", 0)]
    [InlineData("zzzzzz", 0)]
    [InlineData("z*", 0)]
    public async Task An_id_a_prefix_or_a_pattern_finds_its_tasks(string text, int count)
    {
        await RunAsync("abcdef01-first", "abcdef02-second", "123456");
        using var ledger = _fixture.OpenLedger();

        var found = new TaskFinder(ledger).Find(text);

        Assert.Equal(count, found.Count);
        Assert.All(found, task => Assert.NotNull(task.RecordId));
    }

    [Fact]
    public async Task The_beginning_of_several_ids_is_an_error_that_names_them()
    {
        await RunAsync("abcdef01-first", "abcdef02-second", "123456");
        using var ledger = _fixture.OpenLedger();

        var error = Assert.Single(new TaskFinder(ledger).Find("abcdef")).Error!;

        Assert.Equal(ErrorIds.TaskNotFound, error.Id);
        Assert.StartsWith("'abcdef' is the beginning of 2 tasks; specify more characters: abcdef", error.Message, StringComparison.Ordinal);
        Assert.Contains("abcdef01-first (Retouch, Completed, '", error.Message, StringComparison.Ordinal);
        Assert.Contains("abcdef02-second (Retouch, Completed, '", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_that_begin_alike_some_are_named()
    {
        await RunAsync([.. Enumerable.Range(10, 12).Select(number => $"abcdef{number}")]);
        using var ledger = _fixture.OpenLedger();

        Assert.EndsWith(" and 2 more.", Assert.Single(new TaskFinder(ledger).Find("abcdef")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledgers_own_id_finds_a_task_too()
    {
        await RunAsync("abcdef01");
        using var ledger = _fixture.OpenLedger();
        var record = Assert.Single(ledger.List()).RecordId!;

        Assert.Equal("abcdef01", Assert.Single(new TaskFinder(ledger).Find(record[..8])).TaskId);
    }

    [Fact]
    public async Task All_that_several_texts_mean_are_found_once_and_what_means_none_is_an_error()
    {
        await RunAsync("abcdef01-first", "123456");
        using var ledger = _fixture.OpenLedger();

        var found = new TaskFinder(ledger).FindAll(["abcdef", "abcdef01-first", "*", "nobody"]);

        Assert.Equal(["abcdef01-first", "123456", "nobody"], found.Select(task => task.TaskId));
        Assert.Equal(ErrorIds.TaskNotFound, found[^1].ErrorId);
    }

    private async Task RunAsync(params string[] ids)
    {
        var next = 0;
        _fixture.Provider.OnSubmit = (_, _) => Task.FromResult(new ProviderTaskState { TaskId = ids[next++], Status = EnhanceTaskStatus.Submitted });
        for (var number = 0; number < ids.Length; number++)
        {
            await _fixture.RunAsync(_fixture.Image($"{number}.png", 200 + number));
        }
    }
}
