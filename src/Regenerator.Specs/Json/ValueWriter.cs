using System.Text;

namespace Regenerator.Specs.Json;

/// <summary>Writes a value the way its surroundings are written. Its tokens stay as they are spelled; only whitespace is chosen.</summary>
/// <param name="layout">Of the text that the value goes into.</param>
/// <param name="utf8">The text that the value comes from.</param>
internal sealed class ValueWriter(JsonLayout layout, byte[] utf8)
{
    private readonly StringBuilder output = new();

    /// <param name="value">A node of the text that the value comes from.</param>
    /// <param name="example">A container of the other text that shows how such a value is laid out there, or null.</param>
    /// <param name="lines">Whether a value without example is laid out in lines.</param>
    /// <param name="indent">Of the line on which the value begins.</param>
    /// <param name="unit">One step of indentation.</param>
    public string Write(SpanNode value, SpanNode? example, bool lines, string indent, string unit)
    {
        Append(value, example, lines, indent, unit);
        return output.ToString();
    }

    private void Append(SpanNode value, SpanNode? example, bool lines, string indent, string unit)
    {
        if (value.Children.Count == 0)
        {
            output.Append(value.IsObject ? "{}" : value.IsArray ? "[]" : Source(value.Start, value.End));
            return;
        }

        var inLines = lines && (example is null || layout.IsMultiline(example));
        var inner = inLines ? indent + unit : indent;
        var first = inLines ? layout.LineBreak + inner : layout.Padding(value.IsObject, example);
        var between = inLines ? first : layout.Comma(example);
        output.Append(value.IsObject ? '{' : '[');
        foreach (var (index, child) in value.Children.Index())
        {
            output.Append(index == 0 ? first : $",{between}");
            if (child.Name is not null) output.Append(Source(child.ItemStart, child.NameEnd)).Append(layout.Colon(example));
            Append(child, ExampleFor(child, example), inLines, inner, unit);
        }

        output.Append(inLines ? layout.LineBreak + indent : first).Append(value.IsObject ? '}' : ']');
    }

    private static SpanNode? ExampleFor(SpanNode child, SpanNode? example) =>
        example?.Children.Find(candidate => candidate.IsLike(child) && string.Equals(candidate.Name, child.Name, StringComparison.Ordinal));

    private string Source(int start, int end) => Encoding.UTF8.GetString(utf8, start, end - start);
}
