using System.Text.Json.Serialization;

namespace SkinEnhance.Core.Ledger;

/// <summary>The records' form on disk, readable with Get-Content.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerRecord))]
[JsonSerializable(typeof(ClaimOwner))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class LedgerJson : JsonSerializerContext;
