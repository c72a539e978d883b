namespace Regenerator.Contexts;

/// <summary>Which contexts are meant, by their labels.</summary>
/// <param name="Labels">Label → values; a context is meant when it has, of each label, one of the values.</param>
public sealed record LabelSelector(IReadOnlyDictionary<string, IReadOnlyList<string>> Labels)
{
    public LabelSelector(string label, params IReadOnlyList<string> values)
        : this(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [label] = values })
    {
    }

    public bool Matches(RegenerationContext context) => Labels.All(wanted => context.Labels.TryGetValue(wanted.Key, out var value) && wanted.Value.Contains(value));

    /// <summary>«tier is free or trial, region is eu».</summary>
    public override string ToString() => string.Join(", ", Labels.Select(wanted => $"{wanted.Key} is {string.Join(" or ", wanted.Value)}"));
}
