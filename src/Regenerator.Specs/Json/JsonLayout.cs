using System.Text;

namespace Regenerator.Specs.Json;

/// <summary>How a JSON text is laid out: read off the text itself, the nearest place first.</summary>
internal sealed class JsonLayout(byte[] utf8, SpanNode root)
{
    private readonly IEnumerable<SpanNode> containers = root.WithDescendants().Where(node => node.Children.Count > 0);

    /// <summary>CRLF or LF, as the text has it first.</summary>
    public string LineBreak => utf8.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var at
        ? LineBreakIn(Text(at, Math.Min(at + 2, utf8.Length)))!
        : "\n";

    /// <summary>Between the comma and the next item on one line: a space or nothing.</summary>
    public string InlineComma =>
        containers.Where(node => !IsMultiline(node) && node.Children.Count > 1).Select(node => Gap(node, 1)).FirstOrDefault()
        ?? (Colon(null).EndsWith(':') ? "" : " ");

    public string Text(int start, int end) => Encoding.UTF8.GetString(utf8, start, end - start);

    public static string? LineBreakIn(string text) => text.IndexOfAny(['\n', '\r']) switch
    {
        < 0 => null,
        var at when text[at] == '\n' => "\n",
        var at when at + 1 < text.Length && text[at + 1] == '\n' => "\r\n",
        _ => "\r",
    };

    /// <summary>Has a line break anywhere between its brackets.</summary>
    public bool IsMultiline(SpanNode node) => utf8.AsSpan(node.Start, node.End - node.Start).IndexOfAny((byte)'\n', (byte)'\r') >= 0;

    /// <summary>The whitespace before the child: behind the bracket, or behind the comma.</summary>
    public string Gap(SpanNode container, int index)
    {
        var before = index == 0 ? container.Start + 1 : container.Children[index - 1].End;
        var gap = Text(before, container.Children[index].ItemStart);
        return index == 0 ? gap : gap[(gap.IndexOf(',', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>What stands between two items next to each other at this index, behind the comma; blank lines are not repeated.</summary>
    public string Separator(SpanNode container, int index)
    {
        var gap = container.Children.Count > 1 ? Gap(container, Math.Clamp(index, 1, container.Children.Count - 1)) : Gap(container, 0);
        if (LineBreakIn(gap) is { } lineBreak) return lineBreak + gap[(gap.LastIndexOfAny(['\n', '\r']) + 1)..];
        return container.Children.Count > 1 ? gap : InlineComma;
    }

    /// <summary>The spaces and tabs that begin the line of this place.</summary>
    public string LineIndent(int at)
    {
        var lineStart = utf8.AsSpan(0, at).LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
        if (lineStart == 0) lineStart = JsonText.BomLength(utf8);
        var length = utf8.AsSpan(lineStart).IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Text(lineStart, lineStart + Math.Max(length, 0));
    }

    /// <summary>One step of indentation: as in the nearest container around that is laid out in lines, else as anywhere, else two spaces.</summary>
    public string IndentUnit(SpanNode near)
    {
        for (var node = near; node is not null; node = node.Parent)
        {
            if (IndentStep(node) is { } step) return step;
        }

        return containers.Select(IndentStep).FirstOrDefault(step => step is not null) ?? "  ";
    }

    /// <summary>The colon with the whitespace around it, as in the object, else as anywhere in the text.</summary>
    public string Colon(SpanNode? like)
    {
        var members = (like is { IsObject: true } ? like.Children.AsEnumerable().Reverse() : []).Concat(containers.SelectMany(node => node.Children));
        return members.Where(member => member.Name is not null).Select(member => Text(member.NameEnd, member.Start))
            .FirstOrDefault(colon => LineBreakIn(colon) is null) ?? ": ";
    }

    /// <summary>Behind the opening bracket of a container on one line: <c>{ "a": 1 }</c> has a space there.</summary>
    public string Padding(bool ofObject, SpanNode? like) =>
        containers.Prepend(like).Where(node => node is { Children.Count: > 0 } && node.IsObject == ofObject && !IsMultiline(node))
            .Select(node => Gap(node!, 0)).FirstOrDefault() ?? "";

    /// <summary>Between two items of a container on one line, as in the example where it has two.</summary>
    public string Comma(SpanNode? like) => like is { Children.Count: > 1 } && !IsMultiline(like) ? Gap(like, 1) : InlineComma;

    private string? IndentStep(SpanNode container)
    {
        if (container.Children.Count == 0 || LineBreakIn(Gap(container, 0)) is null) return null;
        var outer = LineIndent(container.Start);
        var inner = LineIndent(container.Children[0].ItemStart);
        return inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) ? inner[outer.Length..] : null;
    }
}
