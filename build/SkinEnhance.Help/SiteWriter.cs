using System.Net;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SkinEnhance.Help;

/// <summary>Writes the pages and the about_ topics as HTML, each file complete in itself, with an index.</summary>
/// <param name="folder">Made when it is missing.</param>
internal sealed class SiteWriter(string folder)
{
    private const string Style = """
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
        h1, h2, h3 { line-height: 1.2 } h2 { border-bottom: 1px solid #ccc; margin-top: 2rem }
        code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .9em; background: #f3f3f3 }
        pre { padding: .75rem; overflow-x: auto } dt { font-weight: 600 }
        @media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #1b1b1b } code, pre { background: #2b2b2b } a { color: #7ab8ff } }
        """;

    /// <param name="pages">The links in their documents are changed to those of the website.</param>
    /// <param name="topics">The files about_*.help.txt.</param>
    internal void Write(IReadOnlyList<HelpPage> pages, IReadOnlyList<string> topics)
    {
        Directory.CreateDirectory(folder);
        foreach (var page in pages)
        {
            foreach (var link in page.Document.Descendants<LinkInline>())
            {
                link.Url = SiteAddress(link.Url!);
            }

            WriteFile(page.Name, page.Document.ToHtml(PageReader.Pipeline));
        }

        foreach (var topic in topics)
        {
            WriteFile(TopicName(topic), $"<pre>{WebUtility.HtmlEncode(File.ReadAllText(topic))}</pre>");
        }

        var commands = string.Concat(pages.Select(page => $"<dt>{Anchor(page.Name)}</dt><dd>{WebUtility.HtmlEncode(page.Synopsis)}</dd>\n"));
        var texts = string.Concat(topics.Select(topic => $"<li>{Anchor(TopicName(topic))}</li>\n"));
        WriteFile("index", $"<h1>SkinEnhance</h1>\n<h2>Cmdlets</h2>\n<dl>\n{commands}</dl>\n<h2>Topics</h2>\n<ul>\n{texts}</ul>");
    }

    /// <summary>A link between pages and topics as they lie in the repository, as it is among the files of the site.</summary>
    private static string SiteAddress(string address) => Path.GetFileName(address) switch
    {
        _ when Uri.IsWellFormedUriString(address, UriKind.Absolute) => address,
        var page when page.EndsWith(".md", StringComparison.Ordinal) => Path.ChangeExtension(page, ".html"),
        var topic => $"{TopicName(topic)}.html",
    };

    private static string TopicName(string path) => Path.GetFileName(path).Replace(".help.txt", "", StringComparison.Ordinal);

    private static string Anchor(string name) => $"<a href=\"{name}.html\">{name}</a>";

    private void WriteFile(string name, string body) => File.WriteAllText(Path.Combine(folder, $"{name}.html"), $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{(name == "index" ? "SkinEnhance" : name)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <nav><a href="index.html">All cmdlets and topics</a></nav>
        {body}
        </body>
        </html>

        """);
}
