using System.Text.Json.Serialization.Metadata;

namespace Regenerator.Specs.Effects;

/// <summary>What the lists of one kind of element have in common.</summary>
/// <param name="Identity">What makes an element the one it is, as paths show it.</param>
/// <param name="IsSame">Nothing about the element changed; false: look at it.</param>
/// <param name="Differ">Adds the parts of an element that is there before and after.</param>
internal sealed record ListOf<T>(
    Func<T, string> Identity, Func<T, T, bool> IsSame, JsonTypeInfo<T> Element, JsonTypeInfo<IReadOnlyList<T>> Whole, Action<ChangedParts, Place, T, T>? Differ = null);

/// <summary>The same for maps.</summary>
internal sealed record MapOf<T>(Func<T, T, bool> IsSame, JsonTypeInfo<T> Value, JsonTypeInfo<OrderedMap<T>> Whole);
