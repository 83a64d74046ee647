using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SkinEnhance.Help;

/// <summary>
/// Reads a page in the layout of platyPS. Content that Get-Help cannot show and content that contradicts itself is refused with a
/// <see cref="PageException"/>; nothing is left out silently.
/// </summary>
internal sealed partial class PageReader
{
    internal static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UsePreciseSourceLocation()
        .Build();

    private readonly string _path;
    private readonly MarkdownDocument _document;
    private readonly IReadOnlyList<Block> _blocks;
    private readonly int _lastLine;
    private int _index;

    private PageReader(string path, string text)
    {
        _path = path;
        _document = Markdown.Parse(text, Pipeline);
        _blocks = [.. _document.Where(block => block is not LinkReferenceDefinitionGroup)];
        _lastLine = text.TrimEnd().Count(letter => letter == '\n') + 1;
    }

    private Block? Next => _index < _blocks.Count ? _blocks[_index] : null;

    /// <summary>The line of the next block, from 1.</summary>
    private int Line => Next is { } block ? block.Line + 1 : _lastLine;

    /// <param name="path">The page; its links are looked up from its folder, and its name is the cmdlet's.</param>
    /// <exception cref="PageException">The page has a fault; the first one is reported.</exception>
    internal static HelpPage Read(string path) => new PageReader(path, File.ReadAllText(path)).Read();

    private HelpPage Read()
    {
        var onlineVersion = ReadFrontMatter();
        var name = Path.GetFileNameWithoutExtension(_path);
        TakeHeading(1, name);
        TakeHeading(2, "SYNOPSIS");
        var synopsis = string.Join(' ', TakeParagraphs());
        TakeHeading(2, "SYNTAX");
        var syntax = ReadSyntax();
        string[] sets = [.. syntax.Select(set => set.Name)];
        TakeHeading(2, "DESCRIPTION");
        var description = TakeParagraphs();
        TakeHeading(2, "EXAMPLES");
        var examples = ReadExamples();
        TakeHeading(2, "PARAMETERS");
        var parameters = ReadParameters(sets);
        TakeHeading(2, "INPUTS");
        var inputs = ReadTypes();
        TakeHeading(2, "OUTPUTS");
        var outputs = ReadTypes();
        var notes = TryHeading(2, "NOTES") ? TakeParagraphs() : [];
        TakeHeading(2, "RELATED LINKS");
        var links = TakeParagraphs();
        if (Next is not null)
        {
            throw Fault(Line, $"Nothing is expected after the related links; found {Found()}.");
        }

        var page = new HelpPage(_document, name, onlineVersion, synopsis, sets, description, examples, parameters, inputs, outputs, notes, links);
        CheckSyntax(page, syntax);
        CheckLinks();
        return page;
    }

    private string ReadFrontMatter()
    {
        if (Next is not YamlFrontMatterBlock block)
        {
            throw Fault(1, $"The front matter, between two lines '---', is expected here; found {Found()}.");
        }

        _index++;
        var fields = new FieldReader(_path, block, ["external help file", "Module Name", "online version", "schema"]);
        fields.OneOf("external help file", "SkinEnhance.dll-Help.xml");
        fields.OneOf("Module Name", "SkinEnhance");
        fields.OneOf("schema", "2.0.0");
        return fields["online version"];
    }

    private List<(string Name, string Text, int Line)> ReadSyntax()
    {
        var sets = new List<(string Name, string Text, int Line)>();
        if (Next is FencedCodeBlock)
        {
            var line = Line;
            sets.Add((HelpParameter.AllSets, TakeCode(""), line));
            return sets;
        }

        while (TryHeading(3) is { } heading)
        {
            var name = heading.EndsWith(" (Default)", StringComparison.Ordinal) && sets.Count == 0 ? heading[..^" (Default)".Length] : heading;
            var line = Line;
            sets.Add((name, TakeCode(""), line));
        }

        return sets.Count > 0 ? sets : throw Fault(Line, $"A code block with the syntax is expected here, or a heading '### ' with the name of a parameter set; found {Found()}.");
    }

    private List<HelpExample> ReadExamples()
    {
        var examples = new List<HelpExample>();
        while (Next is HeadingBlock { Level: 3 })
        {
            var line = Line;
            var title = TryHeading(3)!;
            var start = string.Create(CultureInfo.InvariantCulture, $"Example {examples.Count + 1}: ");
            if (!title.StartsWith(start, StringComparison.Ordinal))
            {
                throw Fault(line, $"The title of this example begins with '{start}'; found '{title}'.");
            }

            examples.Add(new HelpExample(title, TakeCode("powershell"), TakeParagraphs()));
        }

        return examples.Count > 0 ? examples : throw Fault(Line, $"A heading '### Example 1: ' is expected here; found {Found()}.");
    }

