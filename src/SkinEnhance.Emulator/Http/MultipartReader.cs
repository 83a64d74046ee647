using System.Net.Http.Headers;
using System.Text;

namespace SkinEnhance.Emulator.Http;

/// <summary>Reads a <c>multipart/form-data</c> body (RFC 7578) part by part, with a buffer of fixed size.</summary>
internal sealed class MultipartReader
{
    private const int MaxHeaderBytes = 16 * 1024;
    private readonly Stream _input;
    private readonly byte[] _delimiter;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _started;

    public MultipartReader(Stream input, string boundary)
    {
        _input = input;
        _delimiter = Encoding.UTF8.GetBytes("\r\n--" + boundary);

        // Without a preamble, no line break precedes the first boundary; adding one makes it like all others.
        "\r\n"u8.CopyTo(_buffer);
        _end = 2;
    }

    /// <summary>The boundary in a media type, quoted or not.</summary>
    /// <param name="contentType">The raw header.</param>
    /// <returns>The boundary; <see langword="null"/> when the type is not a form or has none.</returns>
    public static string? BoundaryOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.MediaType?.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        var boundary = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"');
        return string.IsNullOrEmpty(boundary) || boundary.Length > 70 ? null : boundary;
    }

    /// <summary>Reads to the next part.</summary>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The part's headers; <see langword="null"/> after the last part.</returns>
    /// <exception cref="InvalidDataException">The body is not a well-formed multipart body, or it is truncated.</exception>
    public async Task<MultipartHeaders?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_started)
        {
            _started = true;
            await ReadBodyAsync(_ => { }, cancellationToken).ConfigureAwait(false);
        }

        await EnsureAsync(2, cancellationToken).ConfigureAwait(false);
        if (_buffer.AsSpan(_start, 2).SequenceEqual("--"u8))
        {
            return null;
        }

        var padding = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(padding)
            ? await ReadHeadersAsync(cancellationToken).ConfigureAwait(false)
            : throw new InvalidDataException("A boundary is followed by other characters.");
    }

    /// <summary>Reads the rest of the part.</summary>
    /// <param name="sink">Receives the bytes as they arrive.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>A task that ends at the end of the part.</returns>
    public async Task ReadBodyAsync(Action<ReadOnlyMemory<byte>> sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            var index = _buffer.AsSpan(_start, _end - _start).IndexOf(_delimiter);
            if (index >= 0)
            {
                sink(_buffer.AsMemory(_start, index));
                _start += index + _delimiter.Length;
                return;
            }

            // The delimiter may begin in the last bytes of the buffer.
            var safe = Math.Max(0, _end - _start - _delimiter.Length + 1);
            sink(_buffer.AsMemory(_start, safe));
            _start += safe;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<MultipartHeaders> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        ContentDispositionHeaderValue? disposition = null;
        string? contentType = null;
        for (var bytes = 0; ;)
        {
            var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line.Length == 0)
            {
                break;
            }

            bytes += line.Length;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || bytes > MaxHeaderBytes)
            {
                throw new InvalidDataException("A part's headers are malformed.");
            }

            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].Trim().ToUpperInvariant())
            {
                case "CONTENT-DISPOSITION":
                    _ = ContentDispositionHeaderValue.TryParse(value, out disposition);
                    break;
                case "CONTENT-TYPE":
                    contentType = value;
                    break;
            }
        }

        return disposition is { DispositionType: "form-data", Name: { Length: > 0 } name }
            ? new MultipartHeaders(name.Trim('"'), disposition.FileNameStar ?? disposition.FileName?.Trim('"'), contentType)
            : throw new InvalidDataException("A part has no Content-Disposition of form-data with a name.");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var index = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (index >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, index);
                _start += index + 2;
                return line;
            }

            if (_end - _start > MaxHeaderBytes)
            {
                throw new InvalidDataException("A part's headers are too long.");
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnsureAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = await _input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new InvalidDataException("The form is truncated before its last boundary.");
        }

        _end += read;
    }
}

/// <summary>The headers of a form's part.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name; <see langword="null"/> for a text part.</param>
/// <param name="ContentType">The media type, unchanged.</param>
internal sealed record MultipartHeaders(string Name, string? FileName, string? ContentType);

/// <summary>A piece of a <see cref="Content"/>: bytes, or a range of a file.</summary>
/// <param name="Bytes">The bytes; unused for a range.</param>
/// <param name="Path">The file of a range; <see langword="null"/> for bytes.</param>
/// <param name="Offset">Where the range begins.</param>
/// <param name="Length">The length of the piece.</param>
internal readonly record struct ContentPart(ReadOnlyMemory<byte> Bytes, string? Path, long Offset, long Length)
{
    public static ContentPart Of(ReadOnlyMemory<byte> bytes) => new(bytes, null, 0, bytes.Length);

    public static ContentPart Range(string path, long offset, long length) => new(default, path, offset, length);
}
