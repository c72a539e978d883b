using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>One pass over a text that stops at the first thing wrong and knows where it stands.</summary>
internal ref struct JsonTextCheck(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private readonly DocumentPath path = new();
    private readonly Stack<Container> open = new();
    private Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });

    /// <exception cref="SpecFormatException">What is wrong and where.</exception>
    public void Run()
    {
        try
        {
            while (reader.Read()) Visit();
        }
        catch (JsonException problem)
        {
            var offset = TextPosition.OffsetOf(text, problem.LineNumber ?? 0, problem.BytePositionInLine ?? 0);
            // The reader blames the last number when the text ends behind it.
            var endsOpen = offset >= text.Length && open.Count > 0;
            throw Wrong(endsOpen ? "the text ends while an object or an array is still open" : JsonText.PlainWords(problem), offset, problem);
        }
    }

    private readonly void Visit()
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            open.Pop();
            LeaveValue();
            return;
        }

        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            EnterMember(Text());
            return;
        }

        if (open.TryPeek(out var container) && container.Names is null) path.Enter(container.Count++);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            open.Push(new Container(reader.TokenType == JsonTokenType.StartObject ? new HashSet<string>(StringComparer.Ordinal) : null));
            return;
        }

        if (reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped) Text();
        LeaveValue();
    }

    private readonly void EnterMember(string name)
    {
        if (!open.Peek().Names!.Add(name)) throw Wrong($"the member \"{Excerpt.Of(name)}\" is there twice", (int)reader.TokenStartIndex);
        path.Enter(name);
    }

    private readonly void LeaveValue()
    {
        if (open.Count > 0) path.Leave();
    }

    private readonly string Text()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException problem)
        {
            // A lone \ud800 passes the reader's grammar and fails only when the text is asked for.
            throw Wrong("the text has half of a surrogate pair", (int)reader.TokenStartIndex, problem);
        }
    }

    private readonly SpecFormatException Wrong(string problem, int offset, Exception? inner = null)
    {
        var (line, column) = TextPosition.Of(text, offset);
        return new SpecFormatException(problem, line: line, column: column, path: path.ToString(), inner: inner);
    }

    /// <param name="names">Null in an array.</param>
    private sealed class Container(HashSet<string>? names)
    {
        public HashSet<string>? Names { get; } = names;

        public int Count { get; set; }
    }
}
