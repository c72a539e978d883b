namespace Regenerator.Specs.Resolution;

/// <summary>A list whose elements have an identity: merged by it, the first place and the last value win. Safe to share between threads.</summary>
internal sealed class KeyedList<T, TBy>
    where TBy : struct, IIdentity<T>
{
    private readonly Keyed<T, TBy> items;

    public KeyedList(IReadOnlyList<T>? list)
    {
        List = Distinct(list);
        items = new Keyed<T, TBy>(FixedList.Items(List));
    }

    /// <summary>The very list that was given where nothing repeats.</summary>
    public IReadOnlyList<T> List { get; }

    /// <summary>The very list where nothing repeats.</summary>
    public static IReadOnlyList<T> Distinct(IReadOnlyList<T>? list)
    {
        if (list is not { Count: > 0 }) return [];
        if (list.Count <= Keyed<T, TBy>.Few && !Repeats(FixedList.AsSpan(list))) return list;
        var merged = new Keyed<T, TBy>([]).Change(most: 0);
        merged.SetAll(FixedList.AsSpan(list));
        var once = merged.ToArray();
        return once.Length == list.Count ? list : FixedList.Over(once);
    }

    /// <summary>With more laid over it; without any, <see cref="List"/>.</summary>
    public IReadOnlyList<T> With(IReadOnlyList<T>? more)
    {
        if (List.Count == 0) return Distinct(more);
        if (more is not { Count: > 0 }) return List;
        var changed = Change(most: 0);
        changed.SetAll(FixedList.AsSpan(more));
        return Of(changed);
    }

    /// <param name="most">How many items will be set one by one at most.</param>
    public Overlay<T, TBy> Change(int most) => items.Change(most);

    /// <param name="changed">What <see cref="Change"/> gave.</param>
    public IReadOnlyList<T> Of(in Overlay<T, TBy> changed)
    {
        var now = changed.ToArray();
        return ReferenceEquals(now, items.Items) ? List : FixedList.Over(now);
    }

    private static bool Repeats(ReadOnlySpan<T> few)
    {
        for (var i = 1; i < few.Length; i++)
            for (var before = 0; before < i; before++)
                if (default(TBy).Same(few[i], few[before])) return true;
        return false;
    }
}
