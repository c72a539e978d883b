using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs.Registries;

/// <summary>A spec that is looked up by key and version.</summary>
public interface IVersionedSpec
{
    string Key { get; }

    string Version { get; }
}

/// <summary>
/// Specs of one kind, indexed by key and version: finding one costs the same however many there are. Immutable; safe to share between threads.
/// </summary>
public sealed class SpecRegistry<TSpec>
    where TSpec : IVersionedSpec
{
    private readonly FrozenDictionary<string, Versions> byKey;

    /// <exception cref="ArgumentException">Two specs have the same key and version.</exception>
    public SpecRegistry(IEnumerable<TSpec> specs)
    {
        var index = new Dictionary<string, Versions>(StringComparer.Ordinal);
        foreach (var spec in specs)
        {
            if (!index.TryGetValue(spec.Key, out var versions)) index[spec.Key] = new Versions(spec);
            else if (!versions.Add(spec)) throw new ArgumentException($"{spec.Key}@{spec.Version} is registered twice", nameof(specs));
        }

        byKey = index.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All of them, in no order that means anything.</summary>
    public IEnumerable<TSpec> Specs => byKey.Values.SelectMany(versions => versions.All);

    /// <summary>What a reference means. A version that is absent or <c>null</c> is the highest; an empty one is looked up as it stands, as in the apps' own runtime.</summary>
    public bool TryGet(SpecRef reference, [MaybeNullWhen(false)] out TSpec spec)
    {
        if (reference.Key is { } key) return TryGet(key, reference.Version.Value, out spec);
        spec = default;
        return false;
    }

    /// <param name="key">The whole key: <c>core</c> is not <c>core.view</c>.</param>
    /// <param name="version">Exactly as it was registered; null: the highest (<see cref="SemanticVersion"/>); what is no version is below all that are.</param>
    /// <param name="spec">What was found.</param>
    public bool TryGet(string key, string? version, [MaybeNullWhen(false)] out TSpec spec)
    {
        spec = default;
        return byKey.TryGetValue(key, out var versions) && versions.TryGet(version, out spec);
    }

    /// <summary>Nearly every key has one version, and nearly every reference means the highest.</summary>
    private sealed class Versions(TSpec first)
    {
        private TSpec highest = first;
        private string highestVersion = first.Version;
        private Dictionary<string, TSpec>? all;

        public IEnumerable<TSpec> All => all is null ? [highest] : all.Values;

        public bool TryGet(string? version, [MaybeNullWhen(false)] out TSpec spec)
        {
            spec = highest;
            if (version is null || string.Equals(version, highestVersion)) return true;
            spec = default;
            return all is not null && all.TryGetValue(version, out spec);
        }

        public bool Add(TSpec spec)
        {
            all ??= new Dictionary<string, TSpec>(StringComparer.Ordinal) { [highestVersion] = highest };
            if (!all.TryAdd(spec.Version, spec)) return false;
            if (SemanticVersion.Compare(spec.Version, highestVersion) > 0) (highest, highestVersion) = (spec, spec.Version);
            return true;
        }
    }
}
