using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs.Registries;

/// <summary>The feeds of knowledge spaces, in the order in which they were registered. Immutable; safe to share between threads.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A registry, not any collection.")]
public sealed class KnowledgeSourceRegistry(IEnumerable<KnowledgeSource> sources) : IReadOnlyCollection<KnowledgeSource>
{
    private readonly KnowledgeSource[] sources = [.. sources];

    public int Count => sources.Length;

    /// <summary>The sources of a space, in order.</summary>
    /// <param name="spaceKey">The space's key.</param>
    /// <param name="version">Null or empty: those of every version, as in the apps' own runtime.</param>
    public IReadOnlyList<KnowledgeSource> Of(string spaceKey, string? version) => sources
        .Where(s => string.Equals(s.Meta.SpaceKey, spaceKey) && (string.IsNullOrEmpty(version) || string.Equals(s.Meta.SpaceVersion.Value, version)))
        .ToArray();

    public IEnumerator<KnowledgeSource> GetEnumerator() => ((IEnumerable<KnowledgeSource>)sources).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
