using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs.Registries;

/// <summary>A spec that is looked up by key and version.</summary>
public interface IVersionedSpec
{
    string Key { get; }

    string Version { get; }
}

/// <summary>Specs of one kind, indexed by key and version. Immutable; safe to share between threads.</summary>
public sealed class SpecRegistry<TSpec>
    where TSpec : IVersionedSpec
{
    private readonly Dictionary<string, Dictionary<string, TSpec>> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TSpec> latest = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Two specs have the same key and version.</exception>
    public SpecRegistry(IEnumerable<TSpec> specs)
    {
        foreach (var spec in specs)
        {
            if (!byKey.TryGetValue(spec.Key, out var versions)) byKey[spec.Key] = versions = new Dictionary<string, TSpec>(StringComparer.Ordinal);
            if (!versions.TryAdd(spec.Version, spec)) throw new ArgumentException($"{spec.Key}@{spec.Version} is registered twice", nameof(specs));
            if (!latest.TryGetValue(spec.Key, out var newest) || SemanticVersion.Compare(spec.Version, newest.Version) > 0) latest[spec.Key] = spec;
        }
    }

    /// <summary>All of them, in no order that means anything.</summary>
    public IEnumerable<TSpec> Specs => byKey.Values.SelectMany(versions => versions.Values);

    /// <param name="key">The spec's key.</param>
    /// <param name="version">Null or empty: the highest by semantic version.</param>
    /// <param name="spec">What was found.</param>
    public bool TryGet(string key, string? version, [MaybeNullWhen(false)] out TSpec spec)
    {
        if (string.IsNullOrEmpty(version)) return latest.TryGetValue(key, out spec);
        spec = default;
        return byKey.TryGetValue(key, out var versions) && versions.TryGetValue(version, out spec);
    }
}
