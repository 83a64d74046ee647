namespace SkinEnhance.Emulator;

/// <summary>What a <see cref="Fault"/> does. The factories on <see cref="Fault"/> are the usual way to one.</summary>
public enum FaultKind
{
    /// <summary>Another answer than the true one: a status, a page, an empty body, a redirect.</summary>
    Answer = 0,

    /// <summary>Another answer than the true one, sent while the client still sends the body.</summary>
    EarlyAnswer,

    /// <summary>The connection is reset and no answer is sent.</summary>
    Reset,

    /// <summary>The connection is reset while the client still sends the body.</summary>
    ResetMidUpload,

    /// <summary>The request is taken and left without an answer until the hang is released or the emulator stops.</summary>
    Hang,

    /// <summary>The true answer's JSON, cut off in its middle, as a complete HTTP message.</summary>
    CutOffJson,

    /// <summary>The true answer, with the connection closed in the middle of the announced length.</summary>
    CutOffBody,

    /// <summary>Half of the true answer without an announced length; the connection's close looks like the body's end.</summary>
    CutOffWithoutLength,

    /// <summary>The true answer under the coding in <see cref="Fault.Text"/>, which nobody asked for.</summary>
    Coded,

    /// <summary>The true answer, and behind it bytes without end.</summary>
    Endless,

    /// <summary>The task ends as failed.</summary>
    TaskFails,

    /// <summary>The task stays in progress for ever.</summary>
    TaskNeverEnds,

    /// <summary>The task has <see cref="Fault.Count"/> results.</summary>
    ResultCount,

    /// <summary>A status answer has <see cref="Fault.Text"/> for the status.</summary>
    TaskStatusText,

    /// <summary>Comfy's answer is flat: without the <c>data</c> object.</summary>
    FlatAnswer,

    /// <summary>Comfy's answer says <c>task_status</c> for <c>status</c>.</summary>
    TaskStatusField,

    /// <summary>Comfy's <c>generated</c> holds <c>{"url":…}</c> objects.</summary>
    GeneratedObjects,

    /// <summary>AILab's success names <see cref="Fault.Text"/> as its <c>error_detail.code</c>, or, for a number, as its <c>error_code</c>.</summary>
    SuccessCode,

    /// <summary>AILab's error comes in the old shape, with <c>error_code</c>, <c>error_code_str</c> and <c>error_msg</c> besides.</summary>
    OldErrorShape,
}
