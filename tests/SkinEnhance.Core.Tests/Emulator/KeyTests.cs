using System.Net;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class KeyTests
{
    [Theory]
    [InlineData("comfyui-a", null, null, HttpStatusCode.Unauthorized)]
    [InlineData("comfyui-a", "X-API-Key", "comfyui-b", HttpStatusCode.Unauthorized)]
    [InlineData("comfyui-a", "Authorization", "Bearer comfyui-a", HttpStatusCode.Unauthorized)]
    [InlineData("comfyui-a", "X-API-Key", "comfyui-a", HttpStatusCode.OK)]
    [InlineData("token", null, null, HttpStatusCode.Unauthorized)]
    [InlineData("token", "X-API-Key", "token", HttpStatusCode.Unauthorized)]
    [InlineData("token", "Authorization", "token", HttpStatusCode.Unauthorized)]
    [InlineData("token", "Authorization", "Bearer other", HttpStatusCode.Unauthorized)]
    [InlineData("token", "Authorization", "Bearer token", HttpStatusCode.OK)]
    public async Task Comfy_accepts_its_key_in_the_right_header_only(string key, string? header, string? value, HttpStatusCode expected)
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, ComfyKey = key });

        using var response = await SendAsync(fixture, "customers/balance", header, value);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized)
        {
            Assert.Equal("unauthorized", (string?)(await ServerFixture.ReadJsonAsync(response))["error"]);
            Assert.Equal("unauthorized", response.Headers.GetValues("X-Comfy-Error-Type").Single());
            Assert.NotEmpty(response.Headers.GetValues("X-Comfy-Request-Id").Single());
        }
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Unauthorized, "ERROR_USER_NOT_EXISTS")]
    [InlineData("ailabapi-api-key", "wrong", HttpStatusCode.Unauthorized, "ERROR_USER_NOT_EXISTS")]
    [InlineData("X-API-Key", "comfyui-emulator", HttpStatusCode.BadRequest, "ERROR_PARAMETERS")]
    [InlineData("Authorization", "Bearer x", HttpStatusCode.BadRequest, "ERROR_PARAMETERS")]
    public async Task AILab_refuses_a_missing_wrong_or_foreign_key(string? header, string? value, HttpStatusCode status, string code)
    {
        await using var fixture = new ServerFixture();

        using var response = await SendAsync(fixture, "api/common/query-credits", header, value);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (string?)(await ServerFixture.ReadJsonAsync(response))["error_detail"]!["code"]);
    }

    [Fact]
    public async Task Comfy_refuses_the_key_of_the_other_provider()
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.AILabAsync(HttpMethod.Get, "customers/balance");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("X-API-Key")]
    [InlineData("Authorization")]
    [InlineData("ailabapi-api-key")]
    public async Task A_key_sent_to_an_upload_or_result_address_is_a_leak_and_recorded(string header)
    {
        await using var fixture = new ServerFixture();
        var image = new ByteArrayContent(TestImage.Png());
        using var upload = new HttpRequestMessage(HttpMethod.Put, "storage/upload/any") { Content = image };
        upload.Headers.TryAddWithoutValidation(header, "secret");

        using var uploaded = await fixture.Client.SendAsync(upload);
        using var stored = await SendAsync(fixture, "storage/download/any/a.png", header, "secret");
        using var downloaded = await SendAsync(fixture, "results/any/a.png", header, "secret");

        Assert.Equal(HttpStatusCode.BadRequest, uploaded.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, stored.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, downloaded.StatusCode);
        Assert.All(fixture.Emulator.Record.Requests, request => Assert.Equal("secret", request.Headers[header]));
    }

    private static Task<HttpResponseMessage> SendAsync(ServerFixture fixture, string path, string? header, string? value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return fixture.Client.SendAsync(request);
    }
}
