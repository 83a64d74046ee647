using System.Net;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Bench.Small;

/// <summary>From the bytes of an answer to a task's state.</summary>
public class AnswerBenchmarks
{
    private static readonly byte[] Body =
        """{"data":{"task_id":"046b6c7f-0b8a-43b9-b35d-6489e6daee91","status":"COMPLETED","generated":["https://files.example/046b6c7f/result.jpg?signature=0123456789abcdef"]}}"""u8.ToArray();

    private readonly HttpResponseMessage _response = new(HttpStatusCode.OK);
    private ApiResponse? _answer;

    /// <summary>Makes the answer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _response.Headers.Add("X-Comfy-Request-Id", "046b6c7f");
        _response.Headers.Add("X-Comfy-Credits-Used", "78.07");
        _answer = new ApiResponse((int)_response.StatusCode, _response.Headers, Body, isComplete: true, "comfyui-bench");
    }

    /// <summary>Lets go of it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _response.Dispose();

    /// <summary>Three fields out of a JSON tree, unchecked.</summary>
    /// <returns>Something of each.</returns>
    [Benchmark(Baseline = true, Description = "JsonNode, three fields")]
    public int Tree()
    {
        var data = JsonNode.Parse(Body)!["data"]!;
        return ((string)data["task_id"]!).Length + ((string)data["status"]!).Length + new Uri((string)data["generated"]![0]!).Port;
    }

    /// <summary>The engine's judgement: any of the known shapes, headers too, whole or not.</summary>
    /// <returns>What it found.</returns>
    [Benchmark(Description = "the engine's judgement")]
    public object? Judge() => ComfyResponse.ReadQuery(_answer!).Value;
}
