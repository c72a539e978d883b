using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>The bytes of a document, changed by one operation of a patch after the other, each known to fit.</summary>
internal sealed class SplicedText
{
    private SpanNode root;
    private JsonLayout layout;

    public SplicedText(byte[] utf8)
    {
        Bytes = utf8;
        root = SpanNode.Read(utf8);
        layout = new JsonLayout(utf8, root);
    }

    public byte[] Bytes { get; private set; }

    public void Apply(JsonPatchOperation operation)
    {
        switch (operation)
        {
            case JsonPatchOperation.Add add:
                Add(add.Path, Piece.Of(add.Value), add.Before);
                break;
            case JsonPatchOperation.Replace replace:
                Replace(root.At(replace.Path), Piece.Of(replace.Value));
                break;
            case JsonPatchOperation.Remove remove:
                Remove(root.At(remove.Path));
                break;
            case JsonPatchOperation.Copy copy:
                Add(copy.Path, Cut(root.At(copy.From)));
                break;
            case JsonPatchOperation.Move move when !move.From.Equals(move.Path):
                var moved = root.At(move.From);
                var piece = Cut(moved);
                Remove(moved);
                Add(move.Path, piece);
                break;
            case JsonPatchOperation.Move or JsonPatchOperation.Test:
                break;
            default:
                throw new UnreachableException();
        }
    }

    private Piece Cut(SpanNode node) => Piece.Of(Bytes[node.Start..node.End], layout.LineIndent(node.Start));

    private void Add(JsonPointer path, Piece piece, string? before = null)
    {
        if (path.Parent is not { } parentPath)
        {
            Replace(root, piece);
            return;
        }

        var container = root.At(parentPath);
        if (container.IsObject && container.Child(path.Last!) is { } member) Replace(member, piece);
        else if (container.Children.Count == 0) Fill(container, NameOf(container, path.Last!), piece);
        else if (container.IsObject) Insert(container, before is not null && container.Child(before) is { } next ? next.Index : container.Children.Count, path.Last, piece);
        else Insert(container, ArrayIndex.OfSlot(path.Last!, container.Children.Count)!.Value, null, piece);
    }

    private void Insert(SpanNode container, int index, string? name, Piece piece)
    {
        var separator = layout.Separator(container, index);
        var at = index == 0 ? container.Children[0].ItemStart : container.Children[index - 1].End;
        var lines = JsonLayout.LineBreakIn(separator) is not null;
        var indent = lines ? separator.TrimStart('\r', '\n') : layout.LineIndent(at);
        var item = NameOf(container, name) + Write(piece, Example(container, index, piece.Root), lines, indent, container);
        if (index == 0) Splice(at, at, new Item("", item, $",{separator}"), container, index);
        else Splice(at, at, new Item($",{separator}", item, ""), container, index);
    }

    // The first item of an empty container decides how it opens: as its like nearby, else as the container around it.
    private void Fill(SpanNode container, string name, Piece piece)
    {
        var example = ExampleOf(container, piece.Root);
        var lines = example is not null ? layout.IsMultiline(example) : layout.IsMultiline(container.Parent ?? container);
        var outer = layout.LineIndent(container.Start);
        var inner = lines ? outer + layout.IndentUnit(container) : outer;
        var within = example?.Children.Find(child => child.IsLike(piece.Root));
        var item = name + Write(piece, within, lines, inner, container);
        var padding = layout.Padding(container.IsObject, example);
        var (opening, closing) = lines ? (layout.LineBreak + inner, layout.LineBreak + outer) : (padding, padding);
        Splice(container.Start + 1, container.End - 1, new Item(opening, item, closing), container, 0);
    }

    private void Replace(SpanNode old, Piece piece)
    {
        using var now = JsonDocument.Parse(Bytes.AsMemory(old.Start..old.End));
        using var next = JsonDocument.Parse(piece.Utf8);
        if (JsonEquality.SameText(now.RootElement, next.RootElement)) return;

        var example = old.IsLike(piece.Root) ? old : old.Parent is null ? null : Example(old.Parent, old.Index, piece.Root);
        var lines = layout.IsMultiline(old) || (old.Parent is not null && JsonLayout.LineBreakIn(layout.Gap(old.Parent, old.Index)) is not null);
        var value = Write(piece, example, lines, layout.LineIndent(old.Start), old);
        if (old.Parent is not { } container)
        {
            Bytes = [.. Bytes.AsSpan(0, old.Start), .. Encoding.UTF8.GetBytes(value), .. Bytes.AsSpan(old.End)];
            root = SpanNode.Read(Bytes);
            layout = new JsonLayout(Bytes, root);
            return;
        }

        var index = old.Index;
        container.Children.RemoveAt(index);
        Splice(old.ItemStart, old.End, new Item("", layout.Text(old.ItemStart, old.Start) + value, ""), container, index);
    }

