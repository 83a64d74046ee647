using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SkinEnhance.Cli.Commands;

/// <summary>A command with additional help.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Examples, one command line each.</summary>
    internal IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Additional help. Evaluated when it is shown, because every run creates every command and some texts read the prices.</summary>
    internal Func<string> Remarks { get; init; } = static () => string.Empty;

    /// <summary>The operations whose parameters are part of the help.</summary>
    internal IReadOnlyList<OperationDescriptor> Operations { get; init; } = [];
}

/// <summary>The usual help, followed by examples, remarks, and the parameters of the operations of a command.</summary>
internal sealed class DetailedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    // With --help, missing arguments do not matter.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand command)
        {
            Write(parseResult.InvocationConfiguration.Output, command);
        }

        return code;
    }

    private static void Write(TextWriter writer, DocumentedCommand command)
    {
        writer.WriteLine("Examples:");
        foreach (var example in command.Examples)
        {
            writer.WriteLine($"  {SkinEnhanceCommand.Name} {example}");
        }

        var remarks = command.Remarks();
        if (remarks.Length > 0)
        {
            writer.WriteLine();
            writer.WriteLine("Remarks:");
            foreach (var line in remarks.ReplaceLineEndings("\n").Split('\n'))
            {
                writer.WriteLine($"  {line}".TrimEnd());
            }
        }

        if (command.Operations.Count > 0)
        {
            writer.WriteLine();
            ParameterTable.Write(writer, command.Operations);
        }
    }
}
