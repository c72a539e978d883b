using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Regenerator.Cli.Configuration;

/// <summary>Durations as people write them: <c>250ms</c>, <c>60s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>; a bare number is milliseconds. At most 365 days.</summary>
internal static class Duration
{
    public const string Forms = "60s, 5m, 1h, 1d, or milliseconds";

    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    // From the longest: what a duration is written in is the first that divides it.
    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <exception cref="FormatException">One line: the text, and why it is refused.</exception>
    public static TimeSpan Parse(string text, bool allowZero = false) =>
        TryParse(text, out var duration, out var reason, allowZero) ? duration : throw new FormatException(reason);

    public static bool TryParse(string text, out TimeSpan duration, [NotNullWhen(false)] out string? reason, bool allowZero = false)
    {
        duration = default;
        var (digits, unit) = Split(text);
        var scale = unit.Length == 0 ? 1 : Units.FirstOrDefault(u => u.Unit == unit).Milliseconds;
        reason = scale == 0 || digits.TrimStart('-').Length == 0 ? $"«{text}» is no duration; write {Forms}"
            : digits[0] == '-' ? $"«{text}» is less than zero; write {Forms}"
            : !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > Longest.TotalMilliseconds / scale
                ? $"«{text}» is longer than {Text(Longest)}, the most there is"
            : count == 0 && !allowZero ? $"«{text}» is zero; a duration is longer than that"
            : null;
        if (reason is not null) return false;
        duration = TimeSpan.FromMilliseconds(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * scale);
        return true;
    }

    /// <summary>As it would be written: <c>5m</c> for 300 seconds.</summary>
    public static string Text(TimeSpan duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        if (milliseconds == 0) return "0s";
        var (unit, scale) = Units.First(u => milliseconds % u.Milliseconds == 0);
        return $"{milliseconds / scale}{unit}";
    }

    private static (string Digits, string Unit) Split(string text)
    {
        var sign = text.StartsWith('-') ? 1 : 0;
        var end = text.AsSpan(sign).IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? (text, "") : (text[..(sign + end)], text[(sign + end)..]);
    }
}
