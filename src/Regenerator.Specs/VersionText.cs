using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Specs;

/// <summary>A version as it was written: <c>"1.4.2"</c>, or a number by its raw text, so that <c>1.20</c> stays <c>1.20</c>.</summary>
public sealed class VersionText : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    internal static string ReadText(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String or JsonTokenType.Number => TextPool.Shared.Text(ref reader),
        var other => throw new JsonException($"expected a text, saw {JsonWords.Of(other)}"),
    };
}

/// <summary>Tokens in the words of error messages.</summary>
internal static class JsonWords
{
    public static string Of(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        _ => "the end",
    };

    /// <exception cref="JsonException">It is no number, or too large to count with.</exception>
    public static double Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number) throw new JsonException($"expected a number, saw {Of(reader.TokenType)}");
        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new JsonException($"the number {Encoding.UTF8.GetString(reader.ValueSpan)} is too large");
    }
}
