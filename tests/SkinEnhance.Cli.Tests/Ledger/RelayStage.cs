namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>How far a request is on its way through a <see cref="Relay"/>.</summary>
public enum RelayStage
{
    /// <summary>Its head has come, its body has not been read.</summary>
    Head = 0,

    /// <summary>Half of its body has been read.</summary>
    HalfBody,

    /// <summary>It has come whole, and the service has seen nothing of it.</summary>
    WholeBody,

    /// <summary>The service has carried it out, and nothing of the answer has been passed on.</summary>
    Answered,

    /// <summary>Half of the answer's body has been passed on.</summary>
    HalfAnswer,

    /// <summary>The whole answer has been passed on.</summary>
    WholeAnswer,
}
