using System.Buffers;
using System.Text;

namespace Regenerator.Execution;

/// <summary>Keeps the head and the tail of what a command writes. Memory is bounded by the limit, however much is written.</summary>
internal sealed class CommandOutput
{
    private const int LongestHeldLine = 8 * 1024;

    private readonly Lock gate = new();
    private readonly byte[][] secrets;
    private readonly SearchValues<byte> firstBytes;
    private readonly ArrayBufferWriter<byte> head = new();
    private readonly int headLimit;
    private readonly int tailLimit;
    private byte[] ring = [];
    private long total;

    /// <param name="limit">Bytes, of the masked text.</param>
    /// <param name="secrets">Found as UTF-8 bytes; empty ones are left out.</param>
    public CommandOutput(int limit, IEnumerable<string> secrets)
    {
        headLimit = limit / 2;
        tailLimit = limit - headLimit;
        // The longest first: a secret that begins with another one is masked as a whole.
        this.secrets = [.. secrets.Where(s => s.Length > 0).Select(Encoding.UTF8.GetBytes).OrderByDescending(s => s.Length)];
        firstBytes = SearchValues.Create([.. this.secrets.Select(s => s[0]).Distinct()]);
    }

    /// <summary>One of the streams that are merged here. Not safe for two writers; two sources may write at once.</summary>
    public Source Open() => new(this);

    public override string ToString()
    {
        lock (gate)
        {
            var beyond = total - head.WrittenCount;
            var start = beyond > tailLimit && tailLimit > 0 ? (int)(beyond % tailLimit) : 0;
            var kept = (int)Math.Min(beyond, tailLimit);
            byte[] tail = [.. ring.AsSpan(start, kept - start), .. ring.AsSpan(0, start)];
            if (beyond <= tailLimit)
                return Encoding.UTF8.GetString([.. head.WrittenSpan, .. tail]);

            // A character that the cut went through counts as left out.
            var first = head.WrittenSpan[..WholeCharacters(head.WrittenSpan)];
            var last = tail.AsSpan(LeadingContinuations(tail));
            var line = $"… {total - first.Length - last.Length} bytes left out …\n";
            return Encoding.UTF8.GetString(first) + (first is [] or [.., (byte)'\n'] ? "" : "\n") + line + Encoding.UTF8.GetString(last);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            var toHead = Math.Min(bytes.Length, headLimit - head.WrittenCount);
            head.Write(bytes[..toHead]);
            total += toHead;
            bytes = bytes[toHead..];
            if (bytes.IsEmpty || tailLimit == 0)
            {
                total += bytes.Length;
                return;
            }

            if (ring.Length == 0)
                ring = new byte[tailLimit];
            if (bytes.Length > tailLimit)
            {
                total += bytes.Length - tailLimit;
                bytes = bytes[^tailLimit..];
            }

            var at = (int)((total - head.WrittenCount) % tailLimit);
            var untilEnd = Math.Min(bytes.Length, tailLimit - at);
            bytes[..untilEnd].CopyTo(ring.AsSpan(at));
            bytes[untilEnd..].CopyTo(ring);
            total += bytes.Length;
        }
    }

    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;

    private static int LeadingContinuations(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        while (count < Math.Min(3, utf8.Length) && IsContinuation(utf8[count]))
            count++;
        return count;
    }

    private static int WholeCharacters(ReadOnlySpan<byte> utf8)
    {
        for (var back = 1; back <= Math.Min(4, utf8.Length); back++)
        {
            var b = utf8[^back];
            if (IsContinuation(b))
                continue;
            var length = b switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return length > back ? utf8.Length - back : utf8.Length;
        }

        return utf8.Length;
    }

    /// <summary>
    /// Masks before anything is cut, and hands on whole lines so that two streams do not tear each other's. A secret is found wherever the reads
    /// happened to split it: only bytes that may still become one are held back.
    /// </summary>
    internal sealed class Source(CommandOutput output)
    {
        private readonly ArrayBufferWriter<byte> line = new();
        private byte[] held = [];

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (output.secrets.Length == 0)
                line.Write(bytes);
            else if (held.Length == 0)
                held = Mask(bytes, isLast: false).ToArray();
            else
                held = Mask([.. held, .. bytes], isLast: false).ToArray();

            var end = line.WrittenSpan.LastIndexOf((byte)'\n') + 1;
            HandOn(line.WrittenCount - end > LongestHeldLine ? line.WrittenCount : end);
        }

        public void Complete()
        {
            Mask(held, isLast: true);
            held = [];
            HandOn(line.WrittenCount);
        }

        private void HandOn(int count)
        {
            if (count == 0)
                return;
            output.Append(line.WrittenSpan[..count]);
            var rest = line.WrittenSpan[count..].ToArray();
            line.ResetWrittenCount();
            line.Write(rest);
        }

        /// <returns>What may be the beginning of a secret.</returns>
        private ReadOnlySpan<byte> Mask(ReadOnlySpan<byte> bytes, bool isLast)
        {
            var done = 0;
            var at = 0;
            while (bytes[at..].IndexOfAny(output.firstBytes) is >= 0 and var skip)
            {
                at += skip;
                var rest = bytes[at..];
                var length = 0;
                foreach (var secret in output.secrets)
                {
                    if (!isLast && secret.Length > rest.Length && secret.AsSpan().StartsWith(rest))
                    {
                        line.Write(bytes[done..at]);
                        return rest;
                    }

                    if (length == 0 && rest.StartsWith(secret))
                        length = secret.Length;
                }

                if (length == 0)
                {
                    at++;
                    continue;
                }

                line.Write(bytes[done..at]);
                line.Write("***"u8);
                done = at += length;
            }

            line.Write(bytes[done..]);
            return [];
        }
    }
}
