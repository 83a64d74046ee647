using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SkinEnhance.Cli.Commands;

/// <summary>A command with more to say than fits the list of commands.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Examples, one command line each.</summary>
    internal IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What else is worth knowing. Asked for when it is shown: every run makes every command, and prices are read for a text.</summary>
    internal Func<string> Remarks { get; init; } = static () => string.Empty;

    /// <summary>The operations whose parameters belong to the help.</summary>
    internal IReadOnlyList<OperationDescriptor> Operations { get; init; } = [];
}

/// <summary>The usual help, and below it examples, remarks, and the parameters of the operations that a command offers.</summary>
internal sealed class DetailedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    // Help is asked for in place of everything else, so what else is missing does not matter.
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
