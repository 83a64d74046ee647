using System.Text.Json.Serialization;

namespace SkinEnhance.Core.Ledger;

/// <summary>Reads the records' format on disk, which <see cref="LedgerWriteJson"/> writes.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerRecord))]
[JsonSerializable(typeof(LeaseOwner))]
internal sealed partial class LedgerJson : JsonSerializerContext;

/// <summary>Writes the records' format on disk, readable with Get-Content.</summary>
/// <remarks>
/// Separate from <see cref="LedgerJson"/>, because writing needs no description of the types, and creating one costs time before the first
/// request, which waits for its record: a run that finds no record reads none.
/// </remarks>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerRecord))]
[JsonSerializable(typeof(LeaseOwner))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class LedgerWriteJson : JsonSerializerContext;
