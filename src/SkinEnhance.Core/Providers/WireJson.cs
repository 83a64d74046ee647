using System.Text.Json.Serialization;

namespace SkinEnhance.Core.Providers;

/// <summary>The types that go into JSON, known at build time.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class WireJson : JsonSerializerContext;
