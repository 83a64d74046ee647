namespace SkinEnhance.Core.Transport;

/// <summary>Follows one attempt's body on its way out.</summary>
internal sealed class SendProgress
{
    private static readonly AsyncLocal<SendProgress?> Attempt = new();

    private int _stage;
    private volatile bool _isCut;

    /// <summary>The attempt that the current code belongs to; null outside of one.</summary>
    internal static SendProgress? Current => Attempt.Value;

    internal SendStage Stage => (SendStage)Volatile.Read(ref _stage);

    /// <summary>Whether the connection takes no more of the body, so that what is written from now on does not leave.</summary>
    internal bool IsCut => _isCut;

    /// <summary>Makes this the <see cref="Current"/> one until the asynchronous method that calls it returns.</summary>
    internal void Enter() => Attempt.Value = this;

    /// <summary>Notes that bytes are about to be written. It is called before the write: what was handed over may have left.</summary>
    internal void Writing(long upTo, long total)
    {
        if (!_isCut)
        {
            Volatile.Write(ref _stage, (int)(upTo >= total ? SendStage.BodySent : SendStage.Partly));
        }
    }

    /// <summary>Notes that nothing more leaves.</summary>
    internal void Cut() => _isCut = true;
}

/// <summary>How much of a request's body has left. Only a whole body can be acted on, so only then can a lost answer have cost money.</summary>
internal enum SendStage
{
    Nothing = 0,
    Partly,
    BodySent,
}
