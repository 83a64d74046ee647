namespace SkinEnhance;

/// <summary>What is fixed about an error id.</summary>
/// <param name="Id">The id, one of <see cref="ErrorIds"/>.</param>
/// <param name="Kind">The kind of error.</param>
/// <param name="StopsBatch">Whether the next image would meet the same error, so that a batch submits nothing more.</param>
/// <param name="Advice">What the user can do, one or two sentences.</param>
public sealed record ErrorDefinition(string Id, EnhanceErrorKind Kind, bool StopsBatch, string Advice);
