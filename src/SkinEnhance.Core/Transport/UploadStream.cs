namespace SkinEnhance.Core.Transport;

/// <summary>A connection whose response can be read even when the server stops reading the request.</summary>
/// <remarks>
/// <see cref="HttpClient"/> drops the response of a server that refuses an upload early and closes the connection, because the next write of
/// the body fails. Here such a write succeeds, <see cref="SendProgress"/> records that it was not sent, and the following read returns the
/// response, or the error of the connection. A connection with such a gap is not used for a second request.
/// </remarks>
/// <param name="inner">The connection.</param>
internal sealed class UploadStream(Stream inner) : Stream
{
    // Without a timer it holds no resources, so a read that ends after the connection was closed may still cancel it.
    private readonly CancellationTokenSource _refused = new();
    private SendProgress? _cut;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool IsSpent => _cut is { } attempt && attempt != SendProgress.Current;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The pool reads before it uses a connection again; the end of the stream prevents that.
        if (IsSpent)
        {
            return 0;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (SendProgress.Current is { Stage: SendStage.Partly, IsCut: false } attempt && IsRefusal(buffer.Span[..read]))
        {
            Cut(attempt);
            await _refused.CancelAsync().ConfigureAwait(false);
        }

        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsSpent)
        {
            throw new IOException("The connection was closed during an earlier request.");
        }

        if (SendProgress.Current is not { Stage: not SendStage.Nothing } attempt)
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (attempt.IsCut)
        {
            return;
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _refused.Token);
            await inner.WriteAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Cut(attempt);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _cut is null ? inner.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Cut(SendProgress attempt)
    {
        _cut = attempt;
        attempt.Cut();
    }

    // "HTTP/1.1 413": a status below 400 may be followed by the rest of the body.
    private static bool IsRefusal(ReadOnlySpan<byte> bytes) => bytes.Length > 9 && bytes.StartsWith("HTTP/1."u8) && bytes[9] is (byte)'4' or (byte)'5';
}
