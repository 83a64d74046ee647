using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Tests.Emulator;

public class AILabStrictnessTests
{
    [Theory]
    [InlineData(ServerFixture.SmartSkin, "retouch_degree", "1.51")]
    [InlineData(ServerFixture.SmartSkin, "retouch_degree", "-0.1")]
    [InlineData(ServerFixture.SmartSkin, "whitening_degree", "0,5")]
    [InlineData(ServerFixture.SmartSkin, "whitening_degree", "")]
    [InlineData(ServerFixture.SmartSkin, "acne_removal", "1")]
    [InlineData(ServerFixture.Advanced, "acne_removal", "true")]
    [InlineData(ServerFixture.Advanced, "acne_removal", "2")]
    [InlineData(ServerFixture.Advanced, "retouch_degree", "1")]
    [InlineData(ServerFixture.Enlargement, "upscale_factor", "5")]
    [InlineData(ServerFixture.Enlargement, "mode", "best")]
    [InlineData(ServerFixture.Enlargement, "output_format", "webp")]
    [InlineData(ServerFixture.Enlargement, "output_quality", "29")]
    [InlineData(ServerFixture.Enlargement, "output_quality", "101")]
    public async Task A_field_that_is_unknown_or_out_of_range_is_refused_by_name(string path, string field, string value)
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.AILabAsync(HttpMethod.Post, path, ServerFixture.Form(TestImage.Png(), "a.png", "image/png", (field, value)));
        await AssertRefusedAsync(fixture, response, 400, "ERROR_INVALID_PARAMETER", field);
        Assert.Equal(value, fixture.Last.Fields[field]);
    }

    [Fact]
    public async Task A_repeated_field_is_refused()
    {
        await using var fixture = new ServerFixture();
        using var form = ServerFixture.Form(TestImage.Png(), "a.png", "image/png", ("acne_removal", "1"), ("acne_removal", "1"));
        using var response = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.Advanced, form);
        await AssertRefusedAsync(fixture, response, 400, "ERROR_INVALID_PARAMETER", "acne_removal");
    }

    [Theory]
    [InlineData("a.png", "image/jpeg")]
    [InlineData("a.jpg", "image/png")]
    [InlineData("a.png", "image/png")]
    [InlineData("a", "image/jpeg")]
    [InlineData("a.jpg", "application/octet-stream")]
    public async Task A_part_that_is_not_named_by_its_bytes_gets_a_misleading_502(string fileName, string mediaType)
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.SmartSkin, ServerFixture.Form(TestImage.Jpeg(), fileName, mediaType));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal((fileName, mediaType), (fixture.Last.ImagePartFileName, fixture.Last.ImagePartContentType));
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData(ServerFixture.SmartSkin, ImageFormat.Webp, 200, 200, 0, 415, "UNSUPPORTED_FILE_TYPES")]
    [InlineData(ServerFixture.Advanced, ImageFormat.Bmp, 200, 200, 0, 415, "UNSUPPORTED_FILE_TYPES")]
    [InlineData(ServerFixture.Enlargement, ImageFormat.Webp, 200, 200, 0, 415, "UNSUPPORTED_FILE_TYPES")]
    [InlineData(ServerFixture.SmartSkin, ImageFormat.Png, 200, 200, 6 * 1024 * 1024, 413, "FILE_SIZE_EXCEEDS_LIMIT")]
    [InlineData(ServerFixture.Advanced, ImageFormat.Png, 200, 200, 10 * 1024 * 1024, 413, "FILE_SIZE_EXCEEDS_LIMIT")]
    [InlineData(ServerFixture.Enlargement, ImageFormat.Png, 200, 200, 3 * 1024 * 1024, 413, "FILE_SIZE_EXCEEDS_LIMIT")]
    [InlineData(ServerFixture.SmartSkin, ImageFormat.Jpeg, 5000, 200, 0, 413, "FILE_RESOLUTION_EXCEEDS_LIMITS")]
    [InlineData(ServerFixture.Advanced, ImageFormat.Jpeg, 200, 4096, 0, 413, "FILE_RESOLUTION_EXCEEDS_LIMITS")]
    [InlineData(ServerFixture.Enlargement, ImageFormat.Jpeg, 200, 1080, 0, 413, "FILE_RESOLUTION_EXCEEDS_LIMITS")]
    [InlineData(ServerFixture.SmartSkin, ImageFormat.Jpeg, 128, 200, 0, 422, "ERROR_LOW_RESOLUTION")]
    [InlineData(ServerFixture.Enlargement, ImageFormat.Jpeg, 200, 32, 0, 422, "ERROR_LOW_RESOLUTION")]
    public async Task An_image_outside_the_limits_is_refused_with_the_services_own_code(
        string path, ImageFormat format, int width, int height, int padding, int status, string code)
    {
        await using var fixture = new ServerFixture();
        var image = format switch
        {
            ImageFormat.Webp => TestImage.WebpLossless(width, height),
            ImageFormat.Bmp => TestImage.Bmp(width, height),
            ImageFormat.Png => TestImage.Png(width, height, padding),
            _ => TestImage.Jpeg(width, height),
        };

        using var response = await fixture.AILabAsync(HttpMethod.Post, path, ServerFixture.Form(image, "a" + ImageFormats.Extension(format), ImageFormats.MediaType(format)));

        await AssertRefusedAsync(fixture, response, status, code, string.Empty);
    }

    [Fact]
    public async Task A_file_that_is_not_an_image_or_is_damaged_is_refused()
    {
        await using var fixture = new ServerFixture();
        using var text = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.SmartSkin, ServerFixture.Form("no image at all, but text"u8.ToArray(), "a.jpg", "image/jpeg"));
        await AssertRefusedAsync(fixture, text, 415, "UNSUPPORTED_FILE_TYPES", string.Empty);
        using var damaged = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.SmartSkin, ServerFixture.Form(TestImage.Jpeg()[..12], "a.jpg", "image/jpeg"));
        await AssertRefusedAsync(fixture, damaged, 422, "FILE_DECODING_FAILURE", string.Empty);
    }

    [Fact]
    public async Task A_form_without_an_image_lacks_a_parameter()
    {
        await using var fixture = new ServerFixture();
        using var form = new MultipartFormDataContent { { new StringContent("1"), "acne_removal" } };
        using var response = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.Advanced, form);
        await AssertRefusedAsync(fixture, response, 400, "MISSING_PARAMETERS", "image");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/mixed; boundary=b")]
    public async Task A_body_that_is_not_a_form_with_a_boundary_is_refused(string contentType)
    {
        await using var fixture = new ServerFixture();
        using var response = await PostRawAsync(fixture, contentType, "{}"u8.ToArray());
        await AssertRefusedAsync(fixture, response, 400, "ERROR_PARAMETERS", "multipart");
    }

    [Fact]
    public async Task A_form_that_is_cut_off_is_refused()
    {
        await using var fixture = new ServerFixture();
        var whole = RawForm("b", "image", "a.jpg", TestImage.Jpeg());
        using var response = await PostRawAsync(fixture, "multipart/form-data; boundary=b", whole[..^10]);
        await AssertRefusedAsync(fixture, response, 400, "ERROR_PARAMETERS", "is truncated");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=\"b'()+_,-./:=? x\"", "b'()+_,-./:=? x")]
    [InlineData("Multipart/Form-Data; charset=utf-8; boundary=plain", "plain")]
    public async Task A_boundary_may_be_quoted_or_not(string contentType, string boundary)
    {
        await using var fixture = new ServerFixture();
        using var response = await PostRawAsync(fixture, contentType, RawForm(boundary, "\"image\"", "\"a.jpg\"", TestImage.Jpeg()));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Preamble_epilogue_padding_and_near_boundaries_do_not_confuse_the_reader()
    {
        await using var fixture = new ServerFixture();
        byte[] image = [.. TestImage.Jpeg(), .. "\r\n--boundar\r\n--boundarx\r\n-\r\n\r\n--"u8];
        byte[] form =
        [
            .. "a preamble\r\n--boundary  \r\nContent-Disposition: form-data; name=retouch_degree\r\n\r\n1.0"u8,
            .. "\r\n--boundary\r\ncontent-type:image/jpeg\r\ncontent-disposition: form-data; filename=\"a b.JPG\"; name=\"image\"\r\n\r\n"u8,
            .. image,
            .. "\r\n--boundary--\r\nan epilogue"u8,
        ];

        using var response = await PostRawAsync(fixture, "multipart/form-data; boundary=boundary", form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(image)).ToLowerInvariant(), fixture.Last.ImageSha256);
        Assert.Equal("a b.JPG", fixture.Last.ImagePartFileName);
        Assert.Equal("1.0", fixture.Last.Fields["retouch_degree"]);
        Assert.Equal(form.Length, fixture.Last.ContentLength);
    }

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) - 7)]
    [InlineData((128 * 1024) + 1)]
    public async Task A_boundary_across_two_reads_is_found(int padding)
    {
        await using var fixture = new ServerFixture();
        for (var shift = 0; shift < 12; shift++)
        {
            var image = TestImage.Png(padding: padding - shift);
            using var response = await PostRawAsync(fixture, "multipart/form-data; boundary=b", RawForm("b", "image", "a.png", image, "image/png"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(image)).ToLowerInvariant(), fixture.Last.ImageSha256);
        }
    }

    [Fact]
    public async Task An_unknown_path_is_an_ai_that_does_not_exist()
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.AILabAsync(HttpMethod.Post, "api/portrait/effects/nothing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("ERROR_AI_NOT_EXISTS", (string?)(await ServerFixture.ReadJsonAsync(response))["error_detail"]!["code"]);
    }

    [Fact]
    public async Task A_query_without_a_task_lacks_a_parameter()
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.AILabAsync(HttpMethod.Get, "api/common/query-async-task-result");
        Assert.Equal("MISSING_PARAMETERS", (string?)(await ServerFixture.ReadJsonAsync(response))["error_detail"]!["code"]);
    }

    private static byte[] RawForm(string boundary, string name, string fileName, byte[] image, string type = "image/jpeg") =>
    [
        .. Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name={name}; filename={fileName}\r\nContent-Type: {type}\r\n\r\n"),
        .. image,
        .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"),
    ];

    private static Task<HttpResponseMessage> PostRawAsync(ServerFixture fixture, string contentType, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return fixture.AILabAsync(HttpMethod.Post, ServerFixture.SmartSkin, content);
    }

    private static async Task AssertRefusedAsync(ServerFixture fixture, HttpResponseMessage response, int status, string code, string named)
    {
        var error = (await ServerFixture.ReadJsonAsync(response))["error_detail"]!;
        Assert.Equal((status, code), ((int)response.StatusCode, (string?)error["code"]));
        Assert.Contains(named, (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
    }
}
