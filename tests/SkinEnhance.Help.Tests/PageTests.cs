namespace SkinEnhance.Help.Tests;

public class PageTests
{
    [Fact]
    public void A_page_is_read_as_plain_text()
    {
        using var sample = new SamplePage();
        var page = PageReader.Read(sample.Path);
        Assert.Equal("Get-Sample", page.Name);
        Assert.Equal("https://example.com/Get-Sample.md", page.OnlineVersion);
        Assert.Equal(["Gets a sample by its name, such as <kind>-*.jpg, see about_Sample.", "It has two paragraphs."], page.Description);
        Assert.Equal("Get-Sample one |\n    Out-Null", page.Examples.Single().Code, ignoreLineEndingDifferences: true);
        Assert.Equal(["Name", "Id"], page.ParameterSets);
        Assert.Equal(["Get-Sample"], page.Links);
    }

    [Fact]
    public void Parameters_of_a_set_come_by_position_then_required_then_the_others()
    {
        using var sample = new SamplePage();
        var page = PageReader.Read(sample.Path);
        Assert.Equal(["Name", "Size", "Kind", "Force"], page.ParametersOf("Name").Select(parameter => parameter.Name));
        Assert.Equal(["Id", "Size", "Kind", "Force"], page.ParametersOf("Id").Select(parameter => parameter.Name));
    }

    [Theory]
    [InlineData("---\nexternal", "external", 1, "front matter")]
    [InlineData("schema: 2.0.0", "schema: 3", 5, "'schema' is '3'; it is '2.0.0'")]
    [InlineData("schema: 2.0.0\n", "", 1, "no line 'schema: '")]
    [InlineData("Module Name: SkinEnhance\n", "Module Name: SkinEnhance\nModule Name: SkinEnhance\n", 4, "'Module Name' appears twice")]
    [InlineData("online version: https://example.com/Get-Sample.md", "online version:", 4, "'online version' has no value")]
    [InlineData("# Get-Sample\n", "# Get-Other\n", 8, "'# Get-Sample' is expected here; found the heading '# Get-Other'")]
    [InlineData("## SYNOPSIS\n\nGets a sample.\n", "", 11, "'## SYNOPSIS' is expected here; found the heading '## SYNTAX'")]
    [InlineData("Gets a sample.\n", "", 13, "A paragraph is expected here; found the heading '## SYNTAX'")]
    [InlineData("## DESCRIPTION", "## REMARKS", 29, "'## DESCRIPTION' is expected here; found the heading '## REMARKS'")]
    [InlineData("It has **two** paragraphs.", "- It has a list.", 34, "ListBlock, which Get-Help cannot show")]
    [InlineData("`<kind>-*.jpg`", "<kind>", 32, "'<kind>' is HTML")]
    [InlineData("(about_Sample.help.txt)", "(about_Other.help.txt)", 32, "neither an address nor a file")]
    [InlineData("### Example 1: Get one", "### Example 2: Get one", 38, "begins with 'Example 1: '")]
    [InlineData("```powershell", "```", 40, "begins with '```powershell'")]
    [InlineData("### -Kind", "### Kind", 49, "'### -' with the name of a parameter")]
    [InlineData("### -Force", "### -Kind", 66, "-Kind is described twice")]
    [InlineData("```yaml\nType: SampleKind", "```\nType: SampleKind", 53, "begins with '```yaml' is expected here; found a code block '```'")]
    [InlineData("Position: 0", "Position: first", 92, "'Position' is 'first'; it is 'Named' or a number from 0")]
    [InlineData("Aliases: f", "Alias: f", 73, "'Alias' is not one of the keys of this block")]
    [InlineData("Parameter Sets: Id", "Parameter Sets: Ident", 104, "names 'Ident'; there are '(All)', 'Name', 'Id'")]
    [InlineData("[-Name] <String[]>", "[-Name] <String>", 18, "does not match the parameters. Expected: Get-Sample [-Name] <String[]> -Size <Int32>")]
    [InlineData("### CommonParameters", "### Common", 130, "'### CommonParameters' after the last one")]
    [InlineData("### None\n\nNothing.\n", "", 143, "name of a type")]
    [InlineData("[Get-Sample](Get-Sample.md)\n", "[Get-Sample](Get-Sample.md)\n\n## MORE\n", 154, "Nothing is expected after the related links; found the heading '## MORE'")]
    [InlineData("## RELATED LINKS\n\n[Get-Sample](Get-Sample.md)\n", "", 148, "'## RELATED LINKS' is expected here; found the end of the page")]
    public void A_page_with_a_fault_is_refused_with_file_and_line(string text, string fault, int line, string message)
    {
        var page = SamplePage.Text.ReplaceLineEndings("\n");
        var index = page.IndexOf(text, StringComparison.Ordinal);
        Assert.True(index >= 0);
        using var sample = new SamplePage(page[..index] + fault + page[(index + text.Length)..]);
        Assert.StartsWith($"{sample.Path}({line}): error HELP: ", sample.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, sample.Errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, sample.ExitCode);
        Assert.Equal(["Get-Sample.md", "about_Sample.help.txt"], sample.Files);
    }
}
