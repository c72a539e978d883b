using System.Globalization;

namespace Regenerator.Specs.Registries;

/// <summary>Order and succession of version texts (https://semver.org, and plain integers).</summary>
public static class SemanticVersion
{
    /// <summary>Less than, equal to or greater than zero. Texts that are no versions sort before all that are, among themselves by text.</summary>
    public static int Compare(string left, string right)
    {
        var (a, b) = (Parse(left), Parse(right));
        return (a, b) switch
        {
            (null, null) => string.CompareOrdinal(left, right),
            (null, _) => -1,
            (_, null) => 1,
            _ => Compare(a, b),
        };
    }

    /// <summary>The version after this one: the patch of a semantic version, the next integer, or null where neither reads.</summary>
    public static string? Next(string version)
    {
        if (long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return (number + 1).ToString(CultureInfo.InvariantCulture);
        var parts = version.Split('.');
        if (parts.Length != 3 || !parts.All(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return null;
        return $"{parts[0]}.{parts[1]}.{(long.Parse(parts[2], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)}";
    }

    private sealed record Parts(long[] Numbers, string[] PreRelease);

    private static Parts? Parse(string text)
    {
        var core = text.TrimStart('v').Split('+')[0];
        var dash = core.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? core : core[..dash]).Split('.');
        if (numbers.Length > 4) return null;
        var parsed = new long[4];
        for (var i = 0; i < numbers.Length; i++)
            if (!long.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parsed[i])) return null;
        return new Parts(parsed, dash < 0 ? [] : core[(dash + 1)..].Split('.'));
    }

    private static int Compare(Parts a, Parts b)
    {
        for (var i = 0; i < a.Numbers.Length; i++)
            if (a.Numbers[i] != b.Numbers[i]) return a.Numbers[i].CompareTo(b.Numbers[i]);
        if (a.PreRelease.Length == 0 || b.PreRelease.Length == 0) return b.PreRelease.Length.CompareTo(a.PreRelease.Length);
        for (var i = 0; i < Math.Min(a.PreRelease.Length, b.PreRelease.Length); i++)
        {
            var order = CompareIdentifier(a.PreRelease[i], b.PreRelease[i]);
            if (order != 0) return order;
        }

        return a.PreRelease.Length.CompareTo(b.PreRelease.Length);
    }

    private static int CompareIdentifier(string a, string b) =>
        (long.TryParse(a, out var x), long.TryParse(b, out var y)) switch
        {
            (true, true) => x.CompareTo(y),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(a, b),
        };
}
