using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SkinEnhance.Help.Tests;

public partial class OutputTests
{
    [Fact]
    public void The_first_related_link_is_the_online_version()
    {
        using var sample = new SamplePage();
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10";
        var links = XDocument.Parse(sample.Read("en-US/Help.xml")).Descendants(maml + "navigationLink").Select(link => (link.Element(maml + "linkText")!.Value, link.Element(maml + "uri")!.Value));
        Assert.Equal([("Online Version:", "https://example.com/Get-Sample.md"), ("Get-Sample", "")], links);
    }

    [Fact]
    public void A_syntax_shows_the_accepted_values_and_a_switch_without_a_value()
    {
        using var sample = new SamplePage();
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        var first = XDocument.Parse(sample.Read("en-US/Help.xml")).Descendants(command + "syntaxItem").First();
        Assert.Equal(
            ["String[]", "Int32", "Large Small", ""],
            first.Elements(command + "parameter").Select(parameter => string.Join(' ', parameter.Descendants(command + "parameterValue").Select(value => value.Value))));
    }

    [Fact]
    public void The_website_has_a_file_for_each_page_and_topic_and_an_index()
    {
        using var sample = new SamplePage();
        Assert.Equal(["site/Get-Sample.html", "site/about_Sample.html", "site/index.html"], sample.Files.Where(file => file.StartsWith("site/", StringComparison.Ordinal)));
        Assert.Contains("a &lt; b", sample.Read("site/about_Sample.html"), StringComparison.Ordinal);
        Assert.Contains("Gets a sample.", sample.Read("site/index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_of_the_website_leads_to_an_address_or_one_of_its_files()
    {
        using var folder = new TemporaryFolder();
        using var errors = new StringWriter();
        string[] arguments = [Path.Combine(Samples.Repository, "docs", "cmdlets"), Path.Combine(Samples.Repository, "en-US"), folder.In("Help.xml"), folder.In("site")];
        Assert.Equal((0, ""), (Program.Run(arguments, errors), errors.ToString()));
        var files = folder.FilesBelow("site");
        Assert.All(files, file =>
        {
            var targets = Target().Matches(File.ReadAllText(folder.In($"site/{file}"))).Select(match => match.Groups[1].Value).ToArray();
            Assert.NotEmpty(targets);
            Assert.All(targets, target => Assert.True(target.StartsWith("https://", StringComparison.Ordinal) || files.Contains(target), target));
        });
    }

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Target();
}
