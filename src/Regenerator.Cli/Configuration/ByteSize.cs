using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Regenerator.Cli.Configuration;

/// <summary>Sizes as people write them: <c>256KiB</c>, <c>1MiB</c>; a bare number is bytes. At most 1 TiB.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    public static bool TryParse(string text, out long bytes, [NotNullWhen(false)] out string? reason)
    {
        bytes = 0;
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var (digits, unit) = end < 0 ? (text, "B") : (text[..end], text[end..]);
        var scale = Units.FirstOrDefault(u => u.Unit == unit).Bytes;
        reason = scale == 0 || digits.Length == 0 ? $"«{text}» is no size; write 256KiB, 1MiB, or bytes"
            : !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > (1L << 40) / scale ? $"«{text}» is more than 1024GiB, the most there is"
            : null;
        if (reason is null) bytes = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * scale;
        return reason is null;
    }

    public static string Text(long bytes)
    {
        if (bytes == 0) return "0B";
        var (unit, scale) = Units.First(u => bytes % u.Bytes == 0);
        return $"{bytes / scale}{unit}";
    }
}

/// <summary>The number is bytes and may be written as <c>256KiB</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ByteSizeAttribute : Attribute;
