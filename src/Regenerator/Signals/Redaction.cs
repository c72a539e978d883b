using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>
/// Takes out of what providers answer what is not to be kept, logged or sent: before a rule sees it, so that it is in nothing that comes of it. Pure;
/// safe for concurrent use.
/// </summary>
public sealed partial class Redaction
{
    /// <summary>Stands where something was taken out.</summary>
    public const string Mark = "«redacted»";

    // Nothing that is looked for is shorter.
    private const int ShortestFind = 6;

    // What the standard pattern can not do without, but for the digits of a card: most texts have none of it, and finding that out is cheap.
    private static readonly SearchValues<string> Signs = SearchValues.Create(["@", "=", ":", "eyJ", "bearer", "basic"], StringComparison.OrdinalIgnoreCase);

    private const int ShortestCard = 13;

    private readonly HashSet<string> fields;
    private readonly Regex[] patterns;

    // Texts that were found clean: names of events come again and again, as the same object or spelled alike. Written and read whole.
    private readonly string?[] found = new string?[4096];

    /// <param name="fields">Names of metadata whose values are not to be kept, whatever they are; case does not count.</param>
    /// <param name="patterns">Of texts that are not to be kept; matched in linear time.</param>
    /// <exception cref="ArgumentException">A pattern is no regular expression, or one that can not be matched in linear time.</exception>
    public Redaction(IEnumerable<string> fields, IEnumerable<string> patterns)
    {
        this.fields = fields.ToHashSet(StringComparer.OrdinalIgnoreCase);
        this.patterns = [.. patterns.Select(Compiled)];
    }

    private Redaction(IEnumerable<string> fields, Regex[] patterns) => (this.fields, this.patterns) = (fields.ToHashSet(StringComparer.OrdinalIgnoreCase), patterns);

    public static IReadOnlyList<string> StandardFields { get; } =
    [
        "authorization", "cookie", "set-cookie", "password", "passwd", "pwd", "secret", "token", "access_token", "refresh_token", "api_key", "apikey",
        "email", "user_email", "phone", "card_number", "ssn",
    ];

    /// <summary>E-mail addresses, bearer tokens and JWTs, card numbers, <c>password=</c> and its like, and <see cref="StandardFields"/>.</summary>
    public static Redaction Standard { get; } = new(StandardFields, [StandardPattern()]);

    public static Redaction None { get; } = new([], Array.Empty<Regex>());

    /// <summary>This and more.</summary>
    /// <inheritdoc cref="Redaction(IEnumerable{string}, IEnumerable{string})"/>
    public Redaction With(IEnumerable<string> fields, IEnumerable<string> patterns) => new(this.fields.Concat(fields), [.. this.patterns, .. patterns.Select(Compiled)]);

    /// <returns>The same text where there was nothing to take out.</returns>
    public string Text(string text)
    {
        if (IsKnown(text)) return text;
        var clean = text;
        foreach (var pattern in patterns)
            if (!ReferenceEquals(pattern, StandardPattern()) || MayHold(clean)) clean = pattern.Replace(clean, Replacement);
        if (!string.Equals(clean, text)) return clean;
        Remember(text);
        return text;
    }

