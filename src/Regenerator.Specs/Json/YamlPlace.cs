using System.Text;
using YamlDotNet.Core;

namespace Regenerator.Specs.Json;

/// <summary>Where a pointer leads to in a YAML text. What comes by an alias or a merge key stands where it is written, not where it is used.</summary>
internal static class YamlPlace
{
    /// <param name="utf8">YAML that <see cref="YamlJson"/> has accepted, without its byte order mark.</param>
    /// <param name="pointer">What is not there stands for the nearest thing around it that is.</param>
    /// <returns>Where the name of the member begins; of an element or the whole document, where the value does.</returns>
    public static int Of(ReadOnlySpan<byte> utf8, JsonPointer pointer) => Find(utf8, pointer, static (name, _) => name);

    /// <inheritdoc cref="Of"/>
    /// <returns>Where the value begins.</returns>
    public static int OfValue(ReadOnlySpan<byte> utf8, JsonPointer pointer) => Find(utf8, pointer, static (_, value) => value);

    private static int Find(ReadOnlySpan<byte> utf8, JsonPointer pointer, Func<Mark, Mark, Mark> which)
    {
        var yaml = Encoding.UTF8.GetString(utf8);
        using var text = new StringReader(yaml);
        var node = new YamlReader(text).Read();
        var place = node.Start;
        foreach (var segment in pointer.Segments)
        {
            if ((Child(node.Meant, segment) ?? Child(node.Meant, SpecNames.Other(segment))) is not var (start, child)) break;
            (place, node) = (start, child);
        }

        return Encoding.UTF8.GetByteCount(yaml.AsSpan(0, (int)which(place, node.Start).Index)); // the parser counts UTF-16 units
    }

    private static (Mark Start, YamlNode Value)? Child(YamlNode container, string? segment) => (container, segment) switch
    {
        (YamlNode.Mapping mapping, { } name) => Member(mapping, name),
        (YamlNode.Sequence list, { } index) when ArrayIndex.OfElement(index, list.Elements.Count) is { } at => (list.Elements[at].Start, list.Elements[at]),
        _ => null,
    };

    // A mapping's own members win over merged ones, an earlier merged mapping wins over a later one.
    private static (Mark Start, YamlNode Value)? Member(YamlNode.Mapping mapping, string name)
    {
        foreach (var (key, value) in mapping.Members)
            if (!key.IsMerge && string.Equals(key.Name, name, StringComparison.Ordinal)) return (key.Start, value);
        foreach (var (_, merged) in mapping.Members.Where(member => member.Key.IsMerge))
        {
            var sources = merged.Meant is YamlNode.Sequence list ? list.Elements : [merged];
            foreach (var source in sources)
                if (Member((YamlNode.Mapping)source.Meant, name) is { } found) return found;
        }

        return null;
    }
}
