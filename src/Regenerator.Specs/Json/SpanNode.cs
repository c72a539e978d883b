using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>
/// A value of a JSON text with the bytes it takes: from <see cref="Start"/> up to, not including, <see cref="End"/>. A member's name is
/// kept with its value.
/// </summary>
internal sealed class SpanNode(JsonTokenType opening, int start, SpanNode? parent, string? name, int nameStart, int nameEnd)
{
    public int Start { get; private set; } = start;

    public int End { get; private set; }

    public SpanNode? Parent { get; private set; } = parent;

    public string? Name { get; } = name;

    public int NameEnd { get; private set; } = nameEnd;

    /// <summary>Where the item begins in its container: at the name of a member, at the value of an element.</summary>
    public int ItemStart { get; private set; } = name is null ? start : nameStart;

    public List<SpanNode> Children { get; } = [];

    public bool IsObject => opening == JsonTokenType.StartObject;

    public bool IsArray => opening == JsonTokenType.StartArray;

    public bool IsContainer => IsObject || IsArray;

    public int Index => Parent!.Children.IndexOf(this);

    /// <param name="utf8">JSON that <see cref="JsonText"/> has accepted.</param>
    public static SpanNode Read(ReadOnlySpan<byte> utf8)
    {
        var bom = JsonText.BomLength(utf8);
        var reader = new Utf8JsonReader(utf8[bom..], new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        SpanNode? root = null, open = null;
        (string? Name, int Start, int End) member = default;
        while (reader.Read())
        {
            var (start, end) = (bom + (int)reader.TokenStartIndex, bom + (int)reader.BytesConsumed);
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                // BytesConsumed is behind the colon already.
                member = (reader.GetString(), start, start + reader.ValueSpan.Length + 2);
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open!.End = end;
                open = open.Parent;
                continue;
            }

            var node = new SpanNode(reader.TokenType, start, open, member.Name, member.Start, member.End) { End = end };
            member = default;
            root ??= node;
            open?.Children.Add(node);
            if (node.IsContainer) open = node;
        }

        return root!;
    }

    public SpanNode? Child(string segment) => IsArray
        ? ArrayIndex.OfElement(segment, Children.Count) is { } index ? Children[index] : null
        : Children.Find(child => string.Equals(child.Name, segment, StringComparison.Ordinal));

    /// <summary>The node at a path that exists.</summary>
    public SpanNode At(JsonPointer path) => path.Segments.Aggregate(this, (node, segment) => node.Child(segment)!);

    /// <summary>The text has grown by so many bytes (or shrunk) before the child at this index: it and all that stands behind it have moved.</summary>
    public void Stretch(int index, int bytes)
    {
        for (var child = index; child < Children.Count; child++) Children[child].Shift(bytes);
        End += bytes;
        Parent?.Stretch(Index + 1, bytes);
    }

    /// <summary>Takes in a child that was read elsewhere, so many bytes further to the front.</summary>
    public void Adopt(int index, SpanNode child, int bytes)
    {
        child.Parent = this;
        child.Shift(bytes);
        Children.Insert(index, child);
    }

    private void Shift(int bytes)
    {
        Start += bytes;
        End += bytes;
        NameEnd += bytes;
        ItemStart += bytes;
        foreach (var child in Children) child.Shift(bytes);
    }

    /// <summary>In the order of the text, as far as they are asked for.</summary>
    public IEnumerable<SpanNode> WithDescendants()
    {
        var open = new Stack<SpanNode>([this]);
        while (open.TryPop(out var node))
        {
            yield return node;
            for (var index = node.Children.Count - 1; index >= 0; index--) open.Push(node.Children[index]);
        }
    }

    /// <summary>
    /// Fit to serve as each other's example of layout: both objects, or both arrays whose elements are of one kind. A list of words says
    /// nothing about how a list of objects is laid out.
    /// </summary>
    public bool IsLike(SpanNode other) => Children.Count > 0 && other.Children.Count > 0
        && ((IsObject && other.IsObject) || (IsArray && other.IsArray && Children[0].Shape == other.Children[0].Shape));

    private JsonTokenType Shape => IsContainer ? opening : JsonTokenType.None;
}
