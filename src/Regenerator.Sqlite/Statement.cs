using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Regenerator.Sqlite;

/// <summary>
/// A statement that is prepared once and run with many values, past the commands of ADO.NET: they cost more than SQLite itself does where a commit runs
/// thousands of them.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;

    /// <param name="connection">Open for longer than the statement is used.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="parameters">Their names in it, in the order in which values are given.</param>
    public Statement(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
        places = new int[parameters.Length];
        for (var i = 0; i < places.Length; i++) places[i] = raw.sqlite3_bind_parameter_index(statement, parameters[i]);
    }

    /// <param name="values">In the order of the parameters.</param>
    /// <exception cref="SqliteException">The database refuses.</exception>
    public void Run(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        Step(static _ => true);
    }

    /// <summary>Runs an insert.</summary>
    /// <returns>The number of the row.</returns>
    public long Insert(params ReadOnlySpan<SqlValue> values)
    {
        Run(values);
        return raw.sqlite3_last_insert_rowid(database);
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public string? Text(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return Step(static row => row.Text(0));
    }

    /// <inheritdoc cref="Text"/>
    public long? Number(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return Step(static row => (long?)raw.sqlite3_column_int64(row, 0));
    }

    public IReadOnlyList<T> Rows<T>(Func<sqlite3_stmt, T> read, params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        var rows = new List<T>();
        try
        {
            int code;
            while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW) rows.Add(read(statement));
            if (code != raw.SQLITE_DONE) Check(code);
            return rows;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => statement.Dispose();

    private T? Step<T>(Func<sqlite3_stmt, T> read)
    {
        try
        {
            var code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_ROW) return read(statement);
            if (code != raw.SQLITE_DONE) Check(code);
            return default;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    private void Bind(ReadOnlySpan<SqlValue> values)
    {
        for (var i = 0; i < values.Length; i++) Check(Bind(places[i], values[i]));
    }

    private int Bind(int place, SqlValue value) => value switch
    {
        { Number: { } number } => raw.sqlite3_bind_int64(statement, place, number),
        { Text: { Length: > 0 } text } => Bind(place, text),
        { Text: { } empty } => raw.sqlite3_bind_text(statement, place, empty), // an empty span would be bound as NULL
        _ => raw.sqlite3_bind_null(statement, place),
    };

    private int Bind(int place, string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(statement, place, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, database);
    }
}
