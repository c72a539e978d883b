using System.Buffers;
using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;

namespace Regenerator.Specs.Json;

/// <summary>
/// Turns a YAML 1.2 document into JSON, without a detour over types: a plain number keeps its text (version <c>1.20</c> stays <c>1.20</c>),
/// aliases and merge keys (<c>&lt;&lt;</c>) are written out. What JSON can not say is an error: several documents, a name that is no
/// scalar, a name twice, tags of one's own.
/// </summary>
public static class YamlJson
{
    /// <summary>What all aliases together may be written out to, in values, where 64 characters of text count as one more.</summary>
    public const int MostExpanded = 100_000;

    /// <exception cref="SpecFormatException">Without a place: the caller knows the file.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> utf8)
    {
        var text = utf8[JsonText.BomLength(utf8)..];
        if (!Utf8.IsValid(text)) throw JsonText.NotUtf8(text);
        return text.IndexOf((byte)0) is >= 0 and var end ? throw Nul(text, end) : ToJson(Encoding.UTF8.GetString(text));
    }

    /// <inheritdoc cref="ToJson(ReadOnlySpan{byte})"/>
    public static byte[] ToJson(string yaml)
    {
        using var text = new StringReader(yaml);
        var writer = new Writer();
        writer.Write(new YamlReader(text).Read(), aliased: false);
        return writer.Output.WrittenSpan.ToArray();
    }

    // The parser would take it for the end of the text.
    private static SpecFormatException Nul(ReadOnlySpan<byte> text, int offset)
    {
        var (line, column) = TextPosition.Of(text, offset);
        return new SpecFormatException("the byte 0x00 can not stand in YAML", line: line, column: column);
    }

    private sealed class Writer
    {
        private readonly DocumentPath path = new();
        private int depth;
        private int expanded;

        public ArrayBufferWriter<byte> Output { get; } = new();

        public void Write(YamlNode node, bool aliased)
        {
            if (aliased) Charge(node);
            switch (node)
            {
                case YamlNode.Alias alias:
                    Write(alias.Target, aliased: true);
                    return;
                case YamlNode.Scalar scalar:
                    Encoding.UTF8.GetBytes(scalar.Json, Output);
                    return;
                case var container when ++depth > JsonText.MaxDepth:
                    throw Wrong($"nested deeper than {JsonText.MaxDepth} levels once the aliases are followed", container.Start);
                case YamlNode.Sequence sequence:
                    WriteSequence(sequence, aliased);
                    break;
                case YamlNode.Mapping mapping:
                    WriteMapping(mapping, aliased);
                    break;
            }

            depth--;
        }

        private void WriteSequence(YamlNode.Sequence sequence, bool aliased)
        {
            Output.Write("["u8);
            foreach (var (index, element) in sequence.Elements.Index())
            {
                if (index > 0) Output.Write(","u8);
                path.Enter(index);
                Write(element, aliased);
                path.Leave();
            }

            Output.Write("]"u8);
        }

        private void WriteMapping(YamlNode.Mapping mapping, bool aliased)
        {
            Output.Write("{"u8);
            foreach (var (index, (name, member)) in Merged(mapping, level: 0).Index())
            {
                if (index > 0) Output.Write(","u8);
                JsonStrings.WriteText(Output, name);
                Output.Write(":"u8);
                path.Enter(name);
                Write(member.Value, aliased || member.Merged);
                path.Leave();
            }

            Output.Write("}"u8);
        }

        // A mapping's own members win over merged ones, an earlier merged mapping wins over a later one.
        private OrderedDictionary<string, (YamlNode Value, bool Merged)> Merged(YamlNode.Mapping mapping, int level)
        {
            if (level > JsonText.MaxDepth) throw Wrong($"merged deeper than {JsonText.MaxDepth} levels", mapping.Start);
            var members = new OrderedDictionary<string, (YamlNode Value, bool Merged)>(StringComparer.Ordinal);
            foreach (var (key, value) in mapping.Members)
            {
                if (!key.IsMerge)
                {
                    members[key.Name] = (value, false);
                    continue;
                }

                foreach (var source in Sources(value))
                {
                    Charge(source);
                    foreach (var (name, member) in Merged(source, level + 1)) members.TryAdd(name, (member.Value, true));
                }
            }

            return members;
        }

        private IEnumerable<YamlNode.Mapping> Sources(YamlNode merged) => merged.Meant switch
        {
            YamlNode.Mapping mapping => [mapping],
            YamlNode.Sequence list when list.Elements.All(element => element.Meant is YamlNode.Mapping) =>
                list.Elements.Select(element => (YamlNode.Mapping)element.Meant),
            _ => throw Wrong("a merge key (<<) takes a mapping or a list of mappings", merged.Start),
        };

        // Nine aliases of nine aliases, nine levels deep, are a billion values out of one screen of text.
        private void Charge(YamlNode node)
        {
            expanded += node switch
            {
                YamlNode.Scalar scalar => 1 + (scalar.Json.Length / 64),
                YamlNode.Mapping mapping => 1 + mapping.Members.Count + (mapping.Members.Sum(member => member.Key.Name.Length) / 64),
                _ => 1,
            };
            if (expanded > MostExpanded) throw Wrong($"the aliases of this document stand for more than {MostExpanded} values", node.Start);
        }

        private SpecFormatException Wrong(string problem, Mark at) => new(problem, line: at.Line, column: at.Column, path: path.ToString());
    }
}
