using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs;

/// <summary>
/// Changes laid over keyed items: an item that is set again is replaced where it stands, a new one comes last, one that is removed leaves no gap.
/// Works in a rented array, from the first change on, and ends with <see cref="ToArray"/>.
/// </summary>
/// <param name="most">How many items will be set at most.</param>
internal ref struct Overlay<TKey, T>(Keyed<TKey, T> under, int most)
    where TKey : IEquatable<TKey>
{
    private readonly Keyed<TKey, T> under = under;
    private T[] items = under.Items; // a removed item leaves its default until the end
    private int count = under.Items.Length;
    private int removed;
    private Dictionary<TKey, int>? added; // the places of what came last, once they are more than a few

    /// <summary>What came last, if it is still there.</summary>
    public readonly ReadOnlySpan<T> Added => new(items, under.Items.Length, count - under.Items.Length);

    private readonly bool IsChanged => !ReferenceEquals(items, under.Items);

    public readonly bool TryGet(TKey key, [MaybeNullWhen(false)] out T item)
    {
        var place = Place(key);
        item = place < 0 ? default : items[place];
        return place >= 0;
    }

    public void Set(TKey key, T item)
    {
        var place = Place(key);
        if (!IsChanged) Rent();
        if (place < 0) Append(key, item);
        else items[place] = item;
    }

    public void Remove(TKey key)
    {
        var place = Place(key);
        if (place < 0) return;
        if (!IsChanged) Rent();
        items[place] = default!;
        removed++;
    }

    /// <summary>Every item by its own key, in order.</summary>
    public void SetAll(IReadOnlyList<T>? changes)
    {
        foreach (var item in FixedList.AsSpan(changes)) Set(under.Key(item), item);
    }

    /// <summary>The items as they are now; the very array that lies under them where nothing changed. Ends the changing.</summary>
    public readonly T[] ToArray()
    {
        if (!IsChanged) return under.Items;
        var now = new T[count - removed];
        if (removed == 0) Array.Copy(items, now, count);
        else CopyLeft(now);
        ArrayPool<T>.Shared.Return(items, clearArray: true);
        return now;
    }

    private readonly void CopyLeft(T[] left)
    {
        var next = 0;
        foreach (var item in new ReadOnlySpan<T>(items, 0, count))
            if (IsThere(item)) left[next++] = item;
    }

    private void Rent()
    {
        items = ArrayPool<T>.Shared.Rent(count + most);
        Array.Copy(under.Items, items, count);
    }

    private readonly int Place(TKey key)
    {
        var place = added is null ? Scan(key) : added.GetValueOrDefault(key, -1);
        if (place < 0) place = under.Place(key);
        return place >= 0 && IsThere(items[place]) ? place : -1;
    }

    // From the end: of a key that was removed and set again the last place counts.
    private readonly int Scan(TKey key)
    {
        for (var i = count - 1; i >= under.Items.Length; i--)
            if (IsThere(items[i]) && key.Equals(under.Key(items[i]))) return i;
        return -1;
    }

    private readonly bool IsThere(T item) => removed == 0 || item is not null && under.Key(item) is not null;

    private void Append(TKey key, T item)
    {
        if (count - under.Items.Length == Keyed<TKey, T>.Few) added = Additions();
        if (added is not null) added[key] = count;
        items[count++] = item;
    }

    private readonly Dictionary<TKey, int> Additions()
    {
        var places = new Dictionary<TKey, int>();
        for (var i = under.Items.Length; i < count; i++)
            if (IsThere(items[i])) places[under.Key(items[i])] = i;
        return places;
    }
}
