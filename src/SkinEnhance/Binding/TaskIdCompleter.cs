using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SkinEnhance.Session;

namespace SkinEnhance.Binding;

/// <summary>Completes the ids of the tasks that this shell knows, newest first, with what they are as the tool tip.</summary>
public sealed class TaskIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        TaskRegistry.All()
            .Where(task => task.TaskId?.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase) == true)
            .Select(task => new CompletionResult(task.TaskId, task.TaskId, CompletionResultType.ParameterValue, $"{task.Operation} {task.Status} {task.Source}"));
}
