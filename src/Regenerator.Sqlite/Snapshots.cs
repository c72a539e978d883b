using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Storage;
using SQLitePCL;

namespace Regenerator.Sqlite;

/// <summary>Proposals as they are now, from their rows.</summary>
internal static class Snapshots
{
    /// <summary>Of a row of proposals what <see cref="KeptProposal"/> is made of.</summary>
    public const string Columns = """
        proposals.json AS Json,
        CASE WHEN proposals.json IS NULL THEN (SELECT json FROM event_payloads WHERE proposal = proposals.seq AND seq = 1) END AS Opened,
        CASE WHEN proposals.json IS NULL THEN (SELECT hash FROM events WHERE proposal = proposals.seq AND seq = 1) END AS Hash
        """;

    /// <param name="from">What follows the columns.</param>
    public static IReadOnlyList<Proposal> Read(SqliteConnection connection, string from, object values) =>
        [.. connection.Query<(string?, string?, string?)>($"SELECT {Columns} FROM {from}", values).Select(row => new KeptProposal(row.Item1, row.Item2, row.Item3).Read())];

    /// <summary>Of the columns of a statement.</summary>
    public static Proposal Read(sqlite3_stmt row) => new KeptProposal(row.Text(0), row.Text(1), row.Text(2)).Read();
}
