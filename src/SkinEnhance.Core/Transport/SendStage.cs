namespace SkinEnhance.Core.Transport;

/// <summary>How much of a request's body has left. Only a whole body can be acted on, so only then can a lost answer have cost money.</summary>
internal enum SendStage
{
    Nothing = 0,
    Partly,
    BodySent,
}
