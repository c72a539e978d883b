namespace Regenerator.Specs.Resolution;

/// <summary>A list whose elements have an identity: merged by it, the first place and the last value win. Safe to share between threads.</summary>
internal sealed class KeyedList<TKey, T>
    where TKey : IEquatable<TKey>
{
    private readonly Keyed<TKey, T> items;

    public KeyedList(IReadOnlyList<T>? list, Func<T, TKey> key)
    {
        List = Distinct(list, key);
        items = new Keyed<TKey, T>(FixedList.Items(List), key);
    }

    /// <summary>The very list that was given where nothing repeats.</summary>
    public IReadOnlyList<T> List { get; }

    /// <summary>The very list where nothing repeats.</summary>
    public static IReadOnlyList<T> Distinct(IReadOnlyList<T>? list, Func<T, TKey> key)
    {
        if (list is not { Count: > 0 }) return [];
        if (list.Count <= Keyed<TKey, T>.Few && !Repeats(FixedList.AsSpan(list), key)) return list;
        var merged = new Keyed<TKey, T>([], key).Change(list.Count);
        merged.SetAll(list);
        var once = merged.ToArray();
        return once.Length == list.Count ? list : FixedList.Over(once);
    }

    /// <summary>With more laid over it; without any, <see cref="List"/>.</summary>
    public IReadOnlyList<T> With(IReadOnlyList<T>? more)
    {
        if (List.Count == 0) return Distinct(more, items.Key);
        if (more is not { Count: > 0 }) return List;
        var changed = Change(more.Count);
        changed.SetAll(more);
        return Of(changed);
    }

    /// <param name="most">How many items will be set at most.</param>
    public Overlay<TKey, T> Change(int most) => items.Change(most);

    /// <param name="changed">What <see cref="Change"/> gave.</param>
    public IReadOnlyList<T> Of(in Overlay<TKey, T> changed)
    {
        var now = changed.ToArray();
        return ReferenceEquals(now, items.Items) ? List : FixedList.Over(now);
    }

    private static bool Repeats(ReadOnlySpan<T> few, Func<T, TKey> key)
    {
        for (var i = 1; i < few.Length; i++)
            for (var before = 0; before < i; before++)
                if (key(few[i]).Equals(key(few[before]))) return true;
        return false;
    }
}
