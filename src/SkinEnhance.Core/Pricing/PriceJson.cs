using System.Text.Json.Serialization;

namespace SkinEnhance.Core.Pricing;

/// <summary>Reads <c>prices.json</c> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PriceData))]
internal sealed partial class PriceJson : JsonSerializerContext;
