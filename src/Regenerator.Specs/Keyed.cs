namespace Regenerator.Specs;

/// <summary>Items in order, each with another identity, found by it: an index is built at the first look-up, and only where there are enough of them. Safe to share between threads.</summary>
/// <param name="items">Nobody may write to them.</param>
internal sealed class Keyed<T, TBy>(T[] items)
    where TBy : struct, IIdentity<T>
{
    /// <summary>As many items as are compared one by one sooner than an index answers.</summary>
    public const int Few = 4;

    // Two threads may both build it: the same index, of which one is kept.
    private Places<T, TBy>? places;

    public T[] Items { get; } = items;

    /// <summary>Where the item of the same identity stands; negative: it is not there.</summary>
    public int Place(T like)
    {
        if (Items.Length > Few) return (places ??= Places<T, TBy>.Of(Items)).Find(like, Items);
        for (var i = 0; i < Items.Length; i++)
            if (default(TBy).Same(like, Items[i])) return i;
        return -1;
    }

    /// <param name="most">How many items will be set one by one at most.</param>
    public Overlay<T, TBy> Change(int most) => new(this, most);
}
