using System.Security.Cryptography;
using System.Text.Json;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Settings;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>One run that is killed at a point, and the runs after it, with its own emulator and folders.</summary>
internal sealed class KillFixture : IAsyncDisposable
{
    private const string Host = "the host of the test";
    private const int MostRuns = 6;

    private readonly KillPoint _point;
    private readonly TemporaryFolder _folder = new();
    private readonly ProviderEmulator _emulator = ProviderEmulator.Start(new EmulatorOptions { TaskTime = TimeSpan.Zero });
    private readonly Relay _relay;
    private readonly Dictionary<string, string> _images;
    private int _runs;
    private int _unreadable;

    internal KillFixture(KillPoint point)
    {
        _point = point;
        _relay = new Relay(_emulator.Address);
        _images = Enumerable.Range(0, point.Images)
            .Select(number => _folder.Add($"in/image {number}.png", TestImage.Png(padding: point.ImageLength, seed: number)))
            .ToDictionary(path => path, path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
    }

    private string Home => _folder.In("home");

    private string Results => _folder.In("out");

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    internal async Task<KillOutcome> RunAsync()
    {
        var wasKilled = await RunAndKillAsync();
        var states = ReadRecords();
        var found = Describe(states);

        // After a lost response, the record shows only that the request was about to be sent.
        var expected = _images.Where(image => states.GetValueOrDefault(image.Value) is "Submitting" or "Unknown").Select(image => image.Key).ToHashSet();
        var tasks = await RunUntilDoneAsync();
        var unknown = tasks.Where(task => task.Status == "Unknown").Select(task => task.Source).ToHashSet();
        var outcome = new KillOutcome(_point)
        {
            WasKilled = wasKilled,
            Found = found,
            Lost = _images.Keys.Count(image => !unknown.Contains(image) && !tasks.Any(task => task.Source == image && IsSaved(task))),
            Unknown = unknown.Count,
            UnknownBilled = unknown.Count(image => BilledTimes(_images[image]) > 0),
            UnknownUnexpected = unknown.Count(image => !expected.Contains(image)) + expected.Count(image => !unknown.Contains(image)),
            Leftovers = Files(_folder.Path).Count(IsTemporary),
        };
        var replayed = _point.IsComfy ? await ReplayAsync(unknown) : 0;
        ReadRecords();
        return outcome with
        {
            Runs = _runs,
            Replayed = _point.IsComfy ? unknown.Count : 0,
            ReplayedWell = replayed,
            BilledTwice = _images.Values.Count(image => BilledTimes(image) > 1),
            PartialFiles = Files(Results).Count(file => !IsTemporary(file) && !_relay.HasServed(File.ReadAllBytes(file))),
            UnreadableRecords = _unreadable,
        };
    }

    private async Task<bool> RunAndKillAsync()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CliProcess? process = null;
        using var watch = _point.Folder is { } moment ? new FolderWatch(Home, Results, moment, _point.Number, Kill) : null;
        if (_point.Wire is { } wire)
        {
            _relay.StopAt(wire.Target, _point.Number, wire.Stage, Kill);
        }

        using (process = Start())
        {
            var (code, _, _) = await process.ExitAsync();
            return reached.Task.IsCompleted && code is not (0 or 1);
        }

        // Nothing relevant happens before the process is started, but its object may not be available yet.
        void Kill()
        {
            SpinWait.SpinUntil(() => Volatile.Read(ref process) is not null);
            process!.Kill();
            reached.TrySetResult();
        }
    }

    /// <summary>Runs the command until a run changes nothing: first in a new process, then, as none is killed, in this one, which is faster.</summary>
    /// <returns>The output of the last run.</returns>
    private async Task<IReadOnlyList<JsonTask>> RunUntilDoneAsync()
    {
        var isFirst = true;
        for (var before = Picture(); ; isFirst = false)
        {
            var (output, error) = isFirst ? await RunProcessAsync() : await RunInThisProcessAsync();
            var after = Picture();
            ReadRecords();
            if (after == before)
            {
                return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonTask>(line, JsonSerializerOptions.Web)!)];
            }

