using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regenerator.Specs;

/// <summary>
/// An immutable record of a spec document: text keys to values, in the order in which a JavaScript runtime lists them
/// (integer-like keys ascending, then the others as they were written). Safe to share between threads.
/// </summary>
/// <typeparam name="TValue"><see cref="SpecRef"/>, <see cref="string"/> or <see cref="double"/>.</typeparam>
[JsonConverter(typeof(OrderedMapJsonConverter))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A map, not any collection.")]
public sealed class OrderedMap<TValue> : IReadOnlyDictionary<string, TValue>
{
    private readonly KeyValuePair<string, TValue>[] entries;
    private Keyed<KeyValuePair<string, TValue>, ByEntryKey<TValue>>? keyed; // made at the first look-up; two threads may both make it

    /// <param name="entries">A later entry of the same key replaces the value and keeps the earlier place.</param>
    public OrderedMap(IEnumerable<KeyValuePair<string, TValue>> entries)
    {
        var map = Over([]).Change(most: 0);
        map.SetAll(entries.ToArray());
        var inOrder = InOrder(map.Added);
        this.entries = inOrder ? map.ToArray() : Sorted(map.ToArray());
    }

    private OrderedMap(KeyValuePair<string, TValue>[] listed) => entries = listed;

    private Keyed<KeyValuePair<string, TValue>, ByEntryKey<TValue>> Keyed => keyed ??= Over(entries);

    public static OrderedMap<TValue> Empty { get; } = new([]);

    public int Count => entries.Length;

    public IEnumerable<string> Keys => entries.Select(e => e.Key);

    public IEnumerable<TValue> Values => entries.Select(e => e.Value);

    public TValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no «{key}»; known: {string.Join(", ", Keys)}");

    public ReadOnlySpan<KeyValuePair<string, TValue>> AsSpan() => entries;

    public bool ContainsKey(string key) => Keyed.Place(KeyValuePair.Create(key, default(TValue)!)) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value)
    {
        var place = Keyed.Place(KeyValuePair.Create(key, default(TValue)!));
        value = place < 0 ? default : entries[place].Value;
        return place >= 0;
    }

    public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, TValue>>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>With the entries of another map laid over it.</summary>
    internal OrderedMap<TValue> With(OrderedMap<TValue> more)
    {
        var changed = Change(most: 0);
        changed.SetAll(more.entries);
        return Of(changed);
    }

    /// <param name="most">How many entries will be set one by one at most.</param>
    internal Overlay<KeyValuePair<string, TValue>, ByEntryKey<TValue>> Change(int most) => Keyed.Change(most);

    /// <param name="changed">What <see cref="Change"/> gave; this very map where it changed nothing.</param>
    internal OrderedMap<TValue> Of(in Overlay<KeyValuePair<string, TValue>, ByEntryKey<TValue>> changed)
    {
        var inOrder = InOrder(changed.Added);
        var now = changed.ToArray();
        return ReferenceEquals(now, entries) ? this : new OrderedMap<TValue>(inOrder ? now : Sorted(now));
    }

    private static Keyed<KeyValuePair<string, TValue>, ByEntryKey<TValue>> Over(KeyValuePair<string, TValue>[] entries) => new(entries);

    private static bool InOrder(ReadOnlySpan<KeyValuePair<string, TValue>> added)
    {
        foreach (var (key, _) in added)
            if (key is not null && ArrayIndex(key) is not null) return false;
        return true;
    }

    private static KeyValuePair<string, TValue>[] Sorted(KeyValuePair<string, TValue>[] written) =>
        [.. written.Where(e => ArrayIndex(e.Key) is not null).OrderBy(e => ArrayIndex(e.Key)), .. written.Where(e => ArrayIndex(e.Key) is null)];

    // What ECMAScript calls an array index: the canonical text of 0 … 2³²−2.
    private static uint? ArrayIndex(string key) =>
        key.Length is > 0 and <= 10 && char.IsAsciiDigit(key[0]) && uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number != uint.MaxValue && (key[0] != '0' || key.Length == 1)
            ? number
            : null;
}

/// <summary>Reads and writes <see cref="OrderedMap{TValue}"/>; the value types are listed so that nothing is built by reflection.</summary>
public sealed class OrderedMapJsonConverter : JsonConverterFactory
{
    private delegate T ReadValue<T>(ref Utf8JsonReader reader);

    public override bool CanConvert(Type typeToConvert) => Create(typeToConvert) is not null;

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Create(typeToConvert);

    private static JsonConverter? Create(Type type) =>
        type == typeof(OrderedMap<SpecRef>) ? new Of<SpecRef>((ref reader) => SpecRefJsonConverter.ReadRef(ref reader), static (writer, value) => SpecRefJsonConverter.WriteRef(writer, value))
        : type == typeof(OrderedMap<string>) ? new Of<string>((ref reader) => VersionText.ReadText(ref reader), static (writer, value) => writer.WriteStringValue(value))
        : type == typeof(OrderedMap<double>) ? new Of<double>((ref reader) => JsonWords.Number(ref reader), static (writer, value) => writer.WriteNumberValue(value))
        : null;

    private sealed class Of<T>(ReadValue<T> read, Action<Utf8JsonWriter, T> write) : JsonConverter<OrderedMap<T>>
    {
        public override OrderedMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException($"expected an object, saw {JsonWords.Of(reader.TokenType)}");
            var entries = new List<KeyValuePair<string, T>>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var key = TextPool.Shared.Text(ref reader);
                reader.Read();
                entries.Add(new KeyValuePair<string, T>(key, read(ref reader)));
            }

            return new OrderedMap<T>(entries);
        }

        public override void Write(Utf8JsonWriter writer, OrderedMap<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (key, item) in value)
            {
                writer.WritePropertyName(key);
                write(writer, item);
            }

            writer.WriteEndObject();
        }
    }
}
