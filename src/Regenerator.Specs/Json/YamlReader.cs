using System.Buffers;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Regenerator.Specs.Json;

/// <summary>Reads one YAML document from the parser's events; refuses what JSON has no word for.</summary>
internal sealed class YamlReader
{
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly DocumentPath path = new();
    private readonly Dictionary<string, YamlNode?> anchors = new(StringComparer.Ordinal);
    private int depth;

    public YamlReader(TextReader text)
    {
        scanner = new Scanner(text, skipComments: true);
        parser = new Parser(scanner);
    }

    /// <exception cref="SpecFormatException">What is wrong and where.</exception>
    public YamlNode Read()
    {
        Next<StreamStart>();
        if (Advance() is StreamEnd) throw new SpecFormatException("the text is empty: a YAML document was expected", line: 1, column: 1);
        Advance();
        var root = Node();
        Next<DocumentEnd>();
        return Advance() is StreamEnd ? root : throw Wrong("a second document begins here: a file holds one", Current.Start);
    }

    private ParsingEvent Current => parser.Current!;

    private YamlNode Node()
    {
        switch (Current)
        {
            case AnchorAlias alias:
                return Follow(alias);
            case Scalar scalar:
                return Complete(scalar, ScalarNode(scalar));
            case SequenceStart or MappingStart when ++depth > JsonText.MaxDepth:
                throw Wrong($"nested deeper than {JsonText.MaxDepth} levels", Current.Start);
            case NodeEvent container when !YamlScalar.IsOrdinary(container):
                throw Wrong($"the tag {Excerpt.Of(YamlScalar.Tag(container))} is not known here", container.Start);
            case NodeEvent container:
                // Known but without a value until it is complete: an alias to it from inside is seen.
                if (!container.Anchor.IsEmpty) anchors[container.Anchor.Value] = null;
                YamlNode node = container is SequenceStart ? Sequence() : Mapping();
                depth--;
                return Complete(container, node);
            default:
                throw Wrong("a value was expected", Current.Start);
        }
    }

    private YamlNode.Sequence Sequence()
    {
        var (start, elements) = (Current.Start, new List<YamlNode>());
        while (Advance() is not SequenceEnd)
        {
            path.Enter(elements.Count);
            elements.Add(Node());
            path.Leave();
        }

        return new YamlNode.Sequence(start, elements);
    }

    private YamlNode.Mapping Mapping()
    {
        var (start, members, names) = (Current.Start, new List<(YamlNode.Scalar, YamlNode)>(), new HashSet<(string, bool)>());
        while (Advance() is not MappingEnd)
        {
            var at = Current.Start;
            if (Current is not Scalar || Node() is not YamlNode.Scalar key)
                throw Wrong("only a scalar can be the name of a member: no list, no mapping, no alias", at);
            if (!names.Add((key.Name, key.IsMerge))) throw Wrong($"the member \"{Excerpt.Of(key.Name)}\" is there twice", at);
            path.Enter(key.Name);
            Advance();
            members.Add((key, Node()));
            path.Leave();
        }

        return new YamlNode.Mapping(start, members);
    }

    private YamlNode.Scalar ScalarNode(Scalar scalar)
    {
        if (!IsPaired(scalar.Value)) throw Wrong("the text has half of a surrogate pair", scalar.Start);
        var json = YamlScalar.ToJson(scalar) ?? throw Wrong($"\"{Excerpt.Of(scalar.Value)}\" does not fit the tag {Excerpt.Of(YamlScalar.Tag(scalar))}", scalar.Start);
        return new YamlNode.Scalar(scalar.Start, json, scalar.Value, IsMerge: scalar is { Style: ScalarStyle.Plain, Value: "<<" });
    }

    private YamlNode.Alias Follow(AnchorAlias alias) => !anchors.TryGetValue(alias.Value.Value, out var target)
        ? throw Wrong($"the alias *{Excerpt.Of(alias.Value.Value)} has no anchor before it", alias.Start)
        : new YamlNode.Alias(alias.Start, target ?? throw Wrong($"the alias *{Excerpt.Of(alias.Value.Value)} stands inside of its own anchor", alias.Start));

    private YamlNode Complete(NodeEvent origin, YamlNode node)
    {
        if (!origin.Anchor.IsEmpty) anchors[origin.Anchor.Value] = node;
        return node;
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (Advance() is not T) throw Wrong("this is not where a document can stand", Current.Start);
    }

    private ParsingEvent Advance()
    {
        try
        {
            return parser.MoveNext() ? Current : throw Wrong("the text ends too early", scanner.CurrentPosition);
        }
        catch (YamlException problem)
        {
            throw Wrong(problem.Message.TrimEnd('.'), problem.Start, problem);
        }
        catch (Exception problem) when (problem is not SpecFormatException)
        {
            // The scanner throws whatever it stumbles over: InvalidOperationException for «[1, 2» and a line below it, for one.
            throw Wrong("this is not YAML: a bracket or a quote may be open", scanner.CurrentPosition, problem);
        }
    }

    private SpecFormatException Wrong(string problem, Mark at, Exception? inner = null) =>
        new(problem, line: at.Line, column: at.Column, path: path.ToString(), inner: inner);

    private static bool IsPaired(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeFromUtf16(text, out _, out var length) == OperationStatus.Done) text = text[length..];
        return text.IsEmpty;
    }
}
