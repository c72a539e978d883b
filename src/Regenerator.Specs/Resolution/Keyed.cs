namespace Regenerator.Specs.Resolution;

/// <summary>Lists whose elements have an identity: merged by it, the first place and the last value win.</summary>
internal static class Keyed
{
    /// <summary>The same list when nothing is added and nothing repeats.</summary>
    public static IReadOnlyList<T> Merge<T, TKey>(Func<T, TKey> key, params ReadOnlySpan<IReadOnlyList<T>?> lists)
        where TKey : notnull
    {
        var places = new Dictionary<TKey, int>();
        var merged = new List<T>();
        IReadOnlyList<T>? only = null;
        var sources = 0;
        foreach (var list in lists)
        {
            if (list is not { Count: > 0 }) continue;
            only = list;
            sources++;
            foreach (var item in list)
            {
                if (places.TryAdd(key(item), merged.Count)) merged.Add(item);
                else merged[places[key(item)]] = item;
            }
        }

        return sources == 0 ? [] : sources == 1 && only!.Count == merged.Count ? only : merged.ToArray();
    }

    public static IReadOnlyList<SpecRef> Merge(params ReadOnlySpan<IReadOnlyList<SpecRef>?> lists) => Merge(static (SpecRef r) => r, lists);

    /// <summary>Those of <paramref name="list"/> whose key is not among the keys of <paramref name="without"/>.</summary>
    public static IReadOnlyList<T> Except<T, TKey>(IReadOnlyList<T> list, IReadOnlyList<T> without, Func<T, TKey> key)
    {
        if (without.Count == 0 || list.Count == 0) return list;
        var gone = new HashSet<TKey>(without.Select(key));
        return list.Any(item => gone.Contains(key(item))) ? list.Where(item => !gone.Contains(key(item))).ToArray() : list;
    }
}
