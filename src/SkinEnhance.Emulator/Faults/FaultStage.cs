namespace SkinEnhance.Emulator.Faults;

/// <summary>The stage of a request at which a kind of fault applies.</summary>
internal enum FaultStage
{
    /// <summary>The headers are received, the body is not.</summary>
    Arrival,

    /// <summary>The request is received; at most one fault decides its outcome.</summary>
    Outcome,

    /// <summary>A task is created; any number of faults change it.</summary>
    Task,

    /// <summary>A provider's response is created; any number of faults change it.</summary>
    Shape,
}
