using System.Text;
using System.Text.Json;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>The files of the ledger.</summary>
public sealed class StoreTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("home")]
    [InlineData("home/ledger")]
    [InlineData("home/ledger/records")]
    public async Task A_ledger_that_cannot_be_written_stops_the_batch_before_anything_is_sent(string inTheWay)
    {
        var path = _fixture.In(inTheWay);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "a file in place of the folder");

        var tasks = await _fixture.RunAsync([_fixture.Image("a.png"), _fixture.Image("b.png", 300), _fixture.Image("c.png", 301)], _fixture.Saving() with { Limit = 1 });

        Assert.Equal(0, _fixture.Provider.Submitted);
        Assert.Equal([ErrorIds.LedgerNotWritable, ErrorIds.BatchStopped, ErrorIds.BatchStopped], tasks.Select(task => task.ErrorId));
        Assert.Contains(Path.Combine(_fixture.Home, "ledger"), tasks[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_releases_its_lease()
    {
        var image = _fixture.Image();
        var path = await _fixture.RecordPathAsync(image);
        Directory.CreateDirectory(Path.Combine(path, "in the way"));

        Assert.Equal(ErrorIds.LedgerNotWritable, (await _fixture.RunAsync(image)).ErrorId);

        Assert.Equal(0, _fixture.Provider.Submitted);
        Assert.Equal([".lock"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_record_is_on_disk_with_its_key_before_the_request_is_sent()
    {
        var image = _fixture.Image();
        var accept = _fixture.Provider.OnSubmit;
        LedgerRecord? seen = null;
        _fixture.Provider.OnSubmit = async (submission, token) =>
        {
            seen = await _fixture.ReadAsync(image);
            Assert.Equal(submission.IdempotencyKey, seen!.IdempotencyKey);
            return await accept(submission, token);
        };

        Assert.Null((await _fixture.RunAsync(image)).Error);
        Assert.Equal(LedgerState.Submitting, seen!.State);
    }

    [Fact]
    public async Task Files_and_folders_are_for_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await _fixture.RunAsync(_fixture.Image());
        foreach (var folder in Directory.GetDirectories(_fixture.Home, "*", SearchOption.AllDirectories).Prepend(_fixture.Home))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }

        var files = Directory.GetFiles(_fixture.Home, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
        Assert.Equal(5, files.Length);
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task No_key_and_no_image_is_ever_in_the_ledger()
    {
        const string Secret = "comfyui-a-secret-that-must-not-be-seen";
        using var folder = new TemporaryFolder();
        await using var emulator = ProviderEmulator.Start(new EmulatorOptions { TaskTime = TimeSpan.Zero, ComfyKey = Secret });
        emulator.Faults.Add(Fault.StatusOn(FaultTarget.Submit, 400) with { Skip = 1 });
        emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit) with { Skip = 1 });
        var settings = new Core.EnhanceSettings(
            new("Comfy", emulator.ComfyAddress, "the test", () => Secret) { PollInterval = TimeSpan.FromMilliseconds(10) },
            new("AILab", emulator.AILabAddress, "the test", () => emulator.AILabKey));
        await using var client = EnhanceClient.Create(settings, ledger: new SubmissionLedger(folder.In("home"), "here"));
        var images = Samples.Images.Take(3).ToArray();
        var requests = images.Select(image => new EnhanceRequest { Operation = "Faithful", Source = ImageSource.FromPath(image) });
        var statuses = new List<EnhanceTaskStatus>();
        await foreach (var task in client.RunAsync(requests, new BatchOptions { Save = new SaveOptions(folder.In("out")), Limit = 1 }))
        {
            statuses.Add(task.Status);
        }

        Assert.Equal(3, statuses.Distinct().Count());
        foreach (var file in Directory.GetFiles(folder.In("home"), "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)));
            Assert.True(bytes.Length < 4096, file);
            Assert.All(images, image => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(File.ReadAllBytes(image).AsSpan(30, 30))))));
        }
    }

    [Fact]
    public async Task Of_many_records_the_newest_are_listed_and_one_is_found_without_reading_the_others()
    {
        const int Count = 20_000;
        var image = _fixture.Image();
        var record = await _fixture.LeaveAsync(image, LedgerState.Submitted);
        var text = await File.ReadAllTextAsync(await _fixture.RecordPathAsync(image));
        File.Delete(await _fixture.RecordPathAsync(image));
        var records = Path.Combine(_fixture.Home, "ledger", "records");
        var began = DateTime.UtcNow.AddDays(-1);
        for (var number = 0; number < Count; number++)
        {
            var identity = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)));
            var folder = Path.Combine(records, identity[..2]);
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, identity + ".json");

            // Only the newest are readable: a read of another one would quarantine it.
            await File.WriteAllTextAsync(path, number >= Count - 60 ? text.Replace(record.Identity, identity, StringComparison.Ordinal) : "{");
            File.SetLastWriteTimeUtc(path, began.AddSeconds(number));
        }

        using var ledger = _fixture.OpenLedger();
        var newest = ledger.List(new LedgerQuery { First = 50 }, _fixture.Observer).ToList();
        var expected = Enumerable.Range(Count - 50, 50).Reverse().Select(number => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number))));
        Assert.Equal(expected, newest.Select(task => task.RecordId));

        Assert.Null((await _fixture.RunAsync(image)).Error);
        Assert.NotNull(ledger.Find("task 1", _fixture.Observer));
        Assert.Empty(_fixture.Observer.Warnings);
        Assert.False(Directory.Exists(Path.Combine(_fixture.Home, "ledger", "set-aside")));
    }

    [Fact]
    public void What_writes_records_writes_all_that_what_reads_them_reads()
    {
        var record = new LedgerRecord
        {
            Identity = "identity",
            Provider = "Comfy",
            Operation = "Faithful",
            StatusRoute = "skin-enhancer",
            Parameters = new Dictionary<string, JsonElement>
            {
                ["a_number"] = JsonDocument.Parse("0.5").RootElement,
                ["a_text"] = JsonDocument.Parse("\"é <&> \\\"\"").RootElement,
                ["a_flag"] = JsonDocument.Parse("true").RootElement,
            },
            ImageSha256 = "AB",
            Source = "a & é.png",
            SourcePath = "/in/a & é.png",
            SourceName = "a-faithful",
            RelativeFolder = "in",
            IdempotencyKey = "key",
            StoredImage = new StoredImage(new Uri("https://store.example/%41~b?sig=c%2Bd&e=f"), DateTimeOffset.UnixEpoch.AddDays(1)),
            State = LedgerState.Saved,
            TaskId = "task",
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch.AddTicks(1),
            SubmittedAt = DateTimeOffset.UnixEpoch.AddHours(1),
            CompletedAt = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.FromHours(2)),
            EstimatedDuration = TimeSpan.FromSeconds(42),
            EstimatedDurationP90 = TimeSpan.FromSeconds(50.5),
            WasWatched = true,
            EndpointIdentity = "the realm",
            ResultUri = [new Uri("https://example.org/a%20b?c=d&e=f")],
            Output = [new LedgerOutput("/out/a.png", 1L << 40, "CD")],
            Credits = 78.07,
            EarlierCredits = 156.14,
            RequestId = "request",
            ErrorId = "Error",
            ErrorMessage = "It failed.",
        };

        Assert.All(typeof(LedgerRecord).GetProperties(), property => Assert.NotNull(property.GetValue(record)));
        Assert.Equal(JsonSerializer.Serialize(record, LedgerJson.Default.LedgerRecord), JsonSerializer.Serialize(record, LedgerWriteJson.Default.LedgerRecord));
        var bare = record with { Parameters = new Dictionary<string, JsonElement>(), ResultUri = [], Output = [], TaskId = null, Credits = null, SubmittedAt = null };
        Assert.Equal(JsonSerializer.Serialize(bare, LedgerJson.Default.LedgerRecord), JsonSerializer.Serialize(bare, LedgerWriteJson.Default.LedgerRecord));
        var owner = LeaseOwner.Current("é");
        Assert.Equal(JsonSerializer.Serialize(owner, LedgerJson.Default.LeaseOwner), JsonSerializer.Serialize(owner, LedgerWriteJson.Default.LeaseOwner));
    }
}
