using System.Xml.Linq;

namespace SkinEnhance.Help;

/// <summary>Writes the pages as MAML, the XML that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    internal static XDocument Write(IEnumerable<HelpPage> pages) => new(
        new XElement(
            Items + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            pages.Select(Page)));

    private static XElement Page(HelpPage page)
    {
        var dash = page.Name.IndexOf('-', StringComparison.Ordinal);
        return new XElement(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", page.Name),
                new XElement(Command + "verb", page.Name[..dash]),
                new XElement(Command + "noun", page.Name[(dash + 1)..]),
                Description([page.Synopsis])),
            Description(page.Description),
            new XElement(Command + "syntax", page.ParameterSets.Select(set => Syntax(page, set))),
            new XElement(Command + "parameters", page.Parameters.Select(Parameter)),
            new XElement(Command + "inputTypes", page.Inputs.Select(type => Type("inputType", type))),
            new XElement(Command + "returnValues", page.Outputs.Select(type => Type("returnValue", type))),
            page.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),

            // Get-Help -Online opens the first link.
            new XElement(Command + "relatedLinks", Link("Online Version:", page.OnlineVersion), page.Links.Select(link => Link(link, ""))));
    }

    private static XElement Syntax(HelpPage page, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", page.Name),
        page.ParametersOf(set).Select(parameter => new XElement(
            Command + "parameter",
            Traits(parameter),
            new XElement(Maml + "name", parameter.Name),
            ShownValue(parameter))));

    private static XElement Parameter(HelpParameter parameter) => new(
        Command + "parameter",
        Traits(parameter),
        new XElement(Maml + "name", parameter.Name),
        Description(parameter.Description),
        Value(parameter.Type, !parameter.IsSwitch, parameter.IsArray),
        TypeName(parameter.Type),
        new XElement(Dev + "defaultValue", parameter.Default));

    private static XAttribute[] Traits(HelpParameter parameter) =>
    [
        new("required", parameter.IsRequired),
        new("variableLength", parameter.IsArray),
        new("globbing", parameter.TakesWildcards),
        new("pipelineInput", parameter.PipelineInput.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal)),
        new("position", (object?)parameter.Position ?? "named"),
        new("aliases", parameter.Aliases.Length > 0 ? parameter.Aliases : "none"),
    ];

    /// <summary>What stands for the value of a parameter in a syntax: its type, or all values where one of few is taken.</summary>
    private static XElement? ShownValue(HelpParameter parameter)
    {
        if (parameter.IsSwitch)
        {
            return null;
        }

        return parameter.IsArray || parameter.AcceptedValues.Count == 0
            ? Value(parameter.Type, isRequired: true, parameter.IsArray)
            : new XElement(Command + "parameterValueGroup", parameter.AcceptedValues.Select(value => Value(value, isRequired: false, isArray: false)));
    }

    private static XElement Value(string text, bool isRequired, bool isArray) =>
        new(Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", isArray), text);

    private static XElement Type(string element, HelpType type) => new(Command + element, TypeName(type.Name), Description(type.Description));

    private static XElement TypeName(string name) => new(Dev + "type", new XElement(Maml + "name", name));

    private static XElement Example(HelpExample example) => new(
        Command + "example",
        new XElement(Maml + "title", example.Title),
        new XElement(Dev + "code", example.Code),

        // The empty paragraph keeps a line free before the next example.
        new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""])));

    private static XElement Link(string text, string address) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", address));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> texts) => texts.Select(text => new XElement(Maml + "para", text));
}
