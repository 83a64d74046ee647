using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkinEnhance.Emulator.Images;

/// <summary>The task and parameters of a result.</summary>
internal sealed record ResultNote(string TaskId, string Provider, string Operation, IReadOnlyDictionary<string, string> Parameters, int Number)
{
    /// <summary>The key of the note in formats with named texts.</summary>
    public const string Keyword = "Comment";

    private const int MaxParametersLength = 16 * 1024;

    /// <summary>The note as one line of ASCII, which every format supports.</summary>
    public string Text
    {
        get
        {
            var parameters = new JsonObject(Parameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))).ToJsonString(JsonSerializerOptions.Default);
            if (parameters.Length > MaxParametersLength)
            {
                // A JPEG comment is limited to 64 KiB.
                parameters = string.Concat(parameters.AsSpan(0, MaxParametersLength), "...");
            }

            return $"SkinEnhance.Emulator: no pixel was changed. provider={Provider} operation={Operation} task={TaskId} result={Number} parameters={parameters}";
        }
    }
}
