using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Specs.Json;

/// <summary>Reads and writes a pointer as its text.</summary>
public sealed class JsonPointerText : JsonConverter<JsonPointer>
{
    public override JsonPointer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException($"expected a JSON Pointer as text, saw {JsonWords.Of(reader.TokenType)}");
        return JsonPointer.TryParse(reader.GetString()!, out var pointer, out var reason) ? pointer : throw new JsonException(reason);
    }

    public override void Write(Utf8JsonWriter writer, JsonPointer value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
