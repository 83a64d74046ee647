using System.Security.Cryptography;
using System.Text.Json;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Ledger;

/// <summary>The identity of a submission: provider endpoint, operation, parameters that affect the result, and the image's bytes.</summary>
/// <param name="Value">A SHA-256 in hex.</param>
/// <param name="ImageSha256">The SHA-256 of the image in hex; null when the source is an address.</param>
internal sealed record SubmissionIdentity(string Value, string? ImageSha256)
{
    /// <summary>Reads the image once and computes the identity. Moving or renaming an image does not change it; editing the image does.</summary>
    /// <param name="endpoint">The identity of the endpoint; a submission to an emulator is not one to the service.</param>
    /// <param name="submission">The submission.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InvalidImageException">The image does not exist, changed or cannot be read.</exception>
    internal static async Task<SubmissionIdentity> ComputeAsync(string endpoint, ProviderSubmission submission, CancellationToken cancellationToken)
    {
        var image = submission.Source.Path is null ? null : await ImageFile.HashAsync(submission, cancellationToken).ConfigureAwait(false);
        var text = image ?? (submission.Source.Origin is { } origin ? ResultOf(origin.TaskId) : submission.Source.Uri!.AbsoluteUri);
        return new SubmissionIdentity(Compute(endpoint, submission, text), image);
    }

    /// <summary>The identity of the same submission when its image is the result of a task, by its address.</summary>
    internal SubmissionIdentity AsResultOf(string taskId, string endpoint, ProviderSubmission submission) =>
        this with { Value = Compute(endpoint, submission, ResultOf(taskId)) };

    private static string ResultOf(string taskId) => $"result of {taskId}";

    private static string Compute(string endpoint, ProviderSubmission submission, string image)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(endpoint);
            writer.WriteStringValue(submission.Operation.Name);
            writer.WriteStringValue(image);
            foreach (var parameter in submission.Operation.Parameters.Where(parameter => parameter.AffectsResult).OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
            {
                if (submission.Parameters.TryGetValue(parameter.Name, out var value))
                {
                    writer.WriteStringValue(parameter.Name);
                    writer.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                }
            }

            writer.WriteEndArray();
        }

        return Convert.ToHexString(SHA256.HashData(buffer.ToArray()));
    }
}
