using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Specs;

/// <summary>
/// A pointer to a spec: its key and, unless the latest is meant, its version.
/// Equal when the identity text is equal: <c>key</c>, or <c>key.v&lt;version&gt;</c> when the version is not empty. So a key
/// <c>a.v1</c> without a version equals key <c>a</c> at version <c>1</c>; the apps' own runtime treats them as one.
/// </summary>
/// <remarks>Compared without joining the text; the hash is computed once.</remarks>
[JsonConverter(typeof(SpecRefJsonConverter))]
public sealed class SpecRef : IEquatable<SpecRef>
{
    private const string Infix = ".v";
    private const string NoKey = "undefined";
    private const int LongestOnStack = 256;
    private readonly int hash;

    /// <param name="key">The spec's key; <c>null</c> only where a document says <c>{}</c>.</param>
    /// <param name="version">Absent or empty: the latest.</param>
    /// <param name="unknown">Members that this library does not know; kept as they were read.</param>
    public SpecRef(string? key, Optional<string> version = default, IReadOnlyDictionary<string, JsonElement>? unknown = null)
    {
        Key = key;
        Version = version;
        UnknownMembers = unknown;
        hash = IdentityHash();
    }

    public string? Key { get; }

    public Optional<string> Version { get; }

    public IReadOnlyDictionary<string, JsonElement>? UnknownMembers { get; }

    /// <summary>The reference names one version rather than the latest.</summary>
    public bool IsVersioned => !string.IsNullOrEmpty(Version.Value);

    public bool Equals(SpecRef? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || hash != other.hash) return false;
        var mine = IsVersioned ? Version.Value! : "";
        var theirs = other.IsVersioned ? other.Version.Value! : "";
        if (string.Equals(Key, other.Key)) return string.Equals(mine, theirs);
        return string.Equals(ToString(), other.ToString());
    }

    public override bool Equals(object? obj) => Equals(obj as SpecRef);

    public override int GetHashCode() => hash;

    /// <summary><c>key</c> or <c>key.v&lt;version&gt;</c>.</summary>
    public override string ToString() => IsVersioned ? $"{Key}{Infix}{Version.Value}" : Key ?? NoKey;

    /// <summary><c>key</c> or <c>key@version</c>: how people read it.</summary>
    public string Display => IsVersioned ? $"{Key}@{Version.Value}" : Key ?? "{}";

    // Over the joined text, so that refs that are equal by text but split differently meet in one bucket.
    private int IdentityHash()
    {
        var key = Key ?? NoKey;
        if (!IsVersioned) return string.GetHashCode(key, StringComparison.Ordinal);
        var version = Version.Value!;
        var length = key.Length + Infix.Length + version.Length;
        if (length > LongestOnStack) return string.GetHashCode(ToString(), StringComparison.Ordinal);
        Span<char> text = stackalloc char[LongestOnStack];
        key.CopyTo(text);
        Infix.CopyTo(text[key.Length..]);
        version.CopyTo(text[(key.Length + Infix.Length)..]);
        return string.GetHashCode(text[..length], StringComparison.Ordinal);
    }
}

/// <summary>Reads <c>{ "key", "version" }</c>; <c>name</c> is read as <c>key</c> and a number as a version, by its raw text.</summary>
public sealed class SpecRefJsonConverter : JsonConverter<SpecRef>
{
    private static readonly SpecRef?[] Held = new SpecRef?[8_192];

    public override SpecRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadRef(ref reader);

    public override void Write(Utf8JsonWriter writer, SpecRef value, JsonSerializerOptions options) => WriteRef(writer, value);

    internal static SpecRef ReadRef(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException($"expected a reference such as {{ \"key\": …, \"version\": … }}, saw {JsonWords.Of(reader.TokenType)}");
        string? key = null;
        var version = default(Optional<string>);
        Dictionary<string, JsonElement>? unknown = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("key"u8) || reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                key = ReadKey(ref reader);
            }
            else if (reader.ValueTextEquals("version"u8))
            {
                reader.Read();
                version = reader.TokenType == JsonTokenType.Null ? new Optional<string>(null) : VersionText.ReadText(ref reader);
            }
            else
            {
                var name = reader.GetString()!;
                reader.Read();
                (unknown ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal))[name] = JsonElement.ParseValue(ref reader);
            }
        }

        var read = new SpecRef(key, version, unknown);
        return unknown is null ? Once(read) : read;
    }

    internal static void WriteRef(Utf8JsonWriter writer, SpecRef value)
    {
        writer.WriteStartObject();
        if (value.Key is not null) writer.WriteString("key"u8, value.Key);
        if (value.Version.IsPresent) writer.WriteString("version"u8, value.Version.Value);
        if (value.UnknownMembers is { } unknown)
        {
            foreach (var (name, element) in unknown)
            {
                writer.WritePropertyName(name);
                element.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    // Tenants of one app point to the same few specs. As in the pool of texts, what is read takes the place of another: it never grows.
    private static SpecRef Once(SpecRef read)
    {
        ref var place = ref Held[read.GetHashCode() & (Held.Length - 1)];
        return place is { } held && string.Equals(held.Key, read.Key) && held.Version == read.Version ? held : place = read;
    }

    private static string ReadKey(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? TextPool.Shared.Text(ref reader) : throw new JsonException($"expected a key, which is a text, saw {JsonWords.Of(reader.TokenType)}");
}
