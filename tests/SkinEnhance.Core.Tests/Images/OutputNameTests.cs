using System.Text;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Core.Tests.Images;

public class OutputNameTests
{
    private const string Forbidden = "<>:\"/\\|?*";

    [Theory]
    [InlineData("/photos/anna.jpg", "anna-faithful")]
    [InlineData("/photos/anna.tar.gz", "anna.tar-faithful")]
    [InlineData("/photos/Åsa & José [studio 2].png", "Åsa & José [studio 2]-faithful")]
    [InlineData("/photos/.jpg", "image-faithful")]
    [InlineData("/photos/😀.png", "😀-faithful")]
    public void A_result_is_named_after_its_source_and_operation(string path, string stem)
    {
        Assert.Equal(stem, OutputName.Stem(ImageSource.FromPath(path), ComfyOperations.Faithful));
    }

    [Theory]
    [InlineData("https://host/a/b/face.webp?size=large#top", "face-smart-skin-advanced")]
    [InlineData("https://host/a%20b/M%C3%BCller.png", "Müller-smart-skin-advanced")]
    [InlineData("https://host/x%2F..%2Fy%00z.png", "y_z-smart-skin-advanced")]
    [InlineData("https://host/", "image-smart-skin-advanced")]
    [InlineData("https://host/..png", "image-smart-skin-advanced")]
    public void A_result_of_an_address_is_named_after_its_last_part(string address, string stem) =>
        Assert.Equal(stem, OutputName.Stem(ImageSource.FromUri(new Uri(address)), AILabOperations.SmartSkinAdvanced));

    [Theory]
    [InlineData("CON")]
    [InlineData("con")]
    [InlineData("NUL.txt")]
    [InlineData("Aux .old")]
    [InlineData("COM1")]
    [InlineData("LPT9.x.y")]
    [InlineData("COM²")]
    public void A_name_that_windows_keeps_for_a_device_is_changed(string name) => Assert.Equal("_" + name, OutputName.Clean(name));

    [Theory]
    [InlineData("CONSOLE")]
    [InlineData("COM10")]
    [InlineData("my NUL")]
    [InlineData("LPT")]
    public void A_name_that_only_resembles_a_device_is_kept(string name) => Assert.Equal(name, OutputName.Clean(name));

    [Theory]
    [InlineData("what?*<is>|this\":", "what___is__this__")]
    [InlineData("new\nline\u0001\u007F", "new_line__")]
    [InlineData("back\\slash and /slash", "back_slash and _slash")]
    public void A_forbidden_character_is_replaced(string name, string clean) => Assert.Equal(clean, OutputName.Clean(name));

    [Theory]
    [InlineData("..", "")]
    [InlineData(". .", "")]
    [InlineData(" .. ", "")]
    [InlineData("a. . .", "a")]
    [InlineData(" spaces  ", "spaces")]
    [InlineData("ends with a dot.", "ends with a dot")]
    [InlineData(".hidden", ".hidden")]
    public void Trailing_dots_and_spaces_are_dropped(string name, string clean) => Assert.Equal(clean, OutputName.Clean(name));

    [Theory]
    [InlineData("a", 4000)]
    [InlineData("ß", 2000)]
    [InlineData("漢", 1000)]
    [InlineData("😀", 1000)]
    [InlineData(". ", 1000)]
    [InlineData("\uD83D", 1000)]
    public void A_long_name_is_cut_between_characters_and_keeps_its_operation(string piece, int count)
    {
        var path = "/photos/x" + string.Concat(Enumerable.Repeat(piece, count)) + ".jpg";

        var name = OutputName.Of(OutputName.Stem(ImageSource.FromPath(path), AILabOperations.SmartSkinAdvanced), 12, 12, ImageFormat.Webp);

        Assert.EndsWith("-smart-skin-advanced-12.webp", name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 29, 255);
        if (piece != "\uD83D")
        {
            // Throws when a character was cut in two.
            Assert.NotEmpty(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(name));
        }
    }

    [Fact]
    public void No_name_has_a_forbidden_character_or_an_invalid_end()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var letters = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(1, random.Next(2) == 0 ? 128 : 0x3000));
            var clean = OutputName.Clean(new string([.. letters]));

            Assert.DoesNotContain(clean, character => character < ' ' || character == '\u007F' || Forbidden.Contains(character, StringComparison.Ordinal));
            Assert.False(clean.EndsWith('.') || clean.EndsWith(' ') || clean.StartsWith(' '), clean);
            Assert.Equal(clean, OutputName.Clean(clean));
        }
    }

    [Theory]
    [InlineData(1, 1, ImageFormat.Png, "face.png")]
    [InlineData(1, 2, ImageFormat.Jpeg, "face-1.jpg")]
    [InlineData(2, 2, ImageFormat.Webp, "face-2.webp")]
    public void Only_one_of_several_results_carries_a_number(int number, int count, ImageFormat format, string name) =>
        Assert.Equal(name, OutputName.Of("face", number, count, format));
}
