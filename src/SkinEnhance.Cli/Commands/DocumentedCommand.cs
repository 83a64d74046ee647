using System.CommandLine;

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
