using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>JSON without whitespace and with the fewest escapes: only the quote, the backslash and control characters, as in RFC 8785.</summary>
internal static class JsonStrings
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    public static void WriteText(IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
        {
            Encoding.UTF8.GetBytes(rest[..at], output);
            Encoding.UTF8.GetBytes(Escape(rest[at]), output);
            rest = rest[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(rest, output);
        output.Write("\""u8);
    }

    /// <summary>Numbers keep their text, members the order that <paramref name="order"/> gives them.</summary>
    public static void WriteValue(
        IBufferWriter<byte> output, JsonElement value, Func<IEnumerable<JsonProperty>, IEnumerable<JsonProperty>> order)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(output, order(value.EnumerateObject()), order);
                break;
            case JsonValueKind.Array:
                WriteElements(output, value, order);
                break;
            case JsonValueKind.String:
                WriteText(output, value.GetString()!);
                break;
            default:
                Encoding.UTF8.GetBytes(value.GetRawText(), output);
                break;
        }
    }

    private static void WriteMembers(
        IBufferWriter<byte> output, IEnumerable<JsonProperty> members, Func<IEnumerable<JsonProperty>, IEnumerable<JsonProperty>> order)
    {
        output.Write("{"u8);
        foreach (var (index, member) in members.Index())
        {
            if (index > 0) output.Write(","u8);
            WriteText(output, member.Name);
            output.Write(":"u8);
            WriteValue(output, member.Value, order);
        }

        output.Write("}"u8);
    }

    private static void WriteElements(
        IBufferWriter<byte> output, JsonElement value, Func<IEnumerable<JsonProperty>, IEnumerable<JsonProperty>> order)
    {
        output.Write("["u8);
        foreach (var (index, element) in value.EnumerateArray().Index())
        {
            if (index > 0) output.Write(","u8);
            WriteValue(output, element, order);
        }

        output.Write("]"u8);
    }

    private static string Escape(char sign) => sign switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)sign:x4}",
    };
}
