using System.Security.Cryptography;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>Each operation's request as the emulated service understood it, field by field.</summary>
public class RequestTests
{
    public static TheoryData<string, string, string> Defaults => new()
    {
        { "Faithful", "skin-enhancer/faithful", """sharpen=0 skin_detail=80 smart_grain=2""" },
        { "Flexible", "skin-enhancer/flexible", """optimized_for="enhance_skin" sharpen=0 smart_grain=2""" },
        {
            "Upscale", "image-upscaler",
            """creativity=0 engine="automatic" fractality=0 hdr=0 optimized_for="standard" resemblance=0 scale_factor="2x" """.TrimEnd()
        },
        { "SmartSkin", "smart-skin", "retouch_degree=1.0 whitening_degree=1.0" },
        {
            "SmartSkinAdvanced", "smart-skin-advanced",
            "acne_removal=1 pore_control=0 scar_reduction=0 skin_brightening=0 skin_smoothing=0 smart_skin=0 spot_correction=0 under_eye_correction=0 wrinkle_reduction=0"
        },
    };

    public static TheoryData<string, string[], string> Everything => new()
    {
        {
            "Faithful", ["sharpen=100", "SmartGrain=1", "skin-detail=0", "webhook_url=https://hook.example/x"],
            """sharpen=100 skin_detail=0 smart_grain=1 webhook_url="https://hook.example/x" """.TrimEnd()
        },
        {
            "Flexible", ["sharpen=7", "smart_grain=100", "optimized_for=no make up", "WebhookUrl=https://hook.example/x"],
            """optimized_for="no_make_up" sharpen=7 smart_grain=100 webhook_url="https://hook.example/x" """.TrimEnd()
        },
        {
            "Upscale",
            [
                "scale_factor=4x", "optimized_for=3D renders", "prompt=soft light", "creativity=-10", "hdr=10", "resemblance=-1", "fractality=1",
                "engine=Magnific-Sharpy", "webhook_url=https://hook.example/x",
            ],
            """creativity=-10 engine="magnific_sharpy" fractality=1 hdr=10 optimized_for="3d_renders" prompt="soft light" resemblance=-1 scale_factor="4x" webhook_url="https://hook.example/x" """.TrimEnd()
        },
        { "SmartSkin", ["retouch_degree=1.5", "WhiteningDegree=0"], "retouch_degree=1.5 whitening_degree=0.0" },
        {
            "SmartSkinAdvanced",
            [
                "smart_skin=1", "acne_removal=true", "spot_correction=on", "skin_brightening=yes", "skin_smoothing=1", "pore_control=1", "wrinkle_reduction=1",
                "under_eye_correction=1", "scar_reduction=1",
            ],
            "acne_removal=1 pore_control=1 scar_reduction=1 skin_brightening=1 skin_smoothing=1 smart_skin=1 spot_correction=1 under_eye_correction=1 wrinkle_reduction=1"
        },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task The_defaults_arrive(string operation, string route, string fields)
    {
        await using var fixture = new EmulatorFixture();
        var image = TestImage.Jpeg(padding: 70_000);

        var task = Assert.Single(await fixture.RunAsync([fixture.Request(operation, image)]));

        Assert.Null(task.Error);
        var request = Assert.Single(fixture.Submissions);
        Assert.Equal((route, fields), (request.Operation, Fields(request)));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(image)), request.ImageSha256);
        Assert.Equal(1, fixture.Emulator.Record.BilledCount);
        Assert.Equal([$"face-{fixture.Client.Catalog.Find(operation).CommandName}{(operation == "Upscale" ? "-2x" : string.Empty)}.jpg"], fixture.Folder.Files);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Every_parameter_arrives(string operation, string[] given, string fields)
    {
        await using var fixture = new EmulatorFixture();
        var parameters = given.Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], (object?)pair[1])).ToArray();

        var task = Assert.Single(await fixture.RunAsync([fixture.Request(operation, null, parameters)]));

        Assert.Null(task.Error);
        Assert.Equal(fields, Fields(Assert.Single(fixture.Submissions)));
    }

    [Theory]
    [InlineData("SmartSkin")]
    [InlineData("SmartSkinAdvanced")]
    public async Task The_image_part_is_named_by_its_bytes(string operation)
    {
        await using var fixture = new EmulatorFixture();

        // The file itself is called face.jpg.
        Assert.Null(Assert.Single(await fixture.RunAsync([fixture.Request(operation, TestImage.Png())])).Error);

        var request = Assert.Single(fixture.Submissions);
        Assert.Equal(("image.png", "image/png", ImageFormat.Png), (request.ImagePartFileName, request.ImagePartContentType, request.ImageFormat));
    }

    [Theory]
    [InlineData("comfyui-emulator", "X-API-Key", "comfyui-emulator")]
    [InlineData("another-token", "Authorization", "Bearer another-token")]
    public async Task Comfy_accepts_either_kind_of_key(string key, string header, string value)
    {
        await using var fixture = new EmulatorFixture(time => new EmulatorOptions { TimeProvider = time, ComfyKey = key });

        Assert.Null((await fixture.RunAsync("Faithful")).Error);
        Assert.All(fixture.Emulator.Record.Requests.Where(request => request.Provider == "comfy"), request => Assert.Equal(value, request.Headers[header]));
        Assert.NotEmpty(fixture.Of(FaultTarget.Download));
        Assert.All(fixture.Of(FaultTarget.Download), request => Assert.DoesNotContain(request.Headers, pair => pair.Value.Contains(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_operation_that_accepts_a_sample_portrait_processes_it()
    {
        await using var fixture = new EmulatorFixture();
        var operations = (string[])["Faithful", "Flexible", "Upscale", "SmartSkin", "SmartSkinAdvanced"];
        var requests = Samples.Images
            .SelectMany(path => operations.Select(operation => fixture.Request(operation) with { Source = ImageSource.FromPath(path) }))
            .Where(request => fixture.Client.Prepare(request).Problems.Count == 0)
            .ToList();
        Assert.InRange(requests.Count, 15, Samples.Images.Count * operations.Length);

        var tasks = await fixture.RunAsync(requests, options => options with { Limit = 8 });

        Assert.Equal(requests.Count, tasks.Count);
        Assert.All(tasks, task => Assert.True(task.Error is null, task.Message));
        Assert.Equal(requests.Count, fixture.Emulator.Record.BilledCount);
        Assert.Equal(requests.Count, fixture.Folder.Files.Length);
    }

    [Fact]
    public async Task What_the_check_refuses_never_reaches_the_service()
    {
        await using var fixture = new EmulatorFixture();
        EnhanceRequest[] wrong =
        [
            fixture.Request("Faithful", null, ("sharpen", 101)),
            fixture.Request("Faithful", null, ("optimized_for", "enhance_skin")),
            fixture.Request("Flexible", null, ("optimized_for", "standard")),
            fixture.Request("Upscale", null, ("scale_factor", 3)),
            fixture.Request("Upscale", null, ("hdr", -11)),
            fixture.Request("SmartSkin", null, ("retouch_degree", 1.51)),
            fixture.Request("SmartSkinAdvanced", null, ("acne_removal", 0)),
        ];

        var tasks = await fixture.RunAsync(wrong);

        Assert.All(tasks, task => Assert.Equal(EnhanceErrorKind.InvalidParameter, task.Error?.Kind));
        Assert.Empty(fixture.Emulator.Record.Requests);
    }

    private static string Fields(RecordedRequest request) =>
        string.Join(' ', request.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"));
}
