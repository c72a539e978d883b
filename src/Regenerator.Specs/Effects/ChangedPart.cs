using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Regenerator.Specs.Effects;

/// <summary>
/// A part of the resolved view that is not the same object, or visibly the same value, before and after. Equal when it is the same two objects
/// at the same path, so that the views of two tenants that share a change are known to share it without looking into it.
/// </summary>
/// <param name="Was">Null: nothing was there.</param>
/// <param name="Now">Null: nothing is there.</param>
/// <param name="Type">How to write either as JSON.</param>
internal sealed record ChangedPart(Place Place, object? Was, object? Now, JsonTypeInfo Type, PartChange Change)
{
    public bool Equals(ChangedPart? other) =>
        other is not null && string.Equals(Place.Path, other.Place.Path) && Change == other.Change && IsSame(Was, other.Was) && IsSame(Now, other.Now);

    public override int GetHashCode() => HashCode.Combine(Place.Path, Change, HashOf(Was), HashOf(Now));

    // Scalars have no identity but their value.
    private static bool IsSame(object? one, object? other) => ReferenceEquals(one, other) || one is string or double && one.Equals(other);

    private static int HashOf(object? value) => value is string or double ? value.GetHashCode() : RuntimeHelpers.GetHashCode(value);
}

/// <summary>How a part is to be looked at.</summary>
internal enum PartChange
{
    /// <summary>Value against value, member by member.</summary>
    Value,

    /// <summary>A list in which an identity repeats: only the whole of it can be told.</summary>
    Whole,

    /// <summary>A list whose elements moved.</summary>
    Order,
}
