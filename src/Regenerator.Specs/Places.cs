using System.Numerics;

namespace Regenerator.Specs;

/// <summary>An index of items by identity: the place of each. It keeps places only, so that the items stay where they are.</summary>
/// <param name="most">How many places will be added at most.</param>
internal sealed class Places<T, TBy>(int most)
    where TBy : struct, IIdentity<T>
{
    // At most half full, so that a look-up that fails ends soon. One more than the place; 0 is free.
    private readonly int[] table = new int[BitOperations.RoundUpToPowerOf2((uint)most * 2 + 1)];

    public static Places<T, TBy> Of(T[] items)
    {
        var places = new Places<T, TBy>(items.Length);
        for (var place = 0; place < items.Length; place++) places.Add(place, items[place]);
        return places;
    }

    public void Add(int place, T item)
    {
        var at = First(item);
        while (table[at] != 0) at = Next(at);
        table[at] = place + 1;
    }

    /// <param name="items">Those that the places are of; what has been removed from them is not found.</param>
    public int Find(T like, T[] items)
    {
        for (var at = First(like); table[at] != 0; at = Next(at))
            if (items[table[at] - 1] is var item && default(TBy).IsThere(item) && default(TBy).Same(like, item)) return table[at] - 1;
        return -1;
    }

    private int First(T item) => default(TBy).Hash(item) & (table.Length - 1);

    private int Next(int at) => (at + 1) & (table.Length - 1);
}
