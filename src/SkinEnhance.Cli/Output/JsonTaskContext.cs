using System.Text.Json.Serialization;

namespace SkinEnhance.Cli.Output;

/// <summary>Writes <see cref="JsonTask"/> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(JsonTask))]
internal sealed partial class JsonTaskContext : JsonSerializerContext;
