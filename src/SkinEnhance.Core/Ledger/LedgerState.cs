using System.Text.Json.Serialization;

namespace SkinEnhance.Core.Ledger;

/// <summary>How far a submission was when its record was last written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LedgerState>))]
internal enum LedgerState
{
    /// <summary>The paid request is about to leave, or left. Found without an owner it may have been billed.</summary>
    Submitting = 0,

    /// <summary>Accepted by the provider.</summary>
    Submitted,

    /// <summary>The provider works on it.</summary>
    InProgress,

    /// <summary>Done at the provider; results may be announced and not all in place.</summary>
    Completed,

    /// <summary>Every result is in place.</summary>
    Saved,

    /// <summary>Refused, or ended as failed; without a task id nothing was accepted.</summary>
    Failed,

    /// <summary>It may have been accepted and billed.</summary>
    Unknown,

    /// <summary>Done once, and the result is gone at the provider.</summary>
    Expired,
}
