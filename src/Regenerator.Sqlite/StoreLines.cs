using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Everything that the file keeps, one line after the other.</summary>
internal static class StoreLines
{
    public static IEnumerable<StoreLine> Read(SqliteConnection connection)
    {
        foreach (var (id, json) in connection.Query<(string Id, string Json)>("SELECT id, json FROM proposals ORDER BY seq", buffered: false))
        {
            yield return new StoreLine.Proposed(id, json);
            foreach (var kept in ChainedHistory.Read(connection, id)) yield return new StoreLine.Happened(id, kept);
        }
    }
}
