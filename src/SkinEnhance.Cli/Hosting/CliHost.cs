using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Cli.Hosting;

/// <summary>Everything outside of the process that a command touches besides files, so that a test can stand in for it.</summary>
internal sealed class CliHost
{
    private TextReader? _input;

    /// <summary>Creates a host.</summary>
    /// <param name="output">Standard output; made safe for writers on several threads.</param>
    /// <param name="error">Standard error; made safe likewise.</param>
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

    /// <summary>Whether the terminal understands cursor movements; when null it is looked up.</summary>
    internal bool? Ansi { get; init; }

    /// <summary>Where relative paths begin.</summary>
    internal string CurrentDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Where the program lies; the samples are looked for above it too.</summary>
    internal string ProgramDirectory { get; init; } = AppContext.BaseDirectory;

    internal Func<string, string?> ReadVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The proxy that the command line names; null for the one of the environment or the system.</summary>
    internal ProxySettings? Proxy { get; set; }

    /// <summary>Makes the engine for the services that the environment names.</summary>
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
