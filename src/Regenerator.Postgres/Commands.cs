using Npgsql;

namespace Regenerator.Postgres;

/// <summary>Statements with their values in the order of <c>$1</c>, <c>$2</c> …</summary>
internal static class Commands
{
    public static Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, object?[] values, CancellationToken ct) =>
        connection.UseAsync(sql, values, command => command.ExecuteNonQueryAsync(ct));

    public static Task<List<T>> ListAsync<T>(this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken ct) =>
        connection.UseAsync(sql, values, async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.RowsAsync(row, ct);
        });

    /// <summary>The only row; the default when there is none.</summary>
    public static async Task<T?> FindAsync<T>(this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken ct) =>
        (await connection.ListAsync(sql, values, row, ct)).SingleOrDefault();

    public static void Add(this NpgsqlBatch batch, string sql, object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(Parameter(value));
        batch.BatchCommands.Add(command);
    }

    /// <summary>Plans what follows in the transaction without looking at the values: they are long, and each would be made part of its plan.</summary>
    public static void AddGenericPlans(this NpgsqlBatch batch) => batch.Add("SET LOCAL plan_cache_mode = force_generic_plan", []);

    /// <summary>The rows of the result that the reader stands on.</summary>
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }

    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? Number(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static DateTimeOffset Instant(this NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? InstantOrNone(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Instant(column);

    /// <summary>An instant from a column of ticks.</summary>
    public static DateTimeOffset ToInstant(this long ticks) => new(ticks, TimeSpan.Zero);

    private static async Task<T> UseAsync<T>(this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlCommand, Task<T>> use)
    {
#pragma warning disable CA2100 // every text is put together from literals
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(Parameter(value));
        return await use(command);
    }

    // A timestamptz is written from UTC only.
    private static NpgsqlParameter Parameter(object? value) => new()
    {
        Value = value switch
        {
            null => DBNull.Value,
            DateTimeOffset instant => instant.ToUniversalTime(),
            _ => value,
        },
    };
}
