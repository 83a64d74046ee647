using System.Text;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Tests.Images;

/// <summary>Patterns for names are checked before anything is sent, and lead to a file below the destination on every platform.</summary>
public class OutputNameTemplateTests
{
    private static readonly OutputNameValues Values =
        new("anna", "jpg", "faithful", "1x", 7, "wedding", null, new DateTimeOffset(2026, 11, 25, 16, 5, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("{BaseName}", "", "anna")]
    [InlineData("{basename}-{OPERATION}", "", "anna-faithful")]
    [InlineData("{Index}-{Index:0000}", "", "7-0007")]
    [InlineData("{Date}", "", "2026-11-25")]
    [InlineData("{Date:yyyyMMdd HH:mm}", "", "20261125 16_05")]
    [InlineData("{Date:yyyy/MM}", "", "2026_11")]
    [InlineData("{Folder}/{BaseName}", "wedding", "anna")]
    [InlineData(@"out\{Scale}\{Extension}", "out/1x", "jpg")]
    [InlineData("{{{BaseName}}}", "", "{anna}")]
    [InlineData("con", "", "_con")]
    [InlineData("{TaskId}", "", "image")]
    public void A_pattern_gives_a_name(string pattern, string folder, string stem)
    {
        var (inFolder, name) = OutputNameTemplate.Parse(pattern).Expand(Values);

        Assert.Equal((folder, stem), (inFolder.Replace('\\', '/'), name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("../{BaseName}")]
    [InlineData("a/../../b")]
    [InlineData("/tmp/{BaseName}")]
    [InlineData(@"\\host\share\{BaseName}")]
    [InlineData("C:/{BaseName}")]
    [InlineData("{BaseName}/")]
    [InlineData("a//b")]
    [InlineData("{BaseName")]
    [InlineData("BaseName}")]
    [InlineData("{Name}")]
    [InlineData("{}")]
    [InlineData("{Index:x}")]
    [InlineData("{Index:}")]
    [InlineData("{BaseName:0}")]
    [InlineData("{Date:%}")]
    [InlineData("what?")]
    [InlineData("a*b")]
    [InlineData("a\tb")]
    public void A_pattern_that_leads_nowhere_or_outside_is_refused(string pattern)
    {
        var refused = Assert.Throws<InvalidParameterException>(() => OutputNameTemplate.Parse(pattern)).Error;

        Assert.Equal(ErrorIds.ParameterNotAllowed, refused.Id);
        Assert.Contains($"'{pattern}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("{BaseName}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData(@"..\..\x")]
    [InlineData("a:b")]
    public void A_value_leads_nowhere_else(string name)
    {
        var (folder, stem) = OutputNameTemplate.Parse("{Folder}/{BaseName}").Expand(Values with { BaseName = name, Folder = name });

        Assert.DoesNotContain("..", Path.Combine(folder, stem).Split('/', '\\'));
        Assert.DoesNotContain('/', stem);
        Assert.DoesNotContain(':', stem);
    }

    [Fact]
    public void A_long_name_is_shortened_at_the_name_of_the_source()
    {
        var (_, stem) = OutputNameTemplate.Parse("{Index}-{BaseName}-{Operation}").Expand(Values with { BaseName = new string('ä', 300) });

        Assert.True(Encoding.UTF8.GetByteCount(stem) <= OutputName.LongestStem);
        Assert.StartsWith("7-ä", stem, StringComparison.Ordinal);
        Assert.EndsWith("ä-faithful", stem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna-3-2025-01-01", true)]
    [InlineData("anna-7-2026-11-25", true)]
    [InlineData("bert-7-2026-11-25", false)]
    public void A_name_of_another_day_and_place_is_still_the_same_image(string stem, bool isSame) =>
        Assert.Equal(isSame, OutputNameTemplate.Parse("{BaseName}-{Index}-{Date}").Matches(stem, Values));
}
