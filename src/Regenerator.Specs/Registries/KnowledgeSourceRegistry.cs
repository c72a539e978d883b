using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs.Registries;

/// <summary>The feeds of knowledge spaces, in the order in which they were registered, indexed by space. Immutable; safe to share between threads.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A registry, not any collection.")]
public sealed class KnowledgeSourceRegistry : IReadOnlyCollection<KnowledgeSource>
{
    private readonly KnowledgeSource[] sources;
    private readonly FrozenDictionary<string, Feeds> bySpace;

    public KnowledgeSourceRegistry(IEnumerable<KnowledgeSource> sources)
    {
        this.sources = [.. sources];
        bySpace = this.sources.GroupBy(source => source.Meta.SpaceKey).ToFrozenDictionary(group => group.Key, group => new Feeds([.. group]));
    }

    public int Count => sources.Length;

    /// <summary>The sources of a space, in order.</summary>
    /// <param name="spaceKey">The space's key.</param>
    /// <param name="version">Null or empty: those of every version, as in the apps' own runtime.</param>
    public IReadOnlyList<KnowledgeSource> Of(string spaceKey, string? version) =>
        bySpace.TryGetValue(spaceKey, out var feeds) ? feeds.Of(version) : [];

    public IEnumerator<KnowledgeSource> GetEnumerator() => ((IEnumerable<KnowledgeSource>)sources).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sources of one space.</summary>
    private sealed class Feeds(KnowledgeSource[] all)
    {
        private readonly IReadOnlyList<KnowledgeSource> all = FixedList.Over(all);
        private readonly FrozenDictionary<string, IReadOnlyList<KnowledgeSource>> byVersion = all
            .GroupBy(source => source.Meta.SpaceVersion.Value ?? "")
            .ToFrozenDictionary(group => group.Key, group => FixedList.Over(group.ToArray()));

        public IReadOnlyList<KnowledgeSource> Of(string? version) =>
            string.IsNullOrEmpty(version) ? all : byVersion.TryGetValue(version, out var feeds) ? feeds : [];
    }
}
