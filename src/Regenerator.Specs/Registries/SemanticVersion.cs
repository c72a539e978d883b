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

    /// <summary>The text has an order among versions: one to four numbers, with a pre-release and a build where wanted.</summary>
    public static bool IsVersion(ReadOnlySpan<char> text)
    {
        var numbers = text.TrimStart('v');
        if (numbers.IndexOfAny('-', '+') is >= 0 and var end) numbers = numbers[..end];
        var count = 0;
        foreach (var part in numbers.Split('.'))
            if (++count > 4 || !long.TryParse(numbers[part], NumberStyles.None, CultureInfo.InvariantCulture, out _)) return false;
        return true;
    }

    /// <summary>The version after this one: the patch of a semantic version, the next integer, or null where neither reads or there is none.</summary>
    public static string? Next(string version)
    {
        if (Number(version) is { } integer) return After(integer);
        var parts = version.Split('.');
        return parts.Length == 3 && parts.All(part => Number(part) is not null) && After(Number(parts[2])!.Value) is { } patch
            ? $"{parts[0]}.{parts[1]}.{patch}"
            : null;
    }

    private static string? After(long number) => number == long.MaxValue ? null : (number + 1).ToString(CultureInfo.InvariantCulture);

    // Digits only: no sign, no space.
    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed record Parts(long[] Numbers, string[] PreRelease);

    private static Parts? Parse(string text)
    {
        var core = text.TrimStart('v').Split('+')[0];
        var dash = core.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? core : core[..dash]).Split('.');
        if (numbers.Length > 4) return null;
        var parsed = new long[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (Number(numbers[i]) is not { } number) return null;
            parsed[i] = number;
        }

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
        (Number(a), Number(b)) switch
        {
            ({ } x, { } y) => x.CompareTo(y),
            ({ }, null) => -1,
            (null, { }) => 1,
            _ => string.CompareOrdinal(a, b),
        };
}
