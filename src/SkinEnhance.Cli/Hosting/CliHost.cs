using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Cli.Hosting;

/// <summary>The environment of a command besides files, which a test can replace.</summary>
internal sealed class CliHost
{
    private TextReader? _input;

    /// <summary>Creates a host.</summary>
    /// <param name="output">Standard output; synchronized for writers on several threads.</param>
    /// <param name="error">Standard error; synchronized in the same way.</param>
    internal CliHost(TextWriter output, TextWriter error)
    {
        Output = TextWriter.Synchronized(output);
        Error = TextWriter.Synchronized(error);
        CreateClient = () => EnhanceClient.Create(
            EnhanceSettings.FromEnvironment(ReadVariable),
            ledger: SubmissionLedger.FromEnvironment(ReadVariable),
            connections: Proxy is null ? null : new ConnectionPool(Proxy));
    }

    /// <summary>Standard input, opened when it is first read.</summary>
    internal TextReader Input => _input ??= OpenInput();

    internal Func<TextReader> OpenInput { get; init; } = static () => new StreamReader(Console.OpenStandardInput());

    internal TextWriter Output { get; }

    internal TextWriter Error { get; }

    internal bool OutputIsTerminal { get; init; }

    internal bool ErrorIsTerminal { get; init; }

    /// <summary>Whether the terminal supports cursor movements; null to detect it.</summary>
    internal bool? Ansi { get; init; }

    /// <summary>The base of relative paths.</summary>
    internal string CurrentDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The program's folder; the samples are also searched above it.</summary>
    internal string ProgramDirectory { get; init; } = AppContext.BaseDirectory;

    internal Func<string, string?> ReadVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The proxy of the command line; null for the one from the environment or the system.</summary>
    internal ProxySettings? Proxy { get; set; }

    /// <summary>Creates the engine for the services in the environment.</summary>
    internal Func<EnhanceClient> CreateClient { get; init; }

    /// <summary>The host of a real process.</summary>
    internal static CliHost OfProcess() => new(
        Console.IsOutputRedirected ? Console.Out : new TerminalWriter(Console.Out),
        Console.IsErrorRedirected ? Console.Error : new TerminalWriter(Console.Error))
    {
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
    };
}
