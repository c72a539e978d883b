using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Regenerator.Specs;

/// <summary>
/// Lists that nobody can change, whoever casts them to what: those of a document are copied once when they are set, so that every view may
/// share them and an index over them never grows stale.
/// </summary>
internal static class FixedList
{
    /// <summary>A copy; the very list where it is fixed already.</summary>
    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? list) => list is null or ImmutableArray<T> ? list : ImmutableArray.CreateRange(list);

    /// <param name="items">Nobody may write to them from now on.</param>
    public static IReadOnlyList<T> Over<T>(T[] items) => ImmutableCollectionsMarshal.AsImmutableArray(items);

    public static ReadOnlySpan<T> AsSpan<T>(IReadOnlyList<T>? list) => Items(list);

    /// <summary>To read from; without a copy where the list is fixed.</summary>
    public static T[] Items<T>(IReadOnlyList<T>? list) => list switch
    {
        null => [],
        ImmutableArray<T> items => ImmutableCollectionsMarshal.AsArray(items)!,
        _ => [.. list],
    };
}
