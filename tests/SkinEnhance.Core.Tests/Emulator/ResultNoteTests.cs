using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Tests.Emulator;

public class ResultNoteTests
{
    private const string Says = "SkinEnhance.Emulator: no pixel was changed. provider=comfy operation=skin-enhancer/faithful";

    [Fact]
    public async Task A_jpeg_has_a_comment_behind_its_application_segments_and_is_otherwise_the_same()
    {
        var source = TestImage.Jpeg(321, 234, exifLength: 20);
        var result = await ResultOfAsync(source);

        var start = 2 + 18 + 24;
        Assert.Equal(source[..start], result[..start]);
        Assert.Equal((0xFF, 0xFE), (result[start], result[start + 1]));
        var length = BinaryPrimitives.ReadUInt16BigEndian(result.AsSpan(start + 2));
        Assert.StartsWith(Says, Encoding.ASCII.GetString(result, start + 4, length - 2), StringComparison.Ordinal);
        Assert.Equal(source[start..], result[(start + 2 + length)..]);
        AssertSize(result, ImageFormat.Jpeg, 321, 234);
    }

    [Fact]
    public async Task A_png_has_a_text_chunk_with_a_right_crc_and_is_otherwise_the_same()
    {
        var source = TestImage.Png(321, 234);
        var result = await ResultOfAsync(source);

        Assert.Equal(source[..33], result[..33]);
        var length = BinaryPrimitives.ReadInt32BigEndian(result.AsSpan(33));
        Assert.StartsWith("tEXtComment\0" + Says, Encoding.Latin1.GetString(result, 37, length + 4), StringComparison.Ordinal);
        Assert.Equal(TestImage.Crc(result.AsSpan(37, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(result.AsSpan(41 + length)));
        Assert.Equal(source[33..], result[(45 + length)..]);
        AssertSize(result, ImageFormat.Png, 321, 234);
    }

    [Theory]
    [InlineData(false, 0x04)]
    [InlineData(true, 0x14)]
    public async Task A_simple_webp_becomes_an_extended_one_with_xmp(bool alpha, byte flags)
    {
        var source = TestImage.WebpLossless(321, 234, padding: 6, alpha: alpha);
        var result = await ResultOfAsync(source);

        var chunks = Chunks(result);
        Assert.Equal(["VP8X", "VP8L", "XMP "], chunks.Select(chunk => chunk.Type));
        Assert.Equal(flags, chunks[0].Data[0]);
        Assert.Equal(Chunks(source)[0].Data, chunks[1].Data);
        AssertXmp(chunks[2].Data);
        AssertSize(result, ImageFormat.Webp, 321, 234);
    }

    [Fact]
    public async Task An_extended_webp_keeps_its_chunks_and_gets_the_note_for_its_xmp()
    {
        var source = TestImage.WebpExtended(321, 234, metadata: true);
        var result = await ResultOfAsync(source);

        var chunks = Chunks(result);
        Assert.Equal(["VP8X", "VP8 ", "EXIF", "XMP "], chunks.Select(chunk => chunk.Type));
        Assert.Equal(0x0C, chunks[0].Data[0]);
        Assert.Equal([1, 2, 3], chunks[1].Data);
        Assert.Equal([4, 5], chunks[2].Data);
        AssertXmp(chunks[3].Data);
        AssertSize(result, ImageFormat.Webp, 321, 234);
    }

    [Fact]
    public async Task The_note_has_the_parameters_in_ascii()
    {
        await using var fixture = new ServerFixture();
        var id = await fixture.SubmitTaskAsync("proxy/freepik/v1/ai/image-upscaler", TestImage.Png(), ("prompt", "Grüße <&>"), ("hdr", -3));
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        var url = (string)(await fixture.StatusDataAsync(id, "image-upscaler"))["generated"]![0]!;

        var result = await fixture.Client.GetByteArrayAsync(url);

        var length = BinaryPrimitives.ReadInt32BigEndian(result.AsSpan(33));
        var note = Encoding.Latin1.GetString(result, 41, length);
        Assert.Contains(id, note, StringComparison.Ordinal);
        Assert.Contains("\"hdr\":\"-3\"", note, StringComparison.Ordinal);
        Assert.Contains("prompt", note, StringComparison.Ordinal);
        Assert.All(note[8..], letter => Assert.InRange(letter, ' ', '~'));
    }

    private static async Task<byte[]> ResultOfAsync(byte[] source)
    {
        await using var fixture = new ServerFixture();
        return await fixture.Client.GetByteArrayAsync(await fixture.FinishedComfyUrlAsync(source));
    }

    private static void AssertSize(byte[] image, ImageFormat format, int width, int height)
    {
        using var stream = new MemoryStream(image);
        var read = ImageHeader.Read(stream);
        Assert.Equal((format, width, height), (read.Format, read.Width, read.Height));
    }

    private static void AssertXmp(byte[] data)
    {
        var text = Encoding.UTF8.GetString(data);
        var xml = XDocument.Parse(text);
        Assert.StartsWith(Says, xml.Descendants("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li").Single().Value, StringComparison.Ordinal);
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] webp)
    {
        Assert.Equal("RIFF", Encoding.ASCII.GetString(webp, 0, 4));
        Assert.Equal(webp.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(webp.AsSpan(4)));
        var chunks = new List<(string, byte[])>();
        for (var place = 12; place < webp.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(webp.AsSpan(place + 4));
            chunks.Add((Encoding.ASCII.GetString(webp, place, 4), webp[(place + 8)..(place + 8 + length)]));
            place += 8 + length + (length % 2);
        }

        return chunks;
    }
}
