using System.Text;
using Regenerator.Signals;

namespace Regenerator.Providers.Http;

/// <summary>An answer's body: reads on until more bytes have come than may come, and remembers how it began.</summary>
internal sealed class AnswerStream(Stream inner, long limit) : Stream
{
    private readonly byte[] head = new byte[256];
    private int kept;

    /// <summary>Bytes that were read.</summary>
    public long Size { get; private set; }

    /// <summary>The first few characters.</summary>
    public string Head => Encoding.UTF8.GetString(head, 0, kept);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span, read);
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        await ReadAsync(buffer.AsMemory(offset, count), cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => Count(buffer.AsSpan(offset), inner.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>What came can not be read.</summary>
    public MalformedAnswerException Malformed(string reason, Exception? cause = null) => new(reason, cause) { Excerpt = Head, Size = Size };

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(ReadOnlySpan<byte> buffer, int read)
    {
        var some = Math.Min(read, head.Length - kept);
        buffer[..some].CopyTo(head.AsSpan(kept));
        kept += some;
        Size += read;
        return Size <= limit ? read : throw Malformed($"the answer is longer than {limit} bytes; aggregate more, or raise the response limit");
    }
}
