using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SkinEnhance.Core;

namespace SkinEnhance.Binding;

/// <summary>Completes the names of operations, with what they do as the tool tip.</summary>
public sealed class OperationNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ProviderRegistry.Operations
            .Where(operation => operation.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(operation => new CompletionResult(operation.Name, operation.Name, CompletionResultType.ParameterValue, operation.Description));
}
