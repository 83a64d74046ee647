using System.Net;
using System.Text.Json.Nodes;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Tests;

public class ServerTests
{
    private const string Submit = "proxy/freepik/v1/ai/skin-enhancer/faithful";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_sink_takes_an_upload_and_has_its_result_at_once(bool expectContinue)
    {
        using var sink = new SinkServer(isSilent: false);
        using var client = new HttpClient { BaseAddress = sink.Address };
        for (var round = 1; round <= 3; round++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Submit) { Content = new ByteArrayContent(new byte[3_000_000]) };
            request.Headers.ExpectContinue = expectContinue;
            using var answer = await client.SendAsync(request);
            var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["task_id"]!;
            var state = JsonNode.Parse(await client.GetStringAsync($"proxy/freepik/v1/ai/skin-enhancer/{id}"))!["data"]!;
            Assert.Equal("COMPLETED", (string?)state["status"]);
            var result = await client.GetByteArrayAsync((string)state["generated"]![0]!);
            Assert.Equal(ImageFormat.Png, Core.Images.ImageHeader.Read(new MemoryStream(result)).Format);
            Assert.Equal(round, sink.Report().Submissions);
            Assert.Equal(round * 3_000_000L, sink.Report().BodyBytes);
        }

        Assert.NotNull(sink.Report().FirstRequestAt);
    }

    [Fact]
    public async Task The_sink_refuses_what_it_cannot_count_or_does_not_know()
    {
        using var sink = new SinkServer(isSilent: false);
        using var client = new HttpClient { BaseAddress = sink.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, Submit) { Content = new ByteArrayContent(new byte[10]) };
        request.Headers.TransferEncodingChunked = true;
        using var uncounted = await client.SendAsync(request);
        using var unknown = await client.GetAsync("other");
        Assert.Equal(HttpStatusCode.LengthRequired, uncounted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(0, sink.Report().Submissions);
    }

    [Fact]
    public async Task A_silent_sink_never_answers()
    {
        using var sink = new SinkServer(isSilent: true);
        using var client = new HttpClient { BaseAddress = sink.Address };
        using var cancel = new CancellationTokenSource();
        var answer = client.PostAsync(Submit, new ByteArrayContent(new byte[10]), cancel.Token);
        while (sink.Report().FirstRequestAt is null)
        {
            await Task.Yield();
        }

        Assert.False(answer.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal(0, sink.Report().Submissions);
    }

    [Fact]
    public async Task Tasks_spread_around_their_typical_time_and_estimates_around_the_true_one()
    {
        using var scratch = new Scratch();
        using var images = ImageSet.Create(scratch, ImageSizes.Same(30, 3_000));
        using var server = new EmulatorServer(new ServerPlan { Kind = ServerKind.Emulator, TaskSeconds = 1000, Spread = 0.25, EstimateError = 0.2 });
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-API-Key", server.Key);
        var estimates = new Dictionary<string, double>();
        foreach (var image in images.Images)
        {
            var body = new JsonObject { ["image"] = Convert.ToBase64String(await File.ReadAllBytesAsync(image.Path)) };
            using var answer = await client.PostAsync(Submit, new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
            var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["task_id"]!;
            estimates[id] = double.Parse(answer.Headers.GetValues("X-Comfy-Estimated-Duration-Seconds").Single(), System.Globalization.CultureInfo.InvariantCulture);
        }

        var tasks = server.Report().Tasks;
        var times = tasks.Select(task => (task.EndsAt - task.AcceptedAt).TotalSeconds).ToList();
        Assert.All(times, time => Assert.InRange(time, 750, 1250));
        Assert.True(times.Max() - times.Min() > 250);
        Assert.All(tasks, task => Assert.InRange(estimates[task.Id] / (task.EndsAt - task.AcceptedAt).TotalSeconds, 0.8, 1.21));
        Assert.Equal(images.ByHash.Keys.Order(), tasks.Select(task => task.Sha256!).Order());
    }
}
