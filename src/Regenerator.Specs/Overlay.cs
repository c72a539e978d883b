namespace Regenerator.Specs;

/// <summary>
/// Changes laid over keyed items: an item that is set again is replaced where it stands, a new one comes last, one that is removed leaves no gap.
/// Works in an array of its own, from the first change on, and ends with <see cref="ToArray"/>, which gives away that array where it fits.
/// </summary>
/// <param name="most">How many items will be set one by one at most.</param>
internal ref struct Overlay<T, TBy>(Keyed<T, TBy> under, int most)
    where TBy : struct, IIdentity<T>
{
    private const int MostOnStack = 64;

    private readonly Keyed<T, TBy> under = under;
    private readonly int most = most;
    private T[] items = under.Items; // a removed item leaves its default until the end
    private int count = under.Items.Length;
    private int removed;
    private Places<T, TBy>? added; // of what came last, once that is more than a few

    /// <summary>What came last, if it is still there.</summary>
    public readonly ReadOnlySpan<T> Added => new(items, under.Items.Length, count - under.Items.Length);

    private readonly bool IsChanged => !ReferenceEquals(items, under.Items);

    public readonly T this[int place] => items[place];

    /// <summary>Where the item of the same identity stands; negative: it is not there.</summary>
    public readonly int Place(T like)
    {
        var place = under.Place(like);
        return place >= 0 && default(TBy).IsThere(items[place]) ? place : PlaceAdded(like);
    }

    /// <param name="place">The item's <see cref="Place"/>.</param>
    /// <param name="item">The item.</param>
    public void Set(int place, T item)
    {
        if (!IsChanged) MakeRoom(most);
        Put(place, item);
    }

    /// <param name="place">The item's <see cref="Place"/>.</param>
    public void Remove(int place)
    {
        if (place < 0) return;
        if (!IsChanged) MakeRoom(most);
        items[place] = default!;
        removed++;
    }

    /// <summary>Sets each, in order, with room for just those that are new.</summary>
    public void SetAll(ReadOnlySpan<T> more)
    {
        if (!more.IsEmpty) SetAll(more, more.Length <= MostOnStack ? stackalloc int[more.Length] : new int[more.Length]);
    }

    /// <summary>The items as they are now; the very array that lies under them where nothing changed. Ends the changing.</summary>
    public readonly T[] ToArray()
    {
        if (removed == 0 && count == items.Length) return items;
        var now = new T[count - removed];
        if (removed == 0) Array.Copy(items, now, count);
        else CopyLeft(now);
        return now;
    }

    // The loops are in a method without memory on the stack: the just-in-time compiler optimizes them better there.
    private void SetAll(ReadOnlySpan<T> more, scoped Span<int> places)
    {
        var fresh = 0;
        for (var i = 0; i < more.Length; i++)
            if ((places[i] = Place(more[i])) < 0) fresh++;
        MakeRoom(fresh);
        for (var i = 0; i < more.Length; i++)
            Put(places[i] < 0 ? PlaceAdded(more[i]) : places[i], more[i]);
    }

    private readonly void CopyLeft(T[] left)
    {
        var next = 0;
        foreach (var item in new ReadOnlySpan<T>(items, 0, count))
            if (default(TBy).IsThere(item)) left[next++] = item;
    }

    private void MakeRoom(int more)
    {
        if (IsChanged && count + more <= items.Length) return;
        var roomy = new T[count + more];
        Array.Copy(items, roomy, count);
        items = roomy;
        if (added is not null) IndexAdded(); // the index has room for no more than there was
    }

    private readonly int PlaceAdded(T like)
    {
        if (added is not null) return added.Find(like, items);
        for (var i = under.Items.Length; i < count; i++)
            if (default(TBy).IsThere(items[i]) && default(TBy).Same(like, items[i])) return i;
        return -1;
    }

    private void Put(int place, T item)
    {
        if (place < 0) Append(item);
        else items[place] = item;
    }

    private void Append(T item)
    {
        items[count] = item;
        added?.Add(count, item);
        count++;
        if (added is null && count - under.Items.Length > Keyed<T, TBy>.Few) IndexAdded();
    }

    private void IndexAdded()
    {
        added = new Places<T, TBy>(items.Length - under.Items.Length);
        for (var i = under.Items.Length; i < count; i++)
            if (default(TBy).IsThere(items[i])) added.Add(i, items[i]);
    }
}
