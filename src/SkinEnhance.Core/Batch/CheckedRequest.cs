namespace SkinEnhance.Core.Batch;

/// <summary>A request that passed every check that needs no network, ready to be paid for.</summary>
/// <param name="Task">Its first snapshot.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Provider">Who carries it out.</param>
/// <param name="Submission">What is sent.</param>
internal sealed record CheckedRequest(EnhanceTask Task, OperationDescriptor Operation, IEnhanceProvider Provider, ProviderSubmission Submission);
