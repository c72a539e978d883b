namespace Regenerator.Specs.Validation.Rules;

/// <summary>Elements of a list that say the same thing twice.</summary>
internal static class Repeats
{
    // Below this the pairs are compared faster than a set is filled.
    private const int Few = 12;

    /// <summary>Per element that comes again later: its index and that of the last one alike.</summary>
    public static IReadOnlyList<(int Earlier, int Last)> Of<T, TKey>(IReadOnlyList<T>? list, Func<T, TKey> key)
        where TKey : IEquatable<TKey>
    {
        if (list is null || list.Count < 2 || list.Count <= Few && !AnyPair(list, key)) return [];
        var last = new Dictionary<TKey, int>(list.Count);
        for (var i = 0; i < list.Count; i++) last[key(list[i])] = i;
        if (last.Count == list.Count) return [];
        return [.. Enumerable.Range(0, list.Count).Select(i => (Earlier: i, Last: last[key(list[i])])).Where(pair => pair.Earlier != pair.Last)];
    }

    private static bool AnyPair<T, TKey>(IReadOnlyList<T> list, Func<T, TKey> key)
        where TKey : IEquatable<TKey>
    {
        for (var i = 1; i < list.Count; i++)
        {
            var mine = key(list[i]);
            for (var j = 0; j < i; j++)
                if (mine.Equals(key(list[j]))) return true;
        }

        return false;
    }
}
