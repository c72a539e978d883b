using YamlDotNet.Core;

namespace Regenerator.Specs.Json;

/// <summary>A YAML document before its aliases are followed.</summary>
internal abstract record YamlNode
{
    private YamlNode(Mark start) => Start = start;

    public Mark Start { get; }

    /// <summary>Both as it is written in JSON and as it names a member.</summary>
    public sealed record Scalar(Mark Start, string Json, string Name, bool IsMerge) : YamlNode(Start);

    public sealed record Sequence(Mark Start, IReadOnlyList<YamlNode> Elements) : YamlNode(Start);

    public sealed record Mapping(Mark Start, IReadOnlyList<(Scalar Key, YamlNode Value)> Members) : YamlNode(Start);

    public sealed record Alias(Mark Start, YamlNode Target) : YamlNode(Start);

    /// <summary>What the node stands for.</summary>
    public YamlNode Meant => this is Alias alias ? alias.Target : this;
}
