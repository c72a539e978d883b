using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Regenerator.Cli.Configuration;

/// <summary>A JSON tree that knows where in its text every value and every member stands. Comments and trailing commas are allowed.</summary>
internal sealed class PositionedJson
{
    private const int MaxDepth = 64;

    private PositionedJson(JsonValueKind kind, string path, TextPlace place, string text)
    {
        Kind = kind;
        Path = path;
        Place = place;
        Text = text;
    }

    public JsonValueKind Kind { get; }

    /// <summary>From the root, as in <c>providers[0].url</c>; empty for the root.</summary>
    public string Path { get; }

    public TextPlace Place { get; }

    /// <summary>A text without its quotes, a number as it was written; empty for objects and lists.</summary>
    public string Text { get; }

    /// <summary>Of an object. A member that is there twice is kept twice: the reader of the tree says so.</summary>
    public List<PositionedMember> Members { get; } = [];

    /// <summary>Of a list.</summary>
    public List<PositionedJson> Elements { get; } = [];

    /// <summary>The value in the words of messages.</summary>
    public string Seen => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"«{Text}»",
        _ => Text,
    };

    public PositionedJson? this[string member] => Members.FirstOrDefault(m => m.Name == member)?.Value;

    public string PathOf(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    /// <exception cref="JsonProblemException">The text is no JSON.</exception>
    public static PositionedJson Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(utf8)) throw new JsonProblemException("the text is not UTF-8", new TextPlace(1, 1));
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
        var places = new Places(utf8);
        try
        {
            reader.Read();
            var root = Value(ref reader, ref places, "");
            reader.Read(); // nothing may follow
            return root;
        }
        catch (JsonException problem)
        {
            throw new JsonProblemException(Plain(problem.Message), new Places(utf8).At(problem.LineNumber ?? 0, problem.BytePositionInLine ?? 0));
        }
        catch (InvalidOperationException)
        {
            throw new JsonProblemException("the text has half of a surrogate pair", places.At((int)reader.TokenStartIndex));
        }
    }

    /// <summary>An empty object in the place of a member that is not there.</summary>
    public PositionedJson Nothing(string member) => new(JsonValueKind.Object, PathOf(member), Place, "");

    /// <summary>This object, and whatever another one has beyond it; every value keeps its place.</summary>
    public PositionedJson Over(PositionedJson? usual)
    {
        var joined = new PositionedJson(Kind, Path, Place, Text);
        joined.Members.AddRange(Members);
        joined.Members.AddRange((usual?.Members ?? []).Where(member => this[member.Name] is null));
        return joined;
    }

    /// <summary>The value alone, without comments; of members that are there twice, the last.</summary>
    public JsonElement ToElement()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output)) Write(writer);
        return JsonElement.Parse(output.WrittenSpan);
    }

    private static PositionedJson Value(ref Utf8JsonReader reader, ref Places places, string path)
    {
        var place = places.At((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new PositionedJson(JsonValueKind.Object, path, place, "");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (name, at) = (reader.GetString()!, places.At((int)reader.TokenStartIndex));
                    reader.Read();
                    members.Members.Add(new PositionedMember(name, at, Value(ref reader, ref places, members.PathOf(name))));
                }

                return members;
            case JsonTokenType.StartArray:
                var list = new PositionedJson(JsonValueKind.Array, path, place, "");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Elements.Add(Value(ref reader, ref places, $"{path}[{list.Elements.Count}]"));
                return list;
            case JsonTokenType.String:
                return new PositionedJson(JsonValueKind.String, path, place, reader.GetString()!);
            case var token:
                var kind = token switch
                {
                    JsonTokenType.Number => JsonValueKind.Number,
                    JsonTokenType.True => JsonValueKind.True,
                    JsonTokenType.False => JsonValueKind.False,
                    _ => JsonValueKind.Null,
                };
                return new PositionedJson(kind, path, place, Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    private void Write(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in Members.GroupBy(m => m.Name).Select(same => same.Last()))
                {
                    writer.WritePropertyName(member.Name);
                    member.Value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in Elements) element.Write(writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text);
                break;
            default:
                writer.WriteRawValue(Text);
                break;
        }
    }

    private static string Plain(string message)
    {
        var sentence = message.Split(" LineNumber: ")[0].TrimEnd('.', ' ');
        return sentence switch
        {
            _ when sentence.Contains("does not contain any JSON tokens", StringComparison.Ordinal) => "the file is empty: a JSON object was expected",
            _ when sentence.Contains("Expected depth to be zero", StringComparison.Ordinal) => "the text ends while an object or a list is still open",
            _ when sentence.Contains("maximum configured depth", StringComparison.Ordinal) => $"nested deeper than {MaxDepth} levels",
            _ => sentence.Replace("'0x0A'", "a line break", StringComparison.Ordinal).Replace("'0x0D'", "a line break", StringComparison.Ordinal),
        };
    }

    /// <summary>Offsets to lines and columns. Offsets are asked for in rising order, so that the text is walked once.</summary>
    private ref struct Places(ReadOnlySpan<byte> utf8)
    {
        private readonly ReadOnlySpan<byte> utf8 = utf8;
        private int line = 1;
        private int lineStart;

        public TextPlace At(int offset)
        {
            while (utf8[lineStart..offset].IndexOf((byte)'\n') is >= 0 and var lineBreak)
            {
                line++;
                lineStart += lineBreak + 1;
            }

            return new TextPlace(line, 1 + Encoding.UTF8.GetCharCount(utf8[lineStart..offset]));
        }

        /// <summary>Both 0-based, as the reader counts.</summary>
        public TextPlace At(long lines, long byteInLine)
        {
            for (; lines > 0 && utf8[lineStart..].IndexOf((byte)'\n') is >= 0 and var lineBreak; lines--)
            {
                line++;
                lineStart += lineBreak + 1;
            }

            return At((int)Math.Min(lineStart + byteInLine, utf8.Length));
        }
    }
}

internal sealed record PositionedMember(string Name, TextPlace Place, PositionedJson Value);

/// <summary>Both 1-based; the column in UTF-16 units, as editors count.</summary>
internal sealed record TextPlace(int Line, int Column)
{
    public override string ToString() => $"{Line}:{Column}";
}

internal sealed class JsonProblemException(string problem, TextPlace place) : Exception(problem)
{
    public TextPlace Place { get; } = place;
}
