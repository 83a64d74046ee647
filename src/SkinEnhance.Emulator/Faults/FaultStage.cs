namespace SkinEnhance.Emulator.Faults;

/// <summary>The moment in a request's life at which a kind of fault is looked for.</summary>
internal enum FaultStage
{
    /// <summary>The headers are in, the body is not.</summary>
    Arrival,

    /// <summary>The whole request is in; at most one fault decides how it ends.</summary>
    Outcome,

    /// <summary>A task is made; any number of faults shape it.</summary>
    Task,

    /// <summary>A provider's answer is written; any number of faults shape it.</summary>
    Shape,
}
