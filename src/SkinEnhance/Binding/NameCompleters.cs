using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SkinEnhance.Core;
using SkinEnhance.Session;

namespace SkinEnhance.Binding;

/// <summary>Completes the names of operations, with their description as the tool tip.</summary>
public sealed class OperationNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ProviderRegistry.Operations
            .Where(operation => operation.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(operation => new CompletionResult(operation.Name, operation.Name, CompletionResultType.ParameterValue, operation.Description));
}

/// <summary>Completes the names of providers.</summary>
public sealed class ProviderNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ProviderRegistry.Names
            .Where(name => name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}

/// <summary>Completes the ids of the newest tasks in the ledger, with operation, status and source as the tool tip.</summary>
public sealed class TaskIdCompleter : IArgumentCompleter
{
    private const int Most = 100;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        KnownTasks.Newest(Most)
            .Where(task => task.TaskId?.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase) == true)
            .Select(task => new CompletionResult(task.TaskId, task.TaskId, CompletionResultType.ParameterValue, $"{task.Operation} {task.Status} {task.Source}"));
}
