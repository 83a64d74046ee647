namespace SkinEnhance.Core.Transport;

/// <summary>How much of one attempt's body was sent.</summary>
internal sealed class SendProgress
{
    private static readonly AsyncLocal<SendProgress?> Attempt = new();

    private int _stage;
    private volatile bool _isCut;

    /// <summary>The attempt of the current asynchronous context; null outside of one.</summary>
    internal static SendProgress? Current => Attempt.Value;

    internal SendStage Stage => (SendStage)Volatile.Read(ref _stage);

    /// <summary>Whether the connection accepts no more of the body, so that later writes are not sent.</summary>
    internal bool IsCut => _isCut;

    /// <summary>Makes this the <see cref="Current"/> one until the calling asynchronous method returns.</summary>
    internal void Enter() => Attempt.Value = this;

    /// <summary>Records that bytes are about to be written. Called before the write, because a failed write may have sent them.</summary>
    internal void Writing(long upTo, long total)
    {
        if (!_isCut)
        {
            Volatile.Write(ref _stage, (int)(upTo >= total ? SendStage.BodySent : SendStage.Partly));
        }
    }

    /// <summary>Records that nothing more is sent.</summary>
    internal void Cut() => _isCut = true;
}

/// <summary>How much of a request's body was sent. Only a complete body can be accepted, so only then can a lost response have cost money.</summary>
internal enum SendStage
{
    Nothing = 0,
    Partly,
    BodySent,
}
