using System.Text.Json.Serialization;

namespace SkinEnhance.Cli.Output;

/// <summary>Writes <see cref="JsonTask"/> and <see cref="JsonPlan"/> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(JsonTask))]
[JsonSerializable(typeof(JsonPlan))]
internal sealed partial class JsonTaskContext : JsonSerializerContext;
