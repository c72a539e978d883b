using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs.Registries;

/// <summary>The feeds of knowledge spaces, in the order in which they were registered, indexed by space. Immutable; safe to share between threads.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A registry, not any collection.")]
public sealed class KnowledgeSourceRegistry : IReadOnlyCollection<KnowledgeSource>
{
    private readonly KnowledgeSource[] sources;
    private readonly Dictionary<string, IReadOnlyList<KnowledgeSource>> bySpace;
    private readonly Dictionary<(string Space, string? Version), IReadOnlyList<KnowledgeSource>> byVersion;

    public KnowledgeSourceRegistry(IEnumerable<KnowledgeSource> sources)
    {
        this.sources = [.. sources];
        bySpace = Index(source => source.Meta.SpaceKey);
        byVersion = Index(source => (source.Meta.SpaceKey, source.Meta.SpaceVersion.Value));
    }

    public int Count => sources.Length;

    /// <summary>The sources of a space, in order.</summary>
    /// <param name="spaceKey">The space's key.</param>
    /// <param name="version">Null or empty: those of every version, as in the apps' own runtime.</param>
    public IReadOnlyList<KnowledgeSource> Of(string spaceKey, string? version) =>
        (string.IsNullOrEmpty(version) ? bySpace.GetValueOrDefault(spaceKey) : byVersion.GetValueOrDefault((spaceKey, version))) ?? [];

    public IEnumerator<KnowledgeSource> GetEnumerator() => ((IEnumerable<KnowledgeSource>)sources).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Dictionary<TKey, IReadOnlyList<KnowledgeSource>> Index<TKey>(Func<KnowledgeSource, TKey> key)
        where TKey : notnull => sources.GroupBy(key).ToDictionary(group => group.Key, group => FixedList.Over(group.ToArray()));
}
