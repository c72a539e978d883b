using System.Globalization;
using System.Text.Json;

namespace Regenerator.Sqlite;

/// <summary>How values stand in columns.</summary>
internal static class Columns
{
    /// <summary>Null where the column is.</summary>
    public static string? Text(this SQLitePCL.sqlite3_stmt row, int column) => SQLitePCL.raw.sqlite3_column_text(row, column).utf8_to_string();

    private const string Instant = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    /// <summary>UTC, always as long, so that it sorts as text.</summary>
    public static string ToColumn(this DateTimeOffset instant) => instant.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    public static DateTimeOffset ToInstant(this string column) =>
        DateTimeOffset.ParseExact(column, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>One parameter for a list of any length, read by <c>json_each</c>.</summary>
    public static string ToJsonArray(this IEnumerable<string> texts) => $"[{string.Join(',', texts.Select(t => $"\"{JsonEncodedText.Encode(t)}\""))}]";
}
