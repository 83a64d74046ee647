using Markdig.Syntax;

namespace SkinEnhance.Help;

/// <summary>The help of one cmdlet. All text is plain, as Get-Help shows it.</summary>
/// <param name="Document">The page as Markdown, for the website.</param>
/// <param name="Name">The name of the cmdlet.</param>
/// <param name="OnlineVersion">The address that Get-Help -Online opens.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="ParameterSets">Their names, the default first; <see cref="HelpParameter.AllSets"/> alone where there is one set.</param>
/// <param name="Description">Its paragraphs.</param>
/// <param name="Examples">At least one.</param>
/// <param name="Parameters">All but the common ones, in the order of the page.</param>
/// <param name="Inputs">The types that the cmdlet takes from the pipeline.</param>
/// <param name="Outputs">The types that the cmdlet emits.</param>
/// <param name="Notes">Their paragraphs; empty where there are none.</param>
/// <param name="Links">The names of the cmdlets and topics to read next.</param>
internal sealed record HelpPage(
    MarkdownDocument Document,
    string Name,
    string OnlineVersion,
    string Synopsis,
    IReadOnlyList<string> ParameterSets,
    IReadOnlyList<string> Description,
    IReadOnlyList<HelpExample> Examples,
    IReadOnlyList<HelpParameter> Parameters,
    IReadOnlyList<HelpType> Inputs,
    IReadOnlyList<HelpType> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Links)
{
    /// <summary>The parameters of a set as PowerShell orders them: by position, then those that are required, then the others.</summary>
    internal IEnumerable<HelpParameter> ParametersOf(string set) => Parameters
        .Where(parameter => parameter.Sets.Contains(set) || parameter.Sets.Contains(HelpParameter.AllSets))
        .OrderBy(parameter => parameter.Position ?? (parameter.IsRequired ? int.MaxValue - 1 : int.MaxValue));

    /// <summary>The syntax of a set in one line, as Get-Command -Syntax writes it.</summary>
    internal string SyntaxOf(string set) => string.Join(' ', [Name, .. ParametersOf(set).Select(parameter => parameter.Syntax), "[<CommonParameters>]"]);
}

/// <summary>An example: a title with its number, such as "Example 1: …", the code, and paragraphs that explain it.</summary>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>A type that a cmdlet takes from the pipeline or emits; None where there is none.</summary>
internal sealed record HelpType(string Name, IReadOnlyList<string> Description);

/// <summary>A parameter of a cmdlet.</summary>
/// <param name="Name">The name, without a hyphen.</param>
/// <param name="Description">Its paragraphs.</param>
/// <param name="Type">The name of the type, without its namespace and without Nullable.</param>
/// <param name="Sets">The parameter sets that have it, or <see cref="AllSets"/>.</param>
/// <param name="Aliases">As the page lists them; empty where there are none.</param>
/// <param name="AcceptedValues">Empty where any value is taken.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Position">Null where it is given by its name alone.</param>
/// <param name="Default">What holds when it is not given; None where that is nothing.</param>
/// <param name="PipelineInput">False, or True with the way in parentheses.</param>
/// <param name="TakesWildcards">Whether the value may have wildcards.</param>
internal sealed record HelpParameter(
    string Name,
    IReadOnlyList<string> Description,
    string Type,
    IReadOnlyList<string> Sets,
    string Aliases,
    IReadOnlyList<string> AcceptedValues,
    bool IsRequired,
    int? Position,
    string Default,
    string PipelineInput,
    bool TakesWildcards)
{
    internal const string AllSets = "(All)";

    internal bool IsSwitch => Type == "SwitchParameter";

    internal bool IsArray => Type.EndsWith("[]", StringComparison.Ordinal);

    internal string Syntax
    {
        get
        {
            var name = Position is null ? $"-{Name}" : $"[-{Name}]";
            var whole = IsSwitch ? name : $"{name} <{Type}>";
            return IsRequired ? whole : $"[{whole}]";
        }
    }
}
