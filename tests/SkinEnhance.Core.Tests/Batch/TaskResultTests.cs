using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Tests.Ledger;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Batch;

/// <summary>The input image for an operation when a task is given.</summary>
public sealed class TaskResultTests : IAsyncDisposable
{
    private static readonly OperationDescriptor TakesAddresses = TestProvider.Operation("Retouch");
    private static readonly OperationDescriptor TakesFiles = TakesAddresses with { AcceptsUri = false };

    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_saved_task_is_its_first_file_and_not_its_source()
    {
        var task = await _fixture.RunAsync(_fixture.Image());

        Assert.Equal(task.OutputPath[0], (await FindAsync(task)).Path);
        Assert.Equal(task.OutputPath[0], (await FindAsync(task, TakesFiles)).Path);
    }

    [Fact]
    public async Task A_task_that_is_not_saved_is_its_address_named_after_its_source()
    {
        var task = await _fixture.RunAsync(_fixture.Image(), new());

        var source = await FindAsync(task);

        Assert.Equal(task.ResultUri[0], source.Uri);
        Assert.Equal(("face-retouch", Path.GetDirectoryName(task.SourcePath)), (source.Origin!.Name, source.Origin.Folder));
    }

    [Fact]
    public async Task An_address_that_may_have_expired_is_refreshed_before_it_is_submitted()
    {
        var task = await _fixture.RunAsync(_fixture.Image(), new());
        var fresh = new Uri(_fixture.Server.Address, "fresh.png");
        _fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [fresh] });
        Assert.Equal(task.ResultUri[0], (await FindAsync(task)).Uri);

        _fixture.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(fresh, (await FindAsync(task)).Uri);
    }

    [Fact]
    public async Task A_known_result_is_found_without_a_poll()
    {
        var done = await _fixture.RunAsync(_fixture.Image("done.png"), new());
        var open = await _fixture.RunAsync(_fixture.Image("open.png", width: 201), new() { Wait = false });
        _fixture.Time.Advance(TimeSpan.FromHours(1));
        await using var client = _fixture.OpenClient();
        var queried = _fixture.Provider.Queried;

        Assert.Equal(done.ResultUri[0], client.FindKnownResult(done, TakesAddresses).Uri);
        var failure = Assert.ThrowsAny<EnhanceException>(() => client.FindKnownResult(open, TakesFiles));

        Assert.Equal((ErrorIds.ResultNotReady, queried), (failure.Error.Id, _fixture.Provider.Queried));
    }

    [Fact]
    public async Task An_old_task_that_its_provider_has_no_record_of_is_not_an_input()
    {
        var task = await _fixture.RunAsync(_fixture.Image(), new());
        _fixture.Provider.OnQuery = (_, _, _) => throw new ProviderException(new EnhanceError { Id = ErrorIds.TaskNotFound, Message = "There is no such task." });
        _fixture.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(ErrorIds.TaskNotFound, (await Assert.ThrowsAsync<ProviderException>(() => FindAsync(task))).Error.Id);
    }

    [Fact]
    public async Task An_object_older_than_its_result_is_what_the_ledger_has()
    {
        var image = _fixture.Image();
        var early = await _fixture.RunAsync(image, new() { Wait = false });
        var saved = await _fixture.RunAsync(image);

        Assert.Equal(saved.OutputPath[0], (await FindAsync(early)).Path);
        Assert.Equal(1, _fixture.Provider.Submitted);
    }

    [Fact]
    public async Task A_task_that_has_not_ended_is_waited_for()
    {
        var early = await _fixture.RunAsync(_fixture.Image(), new() { Wait = false });

        Assert.NotNull((await FindAsync(early)).Uri);
        Assert.Equal(1, _fixture.Provider.Submitted);
    }

    [Fact]
    public async Task An_unsaved_result_is_not_an_input_for_files_only_and_is_not_waited_for()
    {
        var early = await _fixture.RunAsync(_fixture.Image(), new() { Wait = false });

        Assert.Equal(ErrorIds.ImageUriNotAccepted, (await Assert.ThrowsAnyAsync<EnhanceException>(() => FindAsync(early, TakesFiles))).Error.Id);
        Assert.Equal(0, _fixture.Provider.Queried);
    }

    [Theory]
    [InlineData(EnhanceTaskStatus.Failed, ErrorIds.TaskFailed)]
    [InlineData(EnhanceTaskStatus.Unknown, ErrorIds.SubmissionUnknown)]
    [InlineData(EnhanceTaskStatus.Expired, ErrorIds.ResultExpired)]
    [InlineData(EnhanceTaskStatus.Completed, ErrorIds.ResultMissing)]
    [InlineData(EnhanceTaskStatus.Pending, ErrorIds.ResultNotReady)]
    public async Task A_task_without_a_result_is_an_error_that_names_it(EnhanceTaskStatus status, string id)
    {
        var image = _fixture.Image();
        var task = new EnhanceTask { Provider = "Test", Operation = "Retouch", StatusRoute = "test-route", RecordId = "record", Source = image, SourcePath = image, Status = status };

        var failure = await Assert.ThrowsAnyAsync<EnhanceException>(() => FindAsync(task));

        Assert.Equal((id, image), (failure.Error.Id, failure.Error.Target));
        Assert.StartsWith($"Task record for '{image}' is skipped: it has no result.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_by_its_address_is_the_same_image_when_it_is_signed_anew()
    {
        var origin = new ResultOrigin("task", "face-retouch", null);
        var (first, second) = (new Uri("https://r.example/r.png?signature=1"), new Uri("https://r.example/r.png?signature=2"));
        await using var client = _fixture.OpenClient();

        Assert.False((await RunAsync(client, ImageSource.FromResult(first, origin), _fixture.Saving())).FromLedger);
        var again = await RunAsync(client, ImageSource.FromResult(second, origin), _fixture.Saving());

        Assert.True(again.FromLedger);
        Assert.Equal(["face-retouch-retouch.png"], again.OutputPath.Select(Path.GetFileName));
        Assert.Equal(1, _fixture.Provider.Submitted);
    }

    [Fact]
    public async Task Results_of_results_are_saved_later_under_names_of_their_own()
    {
        await using var client = _fixture.OpenClient();
        var saved = new List<EnhanceTask>();
        foreach (var name in (string[])["a-retouch", "b-retouch"])
        {
            var source = ImageSource.FromResult(new Uri($"https://r.example/{name}/result.png"), new ResultOrigin(name, name, null));
            var task = await RunAsync(client, source, new() { Wait = false });
            saved.Add(await client.SaveAsync(await client.WaitAsync(task, TimeSpan.FromHours(1)), new(_fixture.Out)));
        }

        Assert.Equal(["a-retouch-retouch.png", "b-retouch-retouch.png"], saved.SelectMany(task => task.OutputPath).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_record_of_an_earlier_version_names_the_source_and_no_result()
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Completed);
        Assert.Contains($"\"fullName\": {System.Text.Json.JsonSerializer.Serialize(image)}", await File.ReadAllTextAsync(await _fixture.RecordPathAsync(image)), StringComparison.Ordinal);

        using var ledger = _fixture.OpenLedger();
        var task = Assert.Single(ledger.List());

        Assert.Equal((image, null), (task.SourcePath, task.FullName));
    }

    private static async Task<EnhanceTask> RunAsync(EnhanceClient client, ImageSource source, Core.Batch.BatchOptions? options = null)
    {
        var request = new EnhanceRequest { Operation = "Retouch", Source = source };
        return Assert.Single(await client.RunAsync([request], options).ToListAsync().AsTask().SoonAsync());
    }

    private async Task<ImageSource> FindAsync(EnhanceTask task, OperationDescriptor? operation = null)
    {
        await using var client = _fixture.OpenClient();
        return await client.FindResultAsync(task, operation ?? TakesAddresses, TimeSpan.FromHours(1)).SoonAsync();
    }
}