    private void Remove(SpanNode node)
    {
        var container = node.Parent!;
        var (siblings, index) = (container.Children, node.Index);
        var (start, end) = siblings.Count == 1 ? (container.Start + 1, container.End - 1)
            : index == 0 ? (node.ItemStart, siblings[1].ItemStart)
            : (siblings[index - 1].End, node.End);
        siblings.RemoveAt(index);
        Splice(start, end, null, container, index);
    }

    private string Write(Piece piece, SpanNode? example, bool lines, string indent, SpanNode near)
    {
        var inLines = example is null ? lines : layout.IsMultiline(example);
        return piece.AsItStands(inLines, indent) ?? new ValueWriter(layout, piece.Utf8).Write(piece.Root, example, inLines, indent, layout.IndentUnit(near));
    }

    /// <summary>
    /// The sibling that shows how such a value is laid out here. In an array it is the nearest; members of an object differ more, so one
    /// that takes several lines counts before one that fits on a line.
    /// </summary>
    private SpanNode? Example(SpanNode container, int index, SpanNode value)
    {
        var alike = container.Children.Index().Where(sibling => sibling.Item.IsLike(value));
        return container.IsArray
            ? alike.OrderBy(sibling => Math.Abs(sibling.Index - index + 0.5)).FirstOrDefault().Item
            : alike.OrderBy(sibling => layout.IsMultiline(sibling.Item)).LastOrDefault().Item;
    }

    /// <summary>
    /// An example for an empty container that is to hold such an item: its namesake in a cousin, else the nearest sibling that holds the like.
    /// </summary>
    private static SpanNode? ExampleOf(SpanNode container, SpanNode item)
    {
        if (container.Parent is not { } parent) return null;
        var cousins = parent.Parent?.Children.Where(uncle => !ReferenceEquals(uncle, parent)).Select(uncle => uncle.Child(container.Name ?? "")) ?? [];
        var index = container.Index;
        var siblings = parent.Children.Index().OrderBy(sibling => Math.Abs(sibling.Index - index)).Select(sibling => sibling.Item);
        return cousins.Concat(siblings).FirstOrDefault(candidate => candidate is { Children.Count: > 0 } && candidate.IsObject == container.IsObject
            && candidate.Children[0].IsContainer == item.IsContainer && candidate.Children[0].IsObject == item.IsObject);
    }

    private string NameOf(SpanNode container, string? name)
    {
        if (name is null || !container.IsObject) return "";
        var text = new ArrayBufferWriter<byte>();
        JsonStrings.WriteText(text, name);
        return Encoding.UTF8.GetString(text.WrittenSpan) + layout.Colon(container);
    }

    // Only what comes is read; what stands behind it moves along.
    private void Splice(int start, int end, Item? item, SpanNode container, int index)
    {
        var bytes = item?.Utf8 ?? [];
        Bytes = [.. Bytes.AsSpan(0, start), .. bytes, .. Bytes.AsSpan(end)];
        container.Stretch(index, bytes.Length - (end - start));
        if (item is not null) container.Adopt(index, item.Read(container), start + item.Start - 1);
        layout = new JsonLayout(Bytes, root);
    }

    /// <summary>An item of a container, with what has to stand before and behind it.</summary>
    private sealed record Item(string Before, string Text, string Behind)
    {
        public byte[] Utf8 => Encoding.UTF8.GetBytes($"{Before}{Text}{Behind}");

        public int Start => Encoding.UTF8.GetByteCount(Before);

        /// <summary>As the only item of a container that has one byte before it.</summary>
        public SpanNode Read(SpanNode container) => SpanNode.Read(Encoding.UTF8.GetBytes(container.IsObject ? $"{{{Text}}}" : $"[{Text}]")).Children[0];
    }
}
