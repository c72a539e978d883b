using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Specs;

/// <summary>
/// A member of a document that may be absent, present as <c>null</c>, or present with a value.
/// The three mean different things in an override: absent inherits, <c>null</c> clears, a value replaces.
/// </summary>
/// <typeparam name="T">One of the types that <see cref="OptionalJsonConverter"/> lists.</typeparam>
[JsonConverter(typeof(OptionalJsonConverter))]
public readonly struct Optional<T>(T? value) : IEquatable<Optional<T>>
{
    // One reference rather than a value and a flag: documents are full of these, and fleets of documents.
    private readonly object? content = value ?? (object)ExplicitNull.Instance;

    /// <summary>The member stands in the document, possibly as <c>null</c>.</summary>
    public bool IsPresent => content is not null;

    /// <summary>The member stands in the document as <c>null</c>.</summary>
    public bool IsNull => ReferenceEquals(content, ExplicitNull.Instance);

    /// <summary>The value; the default of <typeparamref name="T"/> when the member is absent or <c>null</c>.</summary>
    public T? Value => content is T present ? present : default;

    public static implicit operator Optional<T>(T? value) => new(value);

    public bool Equals(Optional<T> other) => IsPresent == other.IsPresent && EqualityComparer<T?>.Default.Equals(Value, other.Value);

    public override bool Equals(object? obj) => obj is Optional<T> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(IsPresent, Value);

    public static bool operator ==(Optional<T> left, Optional<T> right) => left.Equals(right);

    public static bool operator !=(Optional<T> left, Optional<T> right) => !left.Equals(right);

    public override string ToString() => !IsPresent ? "absent" : Value?.ToString() ?? "null";
}

/// <summary>What stands in an <see cref="Optional{T}"/> that is present as <c>null</c>.</summary>
internal sealed class ExplicitNull
{
    public static readonly ExplicitNull Instance = new();

    private ExplicitNull()
    {
    }
}

/// <summary>Reads and writes <see cref="Optional{T}"/>. The types are listed one by one so that nothing is built by reflection.</summary>
public sealed class OptionalJsonConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => Create(typeToConvert) is not null;

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Create(typeToConvert);

    private static JsonConverter? Create(Type type) =>
        type == typeof(Optional<string>) ? new Of<string>((ref reader) => VersionText.ReadText(ref reader), static (writer, value) => writer.WriteStringValue(value))
        : type == typeof(Optional<bool?>) ? new Of<bool?>((ref reader) => reader.GetBoolean(), static (writer, value) => writer.WriteBooleanValue(value!.Value))
        : type == typeof(Optional<double?>) ? new Of<double?>((ref reader) => JsonWords.Number(ref reader), static (writer, value) => writer.WriteNumberValue(value!.Value))
        : type == typeof(Optional<SpecRef>) ? new Of<SpecRef>((ref reader) => SpecRefJsonConverter.ReadRef(ref reader), static (writer, value) => SpecRefJsonConverter.WriteRef(writer, value))
        : null;

    private delegate T ReadValue<T>(ref Utf8JsonReader reader);

    private sealed class Of<T>(ReadValue<T> read, Action<Utf8JsonWriter, T> write) : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? new Optional<T>(default) : new Optional<T>(read(ref reader));

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options)
        {
            if (value.Value is { } present) write(writer, present);
            else writer.WriteNullValue();
        }
    }
}
