using System.Runtime.InteropServices;

namespace Regenerator.Specs.Composition;

/// <summary>The elements of a list without a call for each.</summary>
internal static class Elements
{
    public static ReadOnlySpan<T> Of<T>(IReadOnlyList<T> list) => list switch
    {
        T[] array => array,
        List<T> own => CollectionsMarshal.AsSpan(own),
        _ => list.ToArray(),
    };
}
