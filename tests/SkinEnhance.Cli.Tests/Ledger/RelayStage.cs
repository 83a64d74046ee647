namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>The stages of a request in a <see cref="Relay"/>.</summary>
public enum RelayStage
{
    /// <summary>Its headers were received, its body was not read.</summary>
    Head = 0,

    /// <summary>Half of its body was read.</summary>
    HalfBody,

    /// <summary>It was received completely, and nothing was passed to the service.</summary>
    WholeBody,

    /// <summary>The service has processed it, and nothing of the response was passed on.</summary>
    Answered,

    /// <summary>Half of the response's body was passed on.</summary>
    HalfAnswer,

    /// <summary>The complete response was passed on.</summary>
    WholeAnswer,
}
