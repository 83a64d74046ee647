namespace SkinEnhance.Emulator;

/// <summary>The kinds of <see cref="Fault"/>. Its factory methods create them.</summary>
public enum FaultKind
{
    /// <summary>Another response than the regular one: a status, a page, an empty body, a redirect.</summary>
    Response = 0,

    /// <summary>Another response than the regular one, while the client is still sending the body.</summary>
    EarlyResponse,

    /// <summary>The connection is reset without a response.</summary>
    Reset,

    /// <summary>The connection is reset while the client is still sending the body.</summary>
    ResetMidUpload,

    /// <summary>The request receives no response until the hang is released or the emulator stops.</summary>
    Hang,

    /// <summary>The regular response's JSON, truncated, as a complete HTTP message.</summary>
    CutOffJson,

    /// <summary>The regular response, with the connection closed before the declared length.</summary>
    CutOffBody,

    /// <summary>Half of the regular response without a length; the connection's close looks like the end of the body.</summary>
    CutOffWithoutLength,

    /// <summary>The regular response with the coding in <see cref="Fault.Text"/>, which was not requested.</summary>
    Coded,

    /// <summary>The regular response, followed by bytes without end.</summary>
    Endless,

    /// <summary>The task ends as failed.</summary>
    TaskFails,

    /// <summary>The task stays in progress forever.</summary>
    TaskNeverEnds,

    /// <summary>The task has <see cref="Fault.Count"/> results.</summary>
    ResultCount,

    /// <summary>A poll's response has <see cref="Fault.Text"/> as its status.</summary>
    TaskStatusText,

    /// <summary>Comfy's response is flat: without the <c>data</c> object.</summary>
    FlatResponse,

    /// <summary>Comfy's response has <c>task_status</c> in place of <c>status</c>.</summary>
    TaskStatusField,

    /// <summary>Comfy's <c>generated</c> has <c>{"url":…}</c> objects.</summary>
    GeneratedObjects,

    /// <summary>AILab's successful response has <see cref="Fault.Text"/> as its <c>error_detail.code</c>, or, for a number, as its <c>error_code</c>.</summary>
    SuccessCode,

    /// <summary>AILab's error has the old form, with <c>error_code</c>, <c>error_code_str</c> and <c>error_msg</c> as well.</summary>
    OldErrorShape,
}
