using System.Buffers;
using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Regenerator.Specs.Json;

/// <summary>
/// The core schema of <see href="https://yaml.org/spec/1.2.2/#103-core-schema">YAML 1.2</see> in JSON text. A number that JSON can write keeps
/// its text; one that it can not is rewritten where that is exact, and is text otherwise.
/// </summary>
internal static class YamlScalar
{
    private const string CoreTag = "tag:yaml.org,2002:";

    /// <summary>Null when the tag is none of the core schema, or does not fit the value.</summary>
    public static string? ToJson(Scalar scalar) => Tag(scalar) switch
    {
        "" => scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : Text(scalar.Value),
        "!" or CoreTag + "str" => Text(scalar.Value),
        CoreTag + "null" => Plain(scalar.Value) is "null" ? "null" : null,
        CoreTag + "bool" => Plain(scalar.Value) is "true" or "false" ? Plain(scalar.Value) : null,
        CoreTag + "int" => Number(scalar.Value) is { } integer && integer.AsSpan().IndexOfAny(".eE") < 0 ? integer : null,
        CoreTag + "float" => Number(scalar.Value),
        _ => null,
    };

    /// <summary>Empty where the document gives none.</summary>
    public static string Tag(NodeEvent node) => node.Tag.IsEmpty || node.Tag.Value == "?" ? "" : node.Tag.Value;

    /// <summary>Whether the tag of a sequence or a mapping says what it is anyway.</summary>
    public static bool IsOrdinary(NodeEvent node) => Tag(node) is "" or "!" or CoreTag + "seq" or CoreTag + "map";

    private static string Plain(string value) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => "null",
        "true" or "True" or "TRUE" => "true",
        "false" or "False" or "FALSE" => "false",
        _ => Number(value) ?? Text(value),
    };

    private static string? Number(string value)
    {
        if (IsJsonNumber(value)) return value;
        if (value.StartsWith("0x", StringComparison.Ordinal)) return Hexadecimal(value.AsSpan(2));
        if (value.StartsWith("0o", StringComparison.Ordinal)) return Octal(value[2..]);

        // +1 and .5 lack only what JSON insists on; 007 could be an old octal and 1_000 is no number in YAML 1.2: both stay text.
        var negative = value.StartsWith('-');
        var unsigned = value.StartsWith('+') || negative ? value[1..] : value;
        var rewritten = (negative ? "-" : "") + (unsigned.StartsWith('.') ? "0" : "") + unsigned;
        return IsJsonNumber(rewritten) ? rewritten : null;
    }

    // What does not fit 64 bits is a digest or a colour, not a number that anybody counts with.
    private static string? Hexadecimal(ReadOnlySpan<char> digits) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value.ToString() : null;

    private static string? Octal(string digits) =>
        digits.Length is > 0 and <= 21 && digits.All(digit => digit is >= '0' and <= '7') ? Convert.ToUInt64(digits, 8).ToString() : null;

    private static string Text(string value)
    {
        var text = new ArrayBufferWriter<byte>();
        JsonStrings.WriteText(text, value);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        if (text.StartsWith('-')) text = text[1..];
        var whole = LeadingDigits(text);
        if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
        text = text[whole..];
        if (text.StartsWith('.'))
        {
            var fraction = LeadingDigits(text[1..]);
            if (fraction == 0) return false;
            text = text[(1 + fraction)..];
        }

        if (text.IsEmpty) return true;
        if (text[0] is not ('e' or 'E')) return false;
        var exponent = text.Length > 1 && text[1] is ('+' or '-') ? text[2..] : text[1..];
        return exponent.Length > 0 && LeadingDigits(exponent) == exponent.Length;
    }

    private static int LeadingDigits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var length ? length : text.Length;
}
