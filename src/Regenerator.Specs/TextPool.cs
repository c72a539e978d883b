using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Specs;

/// <summary>
/// Keys, versions and other short texts that many documents repeat, held once. A text has one place, by its hash, and takes it from whatever
/// stood there: so the pool never grows, and who fills it with rubbish only makes others share less. Safe for many threads: each place is read
/// and written whole.
/// </summary>
/// <param name="size">Places; a power of two.</param>
internal sealed class TextPool(int size)
{
    /// <summary>Longer texts are prose, which hardly repeats.</summary>
    public const int Longest = 64;

    private readonly string?[] places = new string?[size];

    public static TextPool Shared { get; } = new(16_384);

    /// <param name="reader">At a text, a member's name or a number, which is taken by its raw text.</param>
    public string Text(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length > Longest) return New(ref reader);
        ref var place = ref places[Hash(reader.ValueSpan) & (places.Length - 1)];
        return place is { } held && Ascii.Equals(reader.ValueSpan, held) ? held : place = New(ref reader);
    }

    // The reader's own way refuses what is no valid UTF-8.
    private static string New(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;

    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        var code = new HashCode();
        code.AddBytes(utf8);
        return code.ToHashCode();
    }
}

/// <summary>Reads texts through the pool.</summary>
internal sealed class PooledText : JsonConverter<string>
{
    // Anything but a text goes to GetString, which refuses it in the reader's own words.
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? TextPool.Shared.Text(ref reader) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
