using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SkinEnhance.Core;
using SkinEnhance.Session;

namespace SkinEnhance.Binding;

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
