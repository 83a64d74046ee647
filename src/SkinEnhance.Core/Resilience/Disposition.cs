namespace SkinEnhance.Core.Resilience;

/// <summary>What may be done after an attempt (providers.md, «Never pay twice»).</summary>
internal enum Disposition
{
    /// <summary>It worked.</summary>
    Success = 0,

    /// <summary>Sending it again would meet the same answer.</summary>
    Final,

    /// <summary>The provider took no notice of it beyond «later»: it may be sent again, paid or not, within a budget of its own.</summary>
    Throttled,

    /// <summary>The same submission is being worked on: the same key and bytes are sent again, which costs no retry.</summary>
    InFlight,

    /// <summary>The provider refused the key; once, if there is a new one by now, it is tried again.</summary>
    KeyRefused,

    /// <summary>The request did not go out whole, so nothing can have come of it: it may be sent again, paid or not.</summary>
    NotSent,

    /// <summary>The provider says that it failed: only what is free is sent again by itself.</summary>
    Transient,

    /// <summary>It may have been accepted: only what is free is sent again by itself.</summary>
    Ambiguous,
}
