using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Transport;

/// <summary>A JSON body with an image in Base64, encoded while it is sent: only a piece of the file is in memory at a time.</summary>
internal sealed class Base64ImageContent : HttpContent
{
    // A multiple of 3, so that pieces join without padding, and small enough to keep both buffers off the large-object heap.
    private const int PieceLength = 3 * 16 * 1024;

    private readonly ProviderSubmission _submission;
    private readonly ReadOnlyMemory<byte> _before;
    private readonly ReadOnlyMemory<byte> _after;
    private readonly long _imageLength;

    /// <param name="submission">The image file; it must not have changed since the check.</param>
    /// <param name="before">The JSON up to and including the opening quote of the image.</param>
    /// <param name="after">The JSON from the closing quote on.</param>
    internal Base64ImageContent(ProviderSubmission submission, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        _submission = submission;
        _before = before;
        _after = after;
        _imageLength = submission.Image!.Length;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var file = ImageFile.OpenForUpload(_submission);
        var piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        var text = ArrayPool<byte>.Shared.Rent(PieceLength / 3 * 4);
        try
        {
            await stream.WriteAsync(_before, cancellationToken).ConfigureAwait(false);
            for (var left = _imageLength; left > 0;)
            {
                var wanted = (int)Math.Min(PieceLength, left);
                var read = await file.ReadAtLeastAsync(piece.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (read < wanted)
                {
                    throw ImageFile.Changed(_submission.Source.Path!, "it was truncated while it was sent");
                }

                Base64.EncodeToUtf8(piece.AsSpan(0, read), text, out _, out var written);
                await stream.WriteAsync(text.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
                left -= read;
            }

            await stream.WriteAsync(_after, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            ArrayPool<byte>.Shared.Return(text);
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _before.Length + ((_imageLength + 2) / 3 * 4) + _after.Length;
        return true;
    }
}
