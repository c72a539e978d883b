using System.Runtime.InteropServices;
using System.Text;

namespace Regenerator.Specs.Json;

/// <summary>A place in a text for people: both 1-based, the column in UTF-16 units.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPosition(long Line, long Column)
{
    // An offset beyond the end is the end.
    public static TextPosition Of(ReadOnlySpan<byte> utf8, int offset)
    {
        var before = utf8[..Math.Min(offset, utf8.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new TextPosition(1 + before.Count((byte)'\n'), 1 + Encoding.UTF8.GetCharCount(before[lineStart..]));
    }

    // Both 0-based, as the reader of System.Text.Json counts.
    public static int OffsetOf(ReadOnlySpan<byte> utf8, long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0 && utf8[start..].IndexOf((byte)'\n') is >= 0 and var lineBreak; line--) start += lineBreak + 1;
        return (int)Math.Min(start + byteInLine, utf8.Length);
    }
}
