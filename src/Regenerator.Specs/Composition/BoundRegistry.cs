using System.Diagnostics.CodeAnalysis;
using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Composition;

/// <summary>A registry, and what it has for the references of one blueprint. Immutable; safe to share between threads.</summary>
internal sealed class BoundRegistry<TSpec>
    where TSpec : class, IVersionedSpec
{
    private readonly Func<SpecRegistry<TSpec>, SpecRef, TSpec?> find;
    private readonly Keyed<SpecRef, ByObject> references;
    private readonly TSpec[] specs;

    /// <param name="registry">Null: nothing is found.</param>
    /// <param name="own">The blueprint's references.</param>
    /// <param name="find">What a reference means in the registry.</param>
    public BoundRegistry(SpecRegistry<TSpec>? registry, IEnumerable<SpecRef> own, Func<SpecRegistry<TSpec>, SpecRef, TSpec?> find)
    {
        Registry = registry;
        this.find = find;
        SpecRef[] found = [.. own.Distinct().Where(reference => registry is not null && find(registry, reference) is not null)];
        references = new Keyed<SpecRef, ByObject>(found);
        specs = [.. found.Select(reference => find(registry!, reference)!)];
    }

    public SpecRegistry<TSpec>? Registry { get; }

    /// <summary>Without asking the registry where the reference is the blueprint's own object.</summary>
    public bool TryGet(SpecRef reference, [MaybeNullWhen(false)] out TSpec spec)
    {
        var place = references.Place(reference);
        spec = place >= 0 ? specs[place] : Registry is null ? null : find(Registry, reference);
        return spec is not null;
    }

    // References that are equal by text may mean different specs: `a.v1` is a key of its own, or version 1 of `a`.
    private readonly struct ByObject : IIdentity<SpecRef>
    {
        public bool Same(SpecRef one, SpecRef other) => ReferenceEquals(one, other);

        public int Hash(SpecRef item) => item.GetHashCode();

        public bool IsThere(SpecRef? item) => item is not null;
    }
}