            Assert.True(_runs < MostRuns, $"{_point}: {_runs} runs did not come to an end: {output}{error}");
            before = after;
        }
    }

    private CliProcess Start()
    {
        _runs++;
        return CliProcess.Start(_folder.Path, Variables(), Arguments());
    }

    private async Task<(string Output, string Error)> RunProcessAsync()
    {
        using var process = Start();
        var (_, output, error) = await process.ExitAsync();
        return (output, error);
    }

    private async Task<(string Output, string Error)> RunInThisProcessAsync()
    {
        _runs++;
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var variables = Variables();
        var host = new CliHost(output, error) { CurrentDirectory = _folder.Path, ReadVariable = name => variables.GetValueOrDefault(name) };
        await CliApplication.RunAsync(Arguments(), host, CancellationToken.None);
        return (output.ToString(), error.ToString());
    }

    private Dictionary<string, string?> Variables() => new()
    {
        [SubmissionLedger.HomeVariable] = Home,
        [SubmissionLedger.HostVariable] = Host,
        [ComfyOperations.AddressVariable] = _relay.Address.AbsoluteUri,
        [ComfyOperations.KeyVariable] = _emulator.ComfyKey,
        [AILabOperations.AddressVariable] = _relay.Address.AbsoluteUri,
        [AILabOperations.KeyVariable] = _emulator.AILabKey,
    };

    private string[] Arguments()
    {
        string[] flags = _point.Mode == "smart-skin-advanced" ? ["--set", "acne_removal=1"] : _point.UsesStorage ? ["--upload-storage"] : [];
        return ["enhance", "in", "--destination", "out", "--mode", _point.Mode, "--limit", $"{_point.Limit}", "--json", .. flags];
    }

    /// <summary>Resends Unknown images with their keys.</summary>
    /// <returns>How many of them are then saved, each billed once.</returns>
    private async Task<int> ReplayAsync(HashSet<string> unknown)
    {
        if (unknown.Count == 0)
        {
            return 0;
        }

        var settings = new EnhanceSettings(
            new ProviderSettings("Comfy", _relay.Address, "the test", () => _emulator.ComfyKey),
            new ProviderSettings("AILab", _relay.Address, "the test", () => _emulator.AILabKey));
        await using var client = EnhanceClient.Create(settings, ledger: new SubmissionLedger(Home, Host));
        var requests = unknown.Select(image => new EnhanceRequest { Operation = "Faithful", Source = ImageSource.FromPath(image) });
        var good = 0;
        await foreach (var task in client.RunAsync(requests, new BatchOptions { Save = new SaveOptions(Results), ResumeUnknown = true }))
        {
            good += task is { Status: EnhanceTaskStatus.Completed, Error: null, OutputPath: [var path] }
                && _relay.HasServed(File.ReadAllBytes(path)) && BilledTimes(_images[task.SourcePath!]) == 1 ? 1 : 0;
        }

        return good;
    }

    private bool IsSaved(JsonTask task) =>
        task.Status == "Completed" && task.Outputs.Length > 0 && task.Outputs.All(path => File.Exists(path) && _relay.HasServed(File.ReadAllBytes(path)));

    private int BilledTimes(string image) => _emulator.Record.Tasks.Count(task => string.Equals(task.ImageSha256, image, StringComparison.OrdinalIgnoreCase));

    /// <summary>The state of each image's record.</summary>
    private Dictionary<string, string> ReadRecords()
    {
        var states = new Dictionary<string, string>();
        foreach (var file in Files(Home).Where(file => file.EndsWith(".json", StringComparison.Ordinal)))
        {
            try
            {
                using var record = JsonDocument.Parse(File.ReadAllBytes(file));
                states[record.RootElement.GetProperty("imageSha256").GetString()!] = record.RootElement.GetProperty("state").GetString()!;
            }
            catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                _unreadable++;
            }
        }

        _unreadable += Files(Path.Combine(Home, "ledger", "set-aside")).Count();
        return states;
    }

    private string Describe(Dictionary<string, string> states)
    {
        var last = states.Values.Where(state => state != "Saved").Order(StringComparer.Ordinal).ToArray();
        var saved = states.Values.Count(state => state == "Saved");
        var named = Files(Results).Count(file => !IsTemporary(file));
        return $"{(last.Length > 0 ? string.Join('+', last) : states.Count == 0 ? "no record" : states.Count < _images.Count ? "between two images" : "all saved")}"
            + (named > saved ? ", result named" : Files(Results).Any(IsTemporary) ? ", result begun" : string.Empty);
    }

    /// <summary>Everything that a run could change.</summary>
    private string Picture() => string.Join('\n', Files(Home).Where(file => file.EndsWith(".json", StringComparison.Ordinal)).Concat(Files(Results))
        .Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));

    private static bool IsTemporary(string file) => Path.GetFileName(file).StartsWith('.') ? !file.EndsWith(".lock", StringComparison.Ordinal) : file.EndsWith(".tmp", StringComparison.Ordinal);

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true })
        : [];

    private sealed record JsonTask(string Status, string Source, string[] Outputs);
}
