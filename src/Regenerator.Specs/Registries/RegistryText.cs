using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Registries;

/// <summary>A text with specs in it, as checked JSON without its mark.</summary>
internal readonly ref struct RegistryText
{
    private readonly SpecPlace place;
    private readonly ReadOnlySpan<byte> bytes;
    private readonly ReadOnlySpan<byte> json;

    /// <exception cref="SpecFormatException">The bytes are neither JSON nor YAML.</exception>
    public RegistryText(SpecPlace place, ReadOnlySpan<byte> bytes)
    {
        this.place = place;
        this.bytes = bytes;
        try
        {
            if (place.Format == SpecFormat.Yaml) json = YamlJson.ToJson(bytes);
            else JsonText.Check(json = bytes);
        }
        catch (SpecFormatException problem) when (problem.Place is null)
        {
            throw problem.At(place.Name);
        }

        json = json[JsonText.BomLength(json)..];
    }

    // Each line of YAML would have to be looked for from the beginning; the path says as much.
    private bool HasLines => place.Format == SpecFormat.Json;

    public Utf8JsonReader Reader(int start = 0) => new(json[start..], new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });

    /// <summary>One spec, or a list of them.</summary>
    /// <param name="start">Where the value's first character stands.</param>
    /// <param name="path">The value's path in the text: <c>$.workflows</c>.</param>
    /// <exception cref="SpecFormatException">The value is something else; says where.</exception>
    public RegisteredSpec[] Specs<TSpec>(
        int start, string path, JsonTypeInfo<TSpec> one, JsonTypeInfo<IReadOnlyList<TSpec>> list, Func<TSpec, string> identity)
        where TSpec : SpecObject
    {
        var isList = json[start] == (byte)'[';
        var starts = isList ? ElementStarts(start) : [start];
        var specs = Parsed(start, path, isList, one, list);
        var registered = new RegisteredSpec[specs.Count];
        for (var (i, line, counted) = (0, 1, 0); i < registered.Length; i++)
        {
            var at = isList ? $"{path}[{i}]" : path;
            var spec = specs[i] ?? throw Wrong("expected a spec or a list of specs, saw null", starts[i], at);
            line += json[counted..starts[i]].Count((byte)'\n');
            counted = starts[i];
            registered[i] = new RegisteredSpec(spec, identity(spec), HasLines ? $"{place.Name}:{line}" : $"{place.Name} (at {at})");
        }

        return registered;
    }

    public SpecFormatException Wrong(string problem, int start, string path)
    {
        var position = JsonProblem.PositionOf(place, bytes, json, start);
        return new SpecFormatException(problem, place.Name, position.Line, position.Column, path);
    }

    private IReadOnlyList<TSpec?> Parsed<TSpec>(int start, string path, bool isList, JsonTypeInfo<TSpec> one, JsonTypeInfo<IReadOnlyList<TSpec>> list)
        where TSpec : SpecObject
    {
        var reader = Reader(start);
        reader.Read();
        reader.Skip();
        var end = start + (int)reader.BytesConsumed;
        try
        {
            var value = json[start..end];
            if (isList) return JsonSerializer.Deserialize(value, list)!;
            return [JsonSerializer.Deserialize(value, one)];
        }
        catch (JsonException problem)
        {
            throw JsonProblem.Of(problem, place, bytes, json, start..end, path);
        }
    }

    private List<int> ElementStarts(int start)
    {
        var starts = new List<int>();
        var reader = Reader(start);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            starts.Add(start + (int)reader.TokenStartIndex);
            reader.Skip();
        }

        return starts;
    }
}
