using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

/// <summary>An emulator with its own clock, and a plain client written from the documents of both APIs.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    public const string Faithful = "proxy/freepik/v1/ai/skin-enhancer/faithful";
    public const string SmartSkin = "api/portrait/effects/smart-skin";
    public const string Advanced = "api/portrait/effects/smart-skin-advanced";
    public const string Enlargement = "api/image/enhance/image-lossless-enlargement";

    public ServerFixture(Func<TimeProvider, EmulatorOptions>? options = null)
    {
        Emulator = ProviderEmulator.Start(options?.Invoke(Clock) ?? new EmulatorOptions { TimeProvider = Clock });
        Client = new HttpClient(new AsWritten(new SocketsHttpHandler { AllowAutoRedirect = false })) { BaseAddress = Emulator.Address, Timeout = Timeout.InfiniteTimeSpan };
    }

    public FakeTimeProvider Clock { get; } = new();

    public ProviderEmulator Emulator { get; }

    public HttpClient Client { get; }

    public RecordedRequest Last => Emulator.Record.Requests[^1];

    public static JsonObject Body(byte[] image, params (string Name, JsonNode? Value)[] fields)
    {
        var body = new JsonObject { ["image"] = Convert.ToBase64String(image) };
        foreach (var (name, value) in fields)
        {
            body[name] = value;
        }

        return body;
    }

    public static MultipartFormDataContent Form(byte[] image, string fileName, string mediaType, params (string Name, string Value)[] fields)
    {
        var part = new ByteArrayContent(image);
        part.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        var form = new MultipartFormDataContent { { part, "image", fileName } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    public static async Task<JsonNode> ReadJsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    public Task<HttpResponseMessage> ComfyAsync(HttpMethod method, string path, HttpContent? content = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("X-API-Key", Emulator.ComfyKey);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SubmitAsync(string path, JsonObject body, string? idempotencyKey = null) =>
        ComfyAsync(HttpMethod.Post, path, Json(body.ToJsonString()), idempotencyKey);

    public Task<HttpResponseMessage> SubmitAsync(string? idempotencyKey = null) => SubmitAsync(Faithful, Body(TestImage.Png()), idempotencyKey);

    public async Task<string> SubmitTaskAsync(string path = Faithful, byte[]? image = null, params (string Name, JsonNode? Value)[] fields)
    {
        using var response = await SubmitAsync(path, Body(image ?? TestImage.Png(), fields));
        response.EnsureSuccessStatusCode();
        return (string)(await ReadJsonAsync(response))["data"]!["task_id"]!;
    }

    public Task<HttpResponseMessage> StatusAsync(string taskId, string statusRoute = "skin-enhancer") =>
        ComfyAsync(HttpMethod.Get, $"proxy/freepik/v1/ai/{statusRoute}/{taskId}");

    public async Task<JsonNode> StatusDataAsync(string taskId, string statusRoute = "skin-enhancer")
    {
        using var response = await StatusAsync(taskId, statusRoute);
        response.EnsureSuccessStatusCode();
        return (await ReadJsonAsync(response))["data"]!;
    }

    /// <summary>Submits, advances the time and returns the address of the result.</summary>
    public async Task<string> FinishedComfyUrlAsync(byte[]? image = null)
    {
        var id = await SubmitTaskAsync(image: image);
        Clock.Advance(TimeSpan.FromMinutes(1));
        return (string)(await StatusDataAsync(id))["generated"]![0]!;
    }

    public Task<HttpResponseMessage> AILabAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("ailabapi-api-key", Emulator.AILabKey);
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SmartSkinAsync() => AILabAsync(HttpMethod.Post, SmartSkin, Form(TestImage.Jpeg(), "a.jpg", "image/jpeg"));

    public async Task<string> AdvancedTaskAsync()
    {
        using var response = await AILabAsync(HttpMethod.Post, Advanced, Form(TestImage.Png(), "a.png", "image/png", ("acne_removal", "1")));
        response.EnsureSuccessStatusCode();
        return (string)(await ReadJsonAsync(response))["task_id"]!;
    }

    public async Task<JsonNode> QueryAsync(string taskId)
    {
        using var response = await AILabAsync(HttpMethod.Get, $"api/common/query-async-task-result?task_id={taskId}");
        return await ReadJsonAsync(response);
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
    }

    /// <summary>Sends addresses as they were written: the usual normal form of a signed one does not fit its signature.</summary>
    private sealed class AsWritten(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
            request.RequestUri = new Uri(request.RequestUri!.OriginalString, in options);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
