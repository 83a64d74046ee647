using SkinEnhance.Bench.Reporting;

namespace SkinEnhance.Bench.Tests;

public class ReportingTests
{
    [Fact]
    public void A_table_is_aligned()
    {
        var table = new Table("Name", ">Value");
        table.Add("a", "1.00");
        table.Add("longer", "22");
        Assert.Equal(
            """
            | Name   | Value |
            |--------|------:|
            | a      |  1.00 |
            | longer |    22 |

            """,
            table.ToString(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_section_is_replaced_whole_and_the_others_stay()
    {
        var text = ResultsFile.Replace("# Results\n\nWords.\n", "b", "second\n\n### part\n\nmore");
        text = ResultsFile.Replace(text, "a", "first");
        text = ResultsFile.Replace(text, "b", "changed");
        Assert.Equal("# Results\n\nWords.\n\n## a\n\nfirst\n\n## b\n\nchanged\n", text);
    }

    [Theory]
    [InlineData(0.12345, "0.123")]
    [InlineData(1.2345, "1.23")]
    [InlineData(12.345, "12.3")]
    [InlineData(12345, "12345")]
    public void Figures_have_three_digits(double value, string expected) => Assert.Equal(expected, Figure.Of(value));
}
