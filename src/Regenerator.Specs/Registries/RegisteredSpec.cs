namespace Regenerator.Specs.Registries;

/// <summary>A spec of a registry, and where it was read.</summary>
/// <param name="Identity">What no two of a registry may share: <c>key@version</c>, or the id.</param>
/// <param name="Place">As a reader would look for it: <c>workflows/a.json:12</c>.</param>
public sealed record RegisteredSpec(SpecObject Spec, string Identity, string Place);

/// <summary>Two specs of one registry that have the same identity.</summary>
public sealed record RepeatedSpec(string Identity, string First, string Second)
{
    /// <summary>In the order in which they are repeated.</summary>
    public static IEnumerable<RepeatedSpec> In(IEnumerable<RegisteredSpec> specs)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var spec in specs)
            if (!places.TryAdd(spec.Identity, spec.Place)) yield return new RepeatedSpec(spec.Identity, places[spec.Identity], spec.Place);
    }

    public override string ToString() => $"{Identity} is registered twice: {First} and {Second}";
}
