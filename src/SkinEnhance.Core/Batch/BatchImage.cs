using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>One image of a batch: what is to be done with it, and where its results go.</summary>
/// <param name="Prepared">The prepared request.</param>
/// <param name="Target">The place of the results; null when nothing is saved.</param>
internal sealed record BatchImage(PreparedRequest Prepared, ResultTarget? Target);
