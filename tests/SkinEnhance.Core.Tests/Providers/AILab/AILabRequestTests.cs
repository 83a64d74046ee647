using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Providers.AILab;

/// <summary>Requests to AILab on the wire.</summary>
public partial class AILabRequestTests
{
    [Fact]
    public async Task The_route_follows_the_operation()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.AILabSynchronous), Wire.Json(200, Responses.AILabAccepted), Wire.Json(200, Responses.AILabCompleted));
        await fixture.SubmitSmartSkinAsync();
        await fixture.SubmitAILabAsync();
        await fixture.QueryAILabAsync("a&b=c d");

        Assert.Equal(
            [
                "POST /api/portrait/effects/smart-skin",
                "POST /api/portrait/effects/smart-skin-advanced",
                "GET /api/common/query-async-task-result?task_id=a%26b%3Dc%20d",
            ],
            fixture.Server.Requests.Select(request => $"{request.Method} {request.Target}"));
    }

    [Theory]
    [InlineData(null, null, "1.0", "1.0")]
    [InlineData(0, 1.5, "0.0", "1.5")]
    [InlineData(0.25, 1, "0.25", "1.0")]
    [InlineData(1e-7, 0.333, "0.0000001", "0.333")]
    public async Task Degrees_are_sent_as_plain_decimals(object? retouch, object? whitening, string sentRetouch, string sentWhitening)
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.AILabSynchronous));
        var submission = fixture.Submission(AILabOperations.SmartSkin, parameters: [("retouch_degree", retouch), ("whitening_degree", whitening)]);
        await fixture.AILab.SubmitAsync(submission, fixture.Observer, CancellationToken.None);

        var parts = Parts(Assert.Single(fixture.Server.Requests));
        Assert.Equal(["retouch_degree", "whitening_degree", "image"], parts.Select(part => part.Name));
        Assert.Equal((sentRetouch, sentWhitening), (parts[0].Text, parts[1].Text));
    }

    [Fact]
    public async Task All_nine_flags_are_sent_as_zero_or_one()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.AILabAccepted));
        var submission = fixture.Submission(AILabOperations.SmartSkinAdvanced, parameters: [("PoreControl", true), ("scar_reduction", "on"), ("acne-removal", 0)]);
        await fixture.AILab.SubmitAsync(submission, fixture.Observer, CancellationToken.None);

        var fields = Parts(Assert.Single(fixture.Server.Requests)).Where(part => part.Name != "image").ToDictionary(part => part.Name, part => part.Text);
        Assert.Equal(AILabOperations.SmartSkinAdvanced.Parameters.Select(parameter => parameter.Name), fields.Keys);
        Assert.All(fields, field => Assert.Equal(field.Key is "pore_control" or "scar_reduction" ? "1" : "0", field.Value));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, "image.jpg", "image/jpeg")]
    [InlineData(ImageFormat.Png, "image.png", "image/png")]
    [InlineData(ImageFormat.Webp, "image.webp", "image/webp")]
    public async Task The_image_arrives_completely_with_a_name_by_its_format(ImageFormat format, string fileName, string mediaType)
    {
        var image = format switch
        {
            ImageFormat.Jpeg => TestImage.Jpeg(padding: 150_000),
            ImageFormat.Png => TestImage.Png(),
            _ => TestImage.WebpLossless(),
        };
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.AILabAccepted));

        // The fixture calls every file face.jpg.
        await fixture.AILab.SubmitAsync(fixture.Submission(AILabOperations.SmartSkinAdvanced, image, parameters: ("acne_removal", 1)), fixture.Observer, CancellationToken.None);

        var request = Assert.Single(fixture.Server.Requests);
        var part = Parts(request).Single(part => part.Name == "image");
        Assert.Equal((fileName, mediaType), (part.FileName, part.ContentType));
        Assert.Equal(image, part.Bytes);
        Assert.Equal(request.Body.Length.ToString(CultureInfo.InvariantCulture), request.Header("Content-Length"));
        Assert.Null(request.Header("Transfer-Encoding"));
    }

    [Fact]
    public async Task The_multipart_body_keeps_to_what_the_strictest_reader_takes()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.AILabAccepted));
        await fixture.SubmitAILabAsync();

        var request = Assert.Single(fixture.Server.Requests);
        Assert.Matches("^multipart/form-data; boundary=[0-9A-Za-z-]{1,70}$", request.Header("Content-Type"));
        Assert.DoesNotContain("filename*", request.Text, StringComparison.Ordinal);
        Assert.Matches("name=\"acne_removal\"\r\n\r\n1\r\n", request.Text);
    }

    [Fact]
    public async Task The_balance_is_requested_at_its_route()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.AILabCredits), Wire.Json(200, """{"amount_micros":200}"""));

        Assert.Equal(2, (await fixture.AILab.GetBalanceAsync(fixture.Observer, CancellationToken.None)).Count);
        Assert.Equal(422, Assert.Single(await fixture.Comfy.GetBalanceAsync(fixture.Observer, CancellationToken.None)).Credits);
        Assert.Equal(["/api/common/query-credits", "/customers/balance"], fixture.Server.Requests.Select(request => request.Target));
    }

    private static List<(string Name, string? FileName, string? ContentType, string Text, byte[] Bytes)> Parts(WireRequest request)
    {
        var boundary = "--" + request.Header("Content-Type")!.Split("boundary=")[1];
        Assert.EndsWith(boundary + "--\r\n", request.Text, StringComparison.Ordinal);
        return [.. request.Text.Split(boundary).Skip(1).SkipLast(1).Select(Part)];

        static (string Name, string? FileName, string? ContentType, string Text, byte[] Bytes) Part(string text)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var head = text[..end];
            var content = text[(end + 4)..^2];
            return (
                NamePattern().Match(head).Groups[1].Value, Group(FileNamePattern().Match(head)), Group(TypePattern().Match(head)), content, Encoding.Latin1.GetBytes(content));
        }

        static string? Group(Match match) => match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("[; ]name=\"([^\"]*)\"")]
    private static partial Regex NamePattern();

    [GeneratedRegex("filename=\"([^\"]*)\"")]
    private static partial Regex FileNamePattern();

    [GeneratedRegex("Content-Type: ([^\r\n]*)")]
    private static partial Regex TypePattern();
}
