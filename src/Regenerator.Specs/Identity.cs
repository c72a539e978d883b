using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs;

/// <summary>What tells the items of a list apart. A type argument rather than a delegate, so that the just-in-time compiler sees through it.</summary>
internal interface IIdentity<in T>
{
    bool Same(T one, T other);

    int Hash(T item);

    /// <summary>False for the default of <typeparamref name="T"/>.</summary>
    bool IsThere(T? item);
}

/// <summary>A reference is its key and version.</summary>
internal readonly struct ByReference : IIdentity<SpecRef>
{
    public bool Same(SpecRef one, SpecRef other) => one.Equals(other);

    public int Hash(SpecRef item) => item.GetHashCode();

    public bool IsThere(SpecRef? item) => item is not null;
}

/// <summary>A reference is its key, whatever its version.</summary>
internal readonly struct ByKey : IIdentity<SpecRef>
{
    public bool Same(SpecRef one, SpecRef other) => string.Equals(one.Key ?? "", other.Key ?? "");

    public int Hash(SpecRef item) => (item.Key ?? "").GetHashCode(StringComparison.Ordinal);

    public bool IsThere(SpecRef? item) => item is not null;
}

internal readonly struct ByText : IIdentity<string>
{
    public bool Same(string one, string other) => string.Equals(one, other);

    public int Hash(string item) => item.GetHashCode(StringComparison.Ordinal);

    public bool IsThere(string? item) => item is not null;
}

internal readonly struct ByFlagKey : IIdentity<FeatureFlag>
{
    public bool Same(FeatureFlag one, FeatureFlag other) => string.Equals(one.Key, other.Key);

    public int Hash(FeatureFlag item) => item.Key.GetHashCode(StringComparison.Ordinal);

    public bool IsThere(FeatureFlag? item) => item is not null;
}

internal readonly struct ByPath : IIdentity<AppRoute>
{
    public bool Same(AppRoute one, AppRoute other) => string.Equals(one.Path, other.Path);

    public int Hash(AppRoute item) => item.Path.GetHashCode(StringComparison.Ordinal);

    public bool IsThere(AppRoute? item) => item is not null;
}

internal readonly struct ByEntryKey<TValue> : IIdentity<KeyValuePair<string, TValue>>
{
    public bool Same(KeyValuePair<string, TValue> one, KeyValuePair<string, TValue> other) => string.Equals(one.Key, other.Key);

    public int Hash(KeyValuePair<string, TValue> item) => item.Key.GetHashCode(StringComparison.Ordinal);

    public bool IsThere(KeyValuePair<string, TValue> item) => item.Key is not null;
}
