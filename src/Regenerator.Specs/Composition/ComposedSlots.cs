using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Composition;

/// <summary>Slot → the spec in force, in the order of the resolved slots; a slot whose spec is missing is not there. Immutable.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Slots, not any collection.")]
public sealed class ComposedSlots : IReadOnlyDictionary<string, ReferencedSpec>
{
    private readonly OrderedMap<SpecRef> references;
    private readonly SpecRegistry<ReferencedSpec>? registry;
    private readonly KeyValuePair<string, ReferencedSpec>[] entries;

    internal ComposedSlots(OrderedMap<SpecRef> references, SpecRegistry<ReferencedSpec>? registry, KeyValuePair<string, ReferencedSpec>[] entries)
    {
        this.references = references;
        this.registry = registry;
        this.entries = entries;
    }

    public int Count => entries.Length;

    public IEnumerable<string> Keys => entries.Select(entry => entry.Key);

    public IEnumerable<ReferencedSpec> Values => entries.Select(entry => entry.Value);

    public ReferencedSpec this[string key] => TryGetValue(key, out var spec) ? spec : throw new KeyNotFoundException($"no «{key}»; known: {string.Join(", ", Keys)}");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    // The resolved slots and the registry are the index: one of our own for every tenant would cost more than all its lookups.
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ReferencedSpec value)
    {
        value = null;
        return registry is not null && references.TryGetValue(key, out var reference) && registry.TryGet(reference, out value);
    }

    public IEnumerator<KeyValuePair<string, ReferencedSpec>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, ReferencedSpec>>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
