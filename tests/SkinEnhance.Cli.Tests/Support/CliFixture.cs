using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests.Support;

/// <summary>Runs the program in this process against an emulator, with a folder and a ledger for the test.</summary>
internal sealed class CliFixture : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    internal CliFixture(TimeSpan? taskTime = null)
    {
        Emulator = ProviderEmulator.Start(new EmulatorOptions { TaskTime = taskTime ?? TimeSpan.FromMilliseconds(40) });
        Variables = new Dictionary<string, string?>
        {
            [ComfyOperations.AddressVariable] = Emulator.ComfyAddress.AbsoluteUri,
            [ComfyOperations.KeyVariable] = Emulator.ComfyKey,
            [AILabOperations.AddressVariable] = Emulator.AILabAddress.AbsoluteUri,
            [AILabOperations.KeyVariable] = Emulator.AILabKey,
            [SubmissionLedger.HomeVariable] = Home.Path,
        };
    }

    internal ProviderEmulator Emulator { get; }

    internal TemporaryFolder Folder { get; } = new();

    /// <summary>The parent folder of the ledger.</summary>
    internal TemporaryFolder Home { get; } = new();

    internal Dictionary<string, string?> Variables { get; }

    internal bool IsTerminal { get; init; }

    internal bool ErrorIsTerminal { get; init; }

    /// <summary>The content of standard input.</summary>
    internal TextReader Input { get; set; } = TextReader.Null;

    internal string Output => Normalize(_output);

    internal string Error => Normalize(_error);

    internal string[] OutputLines => Lines(Output);

    internal string[] ErrorLines => Lines(Error);

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Folder.Dispose();
        Home.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
    }

    /// <summary>How long a stopped command waits for submissions in flight; short, because most responses never arrive in tests.</summary>
    internal TimeSpan StopGrace { get; set; } = TimeSpan.FromMilliseconds(50);

    internal Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    internal Task<int> RunAsync(CancellationToken cancellationToken, params string[] args) =>
        CliApplication.RunAsync(args, CreateHost(), cancellationToken);

    internal CliHost CreateHost() => new(_output, _error)
    {
        CurrentDirectory = Folder.Path,
        OutputIsTerminal = IsTerminal,
        ErrorIsTerminal = ErrorIsTerminal,
        Ansi = true,
        OpenInput = () => Input,
        ReadVariable = Read,
        CreateClient = CreateClient,
    };

    // A test can remove every variable; it must not write to the user's own ledger.
    private string? Read(string name) => Variables.GetValueOrDefault(name) ?? (name == SubmissionLedger.HomeVariable ? Home.Path : null);

    private EnhanceClient CreateClient()
    {
        var settings = EnhanceSettings.FromEnvironment(Read);
        return EnhanceClient.Create(
            new EnhanceSettings(Quick(settings["Comfy"]), Quick(settings["AILab"])),
            new ResilienceOptions { BaseDelay = TimeSpan.FromMilliseconds(5), TransientRetries = 1, StopGrace = StopGrace, ResultPatience = TimeSpan.FromMilliseconds(100) },
            ledger: SubmissionLedger.FromEnvironment(Read));

        static ProviderSettings Quick(ProviderSettings slow) =>
            new(slow.Provider, slow.BaseAddress, slow.KeyName, slow.ReadKey) { PollInterval = PollInterval };
    }

    private static string Normalize(StringWriter writer) => writer.ToString().ReplaceLineEndings("\n");

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
