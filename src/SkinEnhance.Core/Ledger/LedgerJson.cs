using System.Text.Json.Serialization;

namespace SkinEnhance.Core.Ledger;

/// <summary>Reads the records' form on disk, which <see cref="LedgerWriteJson"/> writes.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerRecord))]
[JsonSerializable(typeof(LeaseOwner))]
internal sealed partial class LedgerJson : JsonSerializerContext;
