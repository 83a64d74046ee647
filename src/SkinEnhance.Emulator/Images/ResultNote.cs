using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkinEnhance.Emulator.Images;

/// <summary>What a result says of how it came to be.</summary>
internal sealed record ResultNote(string TaskId, string Provider, string Operation, IReadOnlyDictionary<string, string> Parameters, int Number)
{
    /// <summary>The key of the note in formats that name their texts.</summary>
    public const string Keyword = "Comment";

    private const int MaxParametersLength = 16 * 1024;

    /// <summary>The note as one line of ASCII, which every format can carry.</summary>
    public string Text
    {
        get
        {
            var parameters = new JsonObject(Parameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))).ToJsonString(JsonSerializerOptions.Default);
            if (parameters.Length > MaxParametersLength)
            {
                // A JPEG comment ends at 64 KiB, and no prompt is worth more here.
                parameters = string.Concat(parameters.AsSpan(0, MaxParametersLength), "...");
            }

            return $"SkinEnhance.Emulator: no pixel was changed. provider={Provider} operation={Operation} task={TaskId} result={Number} parameters={parameters}";
        }
    }
}
