namespace SkinEnhance.Core.Http;

/// <summary>Follows one attempt's body on its way out.</summary>
internal sealed class SendProgress
{
    private int _stage;

    internal SendStage Stage => (SendStage)Volatile.Read(ref _stage);

    /// <summary>Notes that bytes are about to be written. It is called before the write: what was handed over may have left.</summary>
    internal void Writing(long upTo, long total) => Volatile.Write(ref _stage, (int)(upTo >= total ? SendStage.Whole : SendStage.Partly));
}
