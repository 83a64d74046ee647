using System.Buffers;
using System.Text;

namespace SkinEnhance.Emulator.Http;

/// <summary>A body of known length, composed of bytes and ranges of files, so that no large image is in memory.</summary>
internal sealed class Content
{
    private readonly IReadOnlyList<ContentPart> _parts;

    public Content(params ContentPart[] parts)
    {
        _parts = parts;
        Length = parts.Sum(part => part.Length);
    }

    public static Content Empty { get; } = new();

    public long Length { get; }

    public static Content FromText(string text) => new(ContentPart.Of(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes the first bytes of the body.</summary>
    /// <param name="output">The target stream.</param>
    /// <param name="count">How many bytes, at most.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <returns>A task that ends when the bytes are written.</returns>
    public async Task CopyToAsync(Stream output, long count, CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
        {
            var wanted = Math.Min(count, part.Length);
            count -= wanted;
            if (part.Path is null)
            {
                await output.WriteAsync(part.Bytes[..(int)wanted], cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await CopyRangeAsync(part, wanted, output, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task CopyRangeAsync(ContentPart part, long count, Stream output, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(part.Path!, options: FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (var offset = part.Offset; count > 0;)
            {
                var chunk = buffer.AsMemory(0, (int)Math.Min(count, buffer.Length));
                var read = await RandomAccess.ReadAsync(handle, chunk, offset, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new EndOfStreamException("A spooled file is shorter than when it was written.");
                }

                await output.WriteAsync(chunk[..read], cancellationToken).ConfigureAwait(false);
                offset += read;
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