    private List<HelpParameter> ReadParameters(IReadOnlyCollection<string> sets)
    {
        var parameters = new List<HelpParameter>();
        while (!TryHeading(3, "CommonParameters"))
        {
            var line = Line;
            var found = Found();
            if (TryHeading(3) is not ['-', .. { Length: > 0 } name])
            {
                throw Fault(line, $"A heading '### -' with the name of a parameter is expected here, or '### CommonParameters' after the last one; found {found}.");
            }

            if (parameters.Any(parameter => parameter.Name == name))
            {
                throw Fault(line, $"The parameter -{name} is described twice.");
            }

            parameters.Add(ReadParameter(name, sets));
        }

        // Get-Help adds its own text for these.
        TakeParagraphs();
        return parameters;
    }

    private HelpParameter ReadParameter(string name, IReadOnlyCollection<string> sets)
    {
        var description = TakeParagraphs();
        var block = TakeCodeBlock("yaml");
        var fields = new FieldReader(
            _path,
            block,
            ["Type", "Parameter Sets", "Aliases", "Required", "Position", "Default value", "Accept pipeline input", "Accept wildcard characters"],
            "Accepted values");
        return new HelpParameter(
            name,
            description,
            fields["Type"],
            fields.ListOf("Parameter Sets", [.. sets.Prepend(HelpParameter.AllSets).Distinct()]),
            fields.OrEmpty("Aliases"),
            fields.List("Accepted values"),
            fields.OneOf("Required", "True", "False") == "True",
            fields.NumberOr("Position", "Named"),
            fields["Default value"],
            fields.OneOf("Accept pipeline input", "False", "True (ByValue)", "True (ByPropertyName)", "True (ByValue, ByPropertyName)"),
            fields.OneOf("Accept wildcard characters", "True", "False") == "True");
    }

    private List<HelpType> ReadTypes()
    {
        var types = new List<HelpType>();
        while (TryHeading(3) is { } name)
        {
            types.Add(new HelpType(name, TakeParagraphs()));
        }

        return types.Count > 0 ? types : throw Fault(Line, $"A heading '### ' with the name of a type is expected here, or '### None'; found {Found()}.");
    }

    private void CheckSyntax(HelpPage page, List<(string Name, string Text, int Line)> syntax)
    {
        foreach (var (name, text, line) in syntax)
        {
            var expected = page.SyntaxOf(name);
            if (Space().Replace(text, " ") != expected)
            {
                throw Fault(line, $"The syntax does not match the parameters. Expected: {expected}");
            }
        }
    }

    private void CheckLinks()
    {
        foreach (var link in _document.Descendants<LinkInline>())
        {
            var target = link.Url ?? "";
            if (!Uri.IsWellFormedUriString(target, UriKind.Absolute) && !File.Exists(Path.Combine(Path.GetDirectoryName(_path)!, target)))
            {
                throw Fault(link.Line + 1, $"The target of the link, '{target}', is neither an address nor a file.");
            }
        }
    }

    private void TakeHeading(int level, string title)
    {
        if (!TryHeading(level, title))
        {
            throw Fault(Line, $"The heading '{new string('#', level)} {title}' is expected here; found {Found()}.");
        }
    }

    private bool TryHeading(int level, string title)
    {
        var isThere = Next is HeadingBlock heading && heading.Level == level && Text(heading) == title;
        _index += isThere ? 1 : 0;
        return isThere;
    }

    private string? TryHeading(int level)
    {
        if (Next is not HeadingBlock heading || heading.Level != level)
        {
            return null;
        }

        _index++;
        return Text(heading);
    }

    private List<string> TakeParagraphs()
    {
        var texts = new List<string>();
        while (Next is ParagraphBlock paragraph)
        {
            _index++;
            texts.Add(Text(paragraph));
        }

        return texts.Count > 0 ? texts : throw Fault(Line, $"A paragraph is expected here; found {Found()}.");
    }

    private string TakeCode(string language) => TakeCodeBlock(language).Lines.ToString();

    private FencedCodeBlock TakeCodeBlock(string language)
    {
        if (Next is not FencedCodeBlock block || (block.Info ?? "") != language)
        {
            throw Fault(Line, $"A code block that begins with '```{language}' is expected here; found {Found()}.");
        }

        _index++;
        return block;
    }

    private string Found() => Next switch
    {
        null => "the end of the page",
        HeadingBlock heading => $"the heading '{new string('#', heading.Level)} {Text(heading)}'",
        FencedCodeBlock code => $"a code block '```{code.Info}'",
        ParagraphBlock => "a paragraph",
        var other => $"a {other.GetType().Name}, which Get-Help cannot show",
    };

    private string Text(LeafBlock block) => block.Inline is { } inline ? Text(inline) : "";

    private string Text(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        AutolinkInline link => link.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        HtmlInline html => throw Fault(html.Line + 1, $"'{html.Tag}' is HTML, which Get-Help cannot show; to show it as text, write it as code between backquotes."),
        LinkInline { IsImage: true } image => throw Fault(image.Line + 1, "Get-Help cannot show an image."),
        ContainerInline container => string.Concat(container.Select(Text)),
        _ => throw Fault(inline.Line + 1, $"Get-Help cannot show a {inline.GetType().Name}."),
    };

    private PageException Fault(int line, string message) => new(_path, line, message);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

/// <summary>A fault of a page. The message has the form that MSBuild reports as an error at its file and line.</summary>
internal sealed class PageException(string path, int line, string message) : Exception($"{path}({line}): error HELP: {message}");
