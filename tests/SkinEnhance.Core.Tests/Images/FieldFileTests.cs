using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Images;

/// <summary>Files from the field: a file that every decoder reads is accepted, one that none reads is refused before it is billed.</summary>
public sealed class FieldFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stray-zeros-between-segments.jpg")]
    [InlineData("segment-marked-00E1.jpg")]
    public void A_jpeg_with_bytes_that_belong_to_no_segment_is_measured(string name)
    {
        var (image, _) = ImagePreflight.Inspect(Add(name));

        Assert.Equal((ImageFormat.Jpeg, 400, 500), (image.Format, image.Width, image.Height));
    }

    [Theory]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x00, 0xFF, 0x00, 0x13 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x01, 0x02, 0xFF })]
    public void Any_bytes_before_the_frame_header_are_skipped_as_libjpeg_does(byte[] stray)
    {
        var jpeg = TestImage.Jpeg(321, 123);
        var path = _folder.Add("stray.jpg", [.. jpeg[..20], .. stray, .. jpeg[20..]]);

        var (image, _) = ImagePreflight.Inspect(path);

        Assert.Equal((321, 123), (image.Width, image.Height));
    }

    [Fact]
    public void A_file_that_goes_on_without_a_segment_is_damaged_and_not_read_to_its_end()
    {
        var path = _folder.Add("zeros.jpg", [0xFF, 0xD8, 0xFF, .. new byte[3_000_000]]);

        Assert.Equal(ErrorIds.ImageDamaged, Refuse(path).Id);
    }

    [Theory]
    [InlineData("truncated.jpg", "the EOI marker is missing")]
    [InlineData("truncated.webp", "the RIFF header has a greater length")]
    public void A_cut_off_image_is_refused_with_what_is_missing_and_taken_on_purpose(string name, string why)
    {
        var path = Add(name);

        var error = Refuse(path);

        Assert.Equal((ErrorIds.ImageTruncated, path, EnhanceErrorKind.InvalidImage), (error.Id, error.Target, error.Kind));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{new FileInfo(path).Length} bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal((400, 500), ImagePreflight.Inspect(path, allowTruncated: true) is var (image, _) ? (image.Width, image.Height) : default);
    }

    [Fact]
    public void A_png_without_its_last_chunk_is_cut_off()
    {
        var path = _folder.Add("half.png", TestImage.Png()[..^12]);

        Assert.Equal(ErrorIds.ImageTruncated, Refuse(path).Id);
    }

    [Theory]
    [InlineData("png-bad-crc-in-ihdr.png", "CRC")]
    [InlineData("png-from-xcode-cgbi.png", "CgBI")]
    public void A_png_that_no_service_can_read_is_refused_with_the_cause(string name, string cause)
    {
        var error = Refuse(Add(name));

        Assert.Equal(ErrorIds.ImageDamaged, error.Id);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("portrait.heic", ImageFormat.Heic)]
    [InlineData("portrait.avif", ImageFormat.Avif)]
    public async Task A_phone_format_is_named_with_what_the_operation_takes(string name, ImageFormat format)
    {
        var path = Add(name);
        await using var fixture = new ProviderFixture();
        await using var client = new EnhanceClient([fixture.Comfy, fixture.AILab]);

        var prepared = client.Prepare(new EnhanceRequest { Source = ImageSource.FromPath(path), Operation = "Faithful" });

        Assert.Equal(format, prepared.Image!.Format);
        var problem = Assert.Single(prepared.Problems);
        Assert.Equal(ErrorIds.ImageFormatNotAccepted, problem.Id);
        Assert.Contains($"{format}", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Jpeg", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_reports_a_truncated_image_as_a_run_does()
    {
        var request = new EnhanceRequest { Source = ImageSource.FromPath(Add("truncated.jpg")), Operation = "Faithful" };
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        await using var client = new EnhanceClient([fixture.Comfy, fixture.AILab], ProviderFixture.Options, fixture.Time);

        var refused = Assert.Single(await client.RunAsync([request], new BatchOptions { Wait = false }).ToListAsync());
        var prepared = client.Prepare(request);

        Assert.Null(prepared.Image);
        Assert.Equal(refused.Error, Assert.Single(prepared.Problems));
        Assert.Equal(ErrorIds.ImageTruncated, refused.ErrorId);
        Assert.Empty(fixture.Server.Requests);

        var sent = Assert.Single(await client.RunAsync([request with { AllowTruncated = true }], new BatchOptions { Wait = false }).ToListAsync());
        Assert.Null(sent.Error);
        Assert.Single(fixture.Server.Requests);
        Assert.Empty(client.Prepare(request with { AllowTruncated = true }).Problems);
    }

    [Theory]
    [InlineData("mif1", "heic", ImageFormat.Heic)]
    [InlineData("msf1", "hevc", ImageFormat.Heic)]
    [InlineData("mif1", "avif", ImageFormat.Avif)]
    [InlineData("avis", "mif1", ImageFormat.Avif)]
    [InlineData("isom", "mp42", ImageFormat.Unknown)]
    public void A_video_and_an_image_in_the_same_container_are_identified_by_their_brands(string major, string compatible, ImageFormat format)
    {
        byte[] start = [0, 0, 0, 24, .. "ftyp"u8, .. Ascii(major), 0, 0, 0, 0, .. Ascii("xxxx"), .. Ascii(compatible), .. Ascii("heic")];

        Assert.Equal(format, ImageFormats.Detect(start));

        static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
    }

    private string Add(string name) => _folder.Add(name, CaseFile.Read(name));

    private static EnhanceError Refuse(string path) => Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(path)).Error;
}
