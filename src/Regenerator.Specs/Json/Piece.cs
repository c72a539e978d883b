using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>A value on its way into a text: one that a patch brings, or one that was cut out of the same text.</summary>
internal sealed class Piece
{
    private readonly string? cutIndent;

    private Piece(byte[] utf8, string? cutIndent)
    {
        Utf8 = utf8;
        Root = SpanNode.Read(utf8);
        this.cutIndent = cutIndent;
    }

    public byte[] Utf8 { get; }

    public SpanNode Root { get; }

    /// <summary>A value of a patch: letters are written as letters, however the patch escapes them.</summary>
    public static Piece Of(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonStrings.WriteValue(output, value, members => members);
        return new Piece(output.WrittenSpan.ToArray(), null);
    }

    /// <param name="utf8">Byte for byte as it stood.</param>
    /// <param name="lineIndent">Of the line that it began on.</param>
    public static Piece Of(byte[] utf8, string lineIndent) => new(utf8, lineIndent);

    /// <summary>
    /// What was cut from the text keeps its own layout, moved to another indent; null where there is none to keep, or where it has lines and
    /// belongs on one.
    /// </summary>
    public string? AsItStands(bool lines, string indent)
    {
        if (cutIndent is null) return null;
        var text = Encoding.UTF8.GetString(Utf8);
        if (JsonLayout.LineBreakIn(text) is not { } lineBreak) return text;

        // A line break in JSON is always whitespace between tokens: in a string it is escaped.
        return lines ? string.Join(lineBreak, text.Split(lineBreak).Select((line, index) => index == 0 ? line : Indented(line, indent))) : null;
    }

    private string Indented(string line, string indent) =>
        line.StartsWith(cutIndent!, StringComparison.Ordinal) ? indent + line[cutIndent!.Length..] : line;
}