    // By how it begins, how it ends and how long it is: names that differ in the middle only share their places, and are looked through each time.
    private static int PlaceOf(string text)
    {
        var letters = MemoryMarshal.AsBytes(text.AsSpan());
        var seen = BinaryPrimitives.ReadUInt64LittleEndian(letters) ^ BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(letters[^sizeof(ulong)..]), 7) ^ (ulong)letters.Length;
        return (int)((seen * 0x9E3779B97F4A7C15) >> 52); // the twelve highest bits: the golden ratio spreads them
    }

    // The place beside it is its second: two names that fall on one do not push each other out each time.
    private void Remember(string text)
    {
        var place = PlaceOf(text);
        found[place ^ 1] = found[place];
        found[place] = text;
    }

    private bool IsNothing => patterns.Length + fields.Count == 0;

    /// <summary>Whether the standard pattern could find anything.</summary>
    private static bool MayHold(string text) => text.AsSpan().ContainsAny(Signs) || text.Length >= ShortestCard && text.Count(char.IsAsciiDigit) >= ShortestCard;

    /// <returns>The same object where there was nothing to take out.</returns>
    public RegeneratorSignal Signal(RegeneratorSignal signal)
    {
        var metadata = Metadata(signal.Metadata);
        RegeneratorSignal clean = signal switch
        {
            TelemetrySignal telemetry when Changes(telemetry.EventName, out var name) => telemetry with { EventName = name },
            ErrorSignal error when Changes(error.Message, out var message) | Changes(error.Id, out var id) => error with { Id = id, Message = message },
            BehaviorSignal behavior when Changes(behavior.Feature, out var feature) => behavior with { Feature = feature },
            _ => signal,
        };
        return ReferenceEquals(metadata, signal.Metadata) ? clean : clean with { Metadata = metadata };
    }

    internal ProviderAnswer Answer(ProviderAnswer answer) => IsNothing ? answer : answer with
    {
        Readings = answer.Readings.ToDictionary(r => r.Key, r => Reading(r.Value), StringComparer.Ordinal),
        Quarantined = Answer(answer.Quarantined),
    };

    internal QuarantinedAnswer? Answer(QuarantinedAnswer? broken) => broken is null ? null : broken with { Reason = Text(broken.Reason), Excerpt = Text(broken.Excerpt) };

    /// <returns>The same object where there was nothing to take out.</returns>
    internal ProviderReading Reading(ProviderReading reading)
    {
        if (IsNothing) return reading;
        RegeneratorSignal[]? clean = null;
        for (var i = 0; i < reading.Array.Length; i++)
        {
            if (Signal(reading.Array[i]) is var signal && ReferenceEquals(signal, reading.Array[i])) continue;
            clean ??= (RegeneratorSignal[])reading.Array.Clone(); // of the provider's kind, as it was
            clean[i] = signal;
        }

        var coverage = Coverage(reading.Coverage);
        return clean is null && ReferenceEquals(coverage, reading.Coverage) ? reading : new ProviderReading(reading.Provider, reading.Kind, clean ?? reading.Array, coverage) { LeftOut = reading.LeftOut };
    }

    /// <returns>The same object where there was nothing to take out.</returns>
    internal Coverage Coverage(Coverage coverage) =>
        !Changes(coverage.Reason, out var reason) ? coverage : coverage.IsUnavailable ? Signals.Coverage.Unavailable(reason) : Signals.Coverage.Partial(reason);

    /// <summary>Holds nothing that is to be taken out.</summary>
    internal bool Passes(string text) => IsKnown(text) || ReferenceEquals(Text(text), text);

    private bool IsKnown(string text)
    {
        if (text.Length < ShortestFind) return true;
        var place = PlaceOf(text);
        return string.Equals(found[place], text) || string.Equals(found[place ^ 1], text);
    }

    private bool Changes(string text, out string clean) => !ReferenceEquals(clean = Text(text), text);

    private IReadOnlyDictionary<string, JsonElement>? Metadata(IReadOnlyDictionary<string, JsonElement>? metadata)
    {
        if (metadata is null || !metadata.Any(m => IsDirty(m.Key, m.Value))) return metadata;
        return metadata.ToDictionary(m => m.Key, m => IsDirty(m.Key, m.Value) ? Element(Clean(m.Key, JsonNode.Parse(m.Value.GetRawText()))) : m.Value, StringComparer.Ordinal);
    }

    private bool IsDirty(string name, JsonElement value) => fields.Contains(name) || value.ValueKind switch
    {
        JsonValueKind.String => Changes(value.GetString()!, out _),
        JsonValueKind.Object => value.EnumerateObject().Any(member => IsDirty(member.Name, member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => IsDirty("", item)),
        JsonValueKind.Number => Changes(value.GetRawText(), out _), // a card number is one
        _ => false,
    };

    private JsonNode? Clean(string name, JsonNode? value)
    {
        if (fields.Contains(name)) return Mark;
        switch (value)
        {
            case JsonObject members:
                return new JsonObject(members.ToArray().Select(m => KeyValuePair.Create(m.Key, Clean(m.Key, m.Value?.DeepClone()))));
            case JsonArray items:
                return new JsonArray([.. items.ToArray().Select(item => Clean("", item?.DeepClone()))]);
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                return Text(scalar.GetValue<string>());
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number && Changes(scalar.ToJsonString(), out var clean):
                return clean;
            default:
                return value;
        }
    }

    private static JsonElement Element(JsonNode? value) => value is null ? JsonElement.Parse("null") : JsonElement.Parse(value.ToJsonString());

    private static Regex Compiled(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException problem)
        {
            throw new ArgumentException($"«{pattern}» can not be matched in linear time: {problem.Message}", nameof(pattern), problem);
        }
    }

    private static string Replacement(Match found) =>
        found.Groups["card"].Success && !IsCard(found.Value) ? found.Value : $"{found.Groups["before"].Value}{Mark}";

    // https://www.rfc-editor.org/rfc/rfc7519 for tokens; cards have 13 to 19 digits and the check digit of Luhn (ISO/IEC 7812-1).
    [GeneratedRegex(
        """(?<before>\b(Bearer|Basic)\s+)[\w.~+/=-]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]*|[\w.+-]+@([\w-]+\.)+[A-Za-z]{2,}|(?<before>\b[\w-]*(password|passwd|pwd|secret|token|api_?key)"?\s*[=:]\s*"?)[^\s;,&"«]+|(?<card>\b\d([ -]?\d){12,18}\b)""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex StandardPattern();

    private static bool IsCard(string text)
    {
        var (sum, place) = (0, 0);
        foreach (var digit in text.Where(char.IsAsciiDigit).Reverse().Select(c => CharUnicodeInfo.GetDecimalDigitValue(c)))
            sum += place++ % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        return sum % 10 == 0;
    }
}
