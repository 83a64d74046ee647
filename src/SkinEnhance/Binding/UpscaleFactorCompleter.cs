using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SkinEnhance.Binding;

/// <summary>Completes scale factors in the spelling that people use, <c>4x</c>.</summary>
public sealed class UpscaleFactorCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Enum.GetValues<UpscaleFactor>()
            .Select(factor => WireEnum.Spell(factor))
            .Where(spelling => spelling.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(spelling => new CompletionResult(spelling));
}
