namespace SkinEnhance.Emulator;

/// <summary>The part of the emulated services that a fault applies to.</summary>
public enum FaultTarget
{
    /// <summary>Every request.</summary>
    Any = 0,

    /// <summary>The paid POST that starts an enhancement, of either provider.</summary>
    Submit,

    /// <summary>The GET of a task's status, of either provider.</summary>
    Status,

    /// <summary>The GET of a finished result.</summary>
    Download,

    /// <summary>Comfy's upload storage: the POST for an upload slot, the PUT to it and the GET of the file.</summary>
    Storage,

    /// <summary>The balance of either provider.</summary>
    Account,
}
