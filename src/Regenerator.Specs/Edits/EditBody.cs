using System.Text.Json;

namespace Regenerator.Specs.Edits;

/// <summary>The members of an edit's JSON, each read as what it has to be. A <see cref="JsonException"/> says which is not, in one line.</summary>
internal readonly record struct EditBody(JsonElement Json)
{
    public string Text(string member) => MaybeText(member).Value ?? throw Missing(member);

    /// <summary>Has to be there: <c>null</c> clears, and is said.</summary>
    public string? TextOrNull(string member) => MaybeText(member) is { IsPresent: true } text ? text.Value : throw new JsonException($"«{member}» is missing; null clears it");

    public Optional<string> MaybeText(string member) => Maybe(member, text => text.ValueKind == JsonValueKind.String ? text.GetString() : throw Wrong(member, "a text", text));

    public bool Truth(string member) => Json.TryGetProperty(member, out var value) && value.ValueKind is (JsonValueKind.True or JsonValueKind.False)
        ? value.GetBoolean()
        : throw new JsonException($"«{member}» is true or false");

    public Optional<bool?> MaybeTruth(string member)
    {
        var body = this;
        return Maybe<bool?>(member, _ => body.Truth(member));
    }

    public Optional<double?> MaybeNumber(string member) => Maybe<double?>(member, number =>
        number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw Wrong(member, "a number", number));

    /// <summary>Has to be there: a number from 0 to 1, or <c>null</c>.</summary>
    public double? ShareOrNull(string member) => MaybeNumber(member) switch
    {
        { IsPresent: false } => throw new JsonException($"«{member}» is missing; null clears it"),
        { Value: < 0 or > 1 } share => throw new JsonException($"«{member}» is a number from 0 to 1, saw {share.Value}"),
        var share => share.Value,
    };

    public SpecRef Ref(string member) => MaybeRef(member).Value ?? throw Missing(member);

    public Optional<SpecRef> MaybeRef(string member) => Maybe(member, spec => Reference(member, spec));

    /// <summary>Has to be there: a list of references, or <c>null</c>.</summary>
    public IReadOnlyList<SpecRef>? RefsOrNull(string member) => MaybeRefs(member) is { IsPresent: true } list ? list.Value : throw new JsonException($"«{member}» is missing; null clears it");

    public Optional<IReadOnlyList<SpecRef>> MaybeRefs(string member) => Maybe<IReadOnlyList<SpecRef>>(member, list => List(member, "references", list, element => Reference(member, element)));

    public Optional<IReadOnlyList<string>> MaybeTexts(string member) => Maybe<IReadOnlyList<string>>(member, list =>
        List(member, "texts", list, element => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(member, "a list of texts", list)));

    public T Choice<T>(string member)
        where T : struct, Enum
    {
        var text = Text(member);
        foreach (var choice in Enum.GetValues<T>())
            if (string.Equals(Word(choice), text)) return choice;
        throw new JsonException($"«{member}» is one of {string.Join(", ", Enum.GetValues<T>().Select(Word))}; saw {text}");
    }

    /// <summary>A choice as JSON writes it.</summary>
    public static string Word<T>(T choice)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());

    private Optional<T> Maybe<T>(string member, Func<JsonElement, T?> read) => !Json.TryGetProperty(member, out var value) ? default
        : new Optional<T>(value.ValueKind == JsonValueKind.Null ? default : read(value));

    private static SpecRef Reference(string member, JsonElement value) =>
        value.Deserialize(SpecJson.Default.SpecRef) is { Key: not null } spec ? spec : throw new JsonException($"«{member}» is a reference without a key");

    private static T[] List<T>(string member, string of, JsonElement list, Func<JsonElement, T> read) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(read)] : throw Wrong(member, $"a list of {of}", list);

    private static JsonException Missing(string member) => new($"«{member}» is missing");

    private static JsonException Wrong(string member, string wanted, JsonElement seen) => new($"«{member}» is {wanted}, saw {seen.GetRawText()}");
}
