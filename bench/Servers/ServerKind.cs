using System.Text.Json.Serialization;

namespace SkinEnhance.Bench.Servers;

/// <summary>What answers a contender.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ServerKind>))]
internal enum ServerKind
{
    /// <summary>Takes uploads as cheaply as possible; every task is done at once.</summary>
    Sink = 0,

    /// <summary>Takes the first request whole and never answers it.</summary>
    Silent,

    /// <summary>The emulator: tasks take time, results are the images.</summary>
    Emulator,
}
