using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Freezes;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Freezes, as what happened to them.</summary>
internal static class FreezeRows
{
    /// <exception cref="StoreException">A row can not be read.</exception>
    public static IReadOnlyList<Freeze> Read(SqliteConnection connection, DateTimeOffset? after) => Freeze.Fold(
        connection.Query<(string Id, string Json)>("SELECT freeze_id, json FROM freeze_events WHERE until > @after ORDER BY seq", new { after = after?.ToColumn() ?? "" })
            .Select(row => (new FreezeId(row.Id), Persisted.Read(row.Json, RegeneratorJson.Default.FreezeEvent))));

    public static FreezeResult Record(SqliteConnection connection, FreezeId id, FreezeEvent happened)
    {
        var result = Freeze.Next(Read(connection, null).SingleOrDefault(f => f.Id == id), id, happened);
        if (result is FreezeResult.Recorded(var freeze)) Write(connection, freeze, happened);
        return result;
    }

    public static void Write(SqliteConnection connection, Freeze freeze, FreezeEvent happened) => connection.Execute(
        "INSERT INTO freeze_events (freeze_id, until, json) VALUES (@id, @until, @json)",
        new { id = freeze.Id.Value, until = freeze.Set.Until.ToColumn(), json = Persisted.Write(happened, RegeneratorJson.Default.FreezeEvent) });
}
