namespace SkinEnhance.Emulator.Comfy;

/// <summary>What is known of an <c>Idempotency-Key</c>.</summary>
internal enum KeyState
{
    /// <summary>It was not seen before, and is now held by the request that brought it.</summary>
    New = 0,

    /// <summary>The first request with it is not answered yet.</summary>
    InFlight,

    /// <summary>The first request with it was answered.</summary>
    Answered,

    /// <summary>It came with another body, or on another route, before.</summary>
    Mismatch,
}
