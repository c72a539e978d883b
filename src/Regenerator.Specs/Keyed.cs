namespace Regenerator.Specs;

/// <summary>Items in order, each with another key, found by it: an index is built at the first look-up, and only where there are enough of them. Safe to share between threads.</summary>
/// <param name="items">Nobody may write to them.</param>
internal sealed class Keyed<TKey, T>(T[] items, Func<T, TKey> key)
    where TKey : IEquatable<TKey>
{
    /// <summary>As many items as are compared one by one sooner than a dictionary answers.</summary>
    public const int Few = 4;

    // Two threads may both build it: the same index, of which one is kept.
    private Dictionary<TKey, int>? places;

    public T[] Items { get; } = items;

    public Func<T, TKey> Key { get; } = key;

    /// <summary>Where the item stands; negative: it is not there.</summary>
    public int Place(TKey wanted)
    {
        if (Items.Length > Few) return (places ??= Places()).TryGetValue(wanted, out var place) ? place : -1;
        for (var i = 0; i < Items.Length; i++)
            if (wanted.Equals(Key(Items[i]))) return i;
        return -1;
    }

    /// <param name="most">How many items will be set at most.</param>
    public Overlay<TKey, T> Change(int most) => new(this, most);

    private Dictionary<TKey, int> Places()
    {
        var index = new Dictionary<TKey, int>(Items.Length);
        for (var i = 0; i < Items.Length; i++) index.Add(Key(Items[i]), i);
        return index;
    }
}
