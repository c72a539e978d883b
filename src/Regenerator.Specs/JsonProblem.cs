using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Regenerator.Specs.Json;

namespace Regenerator.Specs;

/// <summary>Turns the reader's exceptions into one clear line: what is expected, and what stands there instead.</summary>
internal static partial class JsonProblem
{
    /// <param name="bytes">The document.</param>
    /// <param name="json">What was read of it: the same, or converted where it is YAML.</param>
    public static SpecFormatException Of(JsonException problem, SpecPlace place, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> json)
    {
        var text = json[JsonText.BomLength(json)..];
        return Of(problem, place, bytes, text, 0..text.Length, "$");
    }

    /// <param name="json">Without its mark.</param>
    /// <param name="part">The value of <paramref name="json"/> that was read.</param>
    /// <param name="path">What that value is in the document.</param>
    public static SpecFormatException Of(JsonException problem, SpecPlace place, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> json, Range part, string path)
    {
        var text = json[part];
        var value = ValueBefore(text, TextPosition.OffsetOf(text, problem.LineNumber ?? 0, problem.BytePositionInLine ?? 0));
        var position = PositionOf(place, bytes, json, part.Start.Value + value.Start);
        return new SpecFormatException(
            Plain(problem, text[value.Start..value.End]),
            place.Name,
            position.Line,
            position.Column,
            path + problem.Path?.TrimStart('$') is { Length: > 1 } at ? at : null,
            problem);
    }

    /// <summary>Where a value that was read stands in the document itself.</summary>
    public static TextPosition PositionOf(SpecPlace place, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> json, int offset) =>
        place.Format == SpecFormat.Yaml ? InYaml(bytes, JsonPlace.PointerTo(json, offset)) : TextPosition.Of(json, offset);

    private static TextPosition InYaml(ReadOnlySpan<byte> bytes, JsonPointer pointer)
    {
        var yaml = bytes[JsonText.BomLength(bytes)..];
        return TextPosition.Of(yaml, YamlPlace.OfValue(yaml, pointer));
    }

    private static string Plain(JsonException problem, ReadOnlySpan<byte> seen)
    {
        var text = JsonText.PlainWords(problem);
        if (Conversion().Match(text) is { Success: true } conversion) return $"expected {Scalar(problem) ?? Shape(conversion.Groups["type"].Value)}, saw {Shown(seen)}";
        if (Missing().Match(text) is { Success: true } missing) return $"{string.Join(", ", Quoted().Matches(missing.Value).Select(m => $"«{m.Groups["name"].Value}»"))} {(missing.Value.Contains(',') ? "are" : "is")} missing";
        if (Null().Match(text) is { Success: true } nothing) return $"«{JsonNamingPolicy.CamelCase.ConvertName(nothing.Groups["member"].Value)}» is null, which it can not be";
        return text;
    }

    // Of a member that is set while its object is made, the reader names the object; what it asked the token for is in the cause.
    private static string? Scalar(JsonException problem) => problem.InnerException?.Message switch
    {
        { } cause when cause.Contains("as a boolean", StringComparison.Ordinal) => "true or false",
        { } cause when cause.Contains("as a string", StringComparison.Ordinal) => "a text",
        { } cause when cause.Contains("as a number", StringComparison.Ordinal) => "a number",
        _ => null,
    };

    private static string Shape(string type) => type.StartsWith("System.Collections.Generic.IReadOnlyList", StringComparison.Ordinal) ? "a list" : "an object";

    private static string Shown(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return "nothing";
        var cut = Excerpt.Of(Encoding.UTF8.GetString(value));
        return value[0] switch
        {
            (byte)'{' => "an object",
            (byte)'[' => "a list",
            (byte)'"' => $"the text {cut}",
            (byte)'t' or (byte)'f' or (byte)'n' => cut,
            _ => $"the number {cut}",
        };
    }

    // The reader says where it stood when it gave up: behind the value that it could not use, or behind the end of an object that lacks something.
    private static (int Start, int End) ValueBefore(ReadOnlySpan<byte> text, int end)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        var open = new Stack<int>();
        var value = (Start: 0, End: 0);
        while (value.End < end && reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) open.Push(start);
            value = (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? open.Pop() : start, (int)reader.BytesConsumed);
        }

        return value;
    }

    [GeneratedRegex(@"^The JSON value could not be converted to (?<type>.+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Conversion();

    [GeneratedRegex(@"missing required properties including: .*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^The (property or field|constructor parameter) '(?<member>[^']+)' on type .* doesn't allow", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Null();

    [GeneratedRegex(@"'(?<name>[^']+)'", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
