namespace SkinEnhance.Emulator;

/// <summary>The part of the emulated services a fault strikes.</summary>
public enum FaultTarget
{
    /// <summary>Every request.</summary>
    Any = 0,

    /// <summary>The paid POST that starts an enhancement, of either provider.</summary>
    Submit,

    /// <summary>The GET that asks for a task's state, of either provider.</summary>
    Status,

    /// <summary>The GET of a finished result.</summary>
    Download,

    /// <summary>Comfy's upload: the POST that asks for a place, the PUT to it and the GET of what lies there.</summary>
    Storage,

    /// <summary>The balance of either provider.</summary>
    Account,
}
