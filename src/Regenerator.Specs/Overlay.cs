using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs;

/// <summary>
/// Changes laid over keyed items: an item that is set again is replaced where it stands, a new one comes last, one that is removed leaves no gap.
/// Nothing is copied before something changes.
/// </summary>
internal ref struct Overlay<TKey, T>(Keyed<TKey, T> under)
    where TKey : IEquatable<TKey>
{
    private readonly Keyed<TKey, T> under = under;
    private T[] items = under.Items; // a removed item leaves its default until the end
    private int count = under.Items.Length;
    private int removed;
    private Dictionary<TKey, int>? added; // the places of what came last, once they are more than a few

    public readonly bool TryGet(TKey key, [MaybeNullWhen(false)] out T item)
    {
        var place = Place(key);
        item = place < 0 ? default : items[place];
        return place >= 0;
    }

    public void Set(TKey key, T item)
    {
        var place = Place(key);
        if (place < 0) Append(key, item);
        else Own()[place] = item;
    }

    public void Remove(TKey key)
    {
        var place = Place(key);
        if (place < 0) return;
        Own()[place] = default!;
        removed++;
    }

    /// <summary>Every item by its own key, in order.</summary>
    public void SetAll(IReadOnlyList<T>? changes)
    {
        foreach (var item in FixedList.AsSpan(changes)) Set(under.Key(item), item);
    }

    /// <summary>The items as they are now; the very array that lies under them where nothing changed.</summary>
    public readonly T[] ToArray()
    {
        if (removed == 0) return count == items.Length ? items : items[..count];
        var left = new T[count - removed];
        var next = 0;
        foreach (var item in items.AsSpan(0, count))
            if (IsThere(item)) left[next++] = item;
        return left;
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

    private T[] Own() => ReferenceEquals(items, under.Items) ? items = [.. items] : items;

    // Grows by as much as was added so far: one addition costs one place, many do not cost a copy each.
    private void Append(TKey key, T item)
    {
        var more = count - under.Items.Length;
        if (count == items.Length) Array.Resize(ref items, count + Math.Max(1, more));
        if (more == Keyed<TKey, T>.Few) added = Additions();
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
