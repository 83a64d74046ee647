using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using SkinEnhance.Cli.Commands;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;

namespace SkinEnhance.Cli;

/// <summary>One run of the program, without the process around it.</summary>
internal static class CliApplication
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="host">The environment of the run.</param>
    /// <param name="cancellationToken">Stops the run; it first waits briefly for the responses to submissions in flight.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        // A path can begin with @; it is not a response file.
        var parser = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = SkinEnhanceCommand.Create(host, args).Parse(args, parser);
        string[] problems = parsed.Action is ParseErrorAction ? [.. parsed.Errors.Select(problem => problem.Message)] : [.. UnknownOptions(parsed)];
        if (problems.Length > 0)
        {
            return Refuse(host, parsed, problems);
        }

        try
        {
            host.Proxy = SkinEnhanceCommand.ReadProxy(parsed);

            // Signals are handled by CancelSignals, and errors are reported below.
            var invocation = new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (UsageException wrong)
        {
            return Refuse(host, parsed, wrong.Message);
        }
        catch (EnhanceException failure)
        {
            host.Error.WriteLine(ErrorText.Of(failure.Error));
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception unforeseen)
        {
            host.Error.WriteLine(SafeText.OneLine($"Failed: {unforeseen.GetType().Name}: {unforeseen.Message}"));
            return ExitCode.Failed;
        }
    }

    private static int Refuse(CliHost host, ParseResult parsed, params string[] problems)
    {
        foreach (var problem in problems)
        {
            ErrorText.WriteUsage(host.Error, problem);
        }

        host.Error.WriteLine($"Run '{CommandPath(parsed.CommandResult)} --help' for usage.");
        return ExitCode.Usage;
    }

    // The parser treats anything that is not an option as a path, a misspelled option too.
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) =>
        from token in parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
        where token is { Type: TokenType.Argument, Value: ['-', _, ..] }
        select $"There is no option '{token.Value}'. Put -- before paths that begin with a dash.";

    private static string CommandPath(CommandResult result) =>
        result.Parent is CommandResult parent
            ? $"{CommandPath(parent)} {result.Command.Name}"
            : SkinEnhanceCommand.Name;
}
