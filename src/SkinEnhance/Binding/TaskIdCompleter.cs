using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SkinEnhance.Session;

namespace SkinEnhance.Binding;

/// <summary>Completes the ids of the newest tasks in the ledger, with what they are as the tool tip.</summary>
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
