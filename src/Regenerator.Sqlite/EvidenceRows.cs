using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Evidence as rows: a sheet each.</summary>
internal sealed class EvidenceRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement find = new(
        connection, "SELECT json FROM evidence WHERE proposal = $proposal AND window_until = $until AND context_id = $context", "$proposal", "$until", "$context");

    private readonly Statement stands = new(
        connection,
        """
        INSERT INTO evidence (proposal, window_until, context_id, json) VALUES ($proposal, $until, $context, $json)
        ON CONFLICT (proposal, window_until, context_id) DO UPDATE SET json = excluded.json
        """,
        "$proposal", "$until", "$context", "$json");

    /// <returns>The latest window first.</returns>
    public static IEnumerable<string> Read(SqliteConnection connection, string id) =>
        connection.Query<string>("SELECT json FROM evidence WHERE proposal = (SELECT seq FROM proposals WHERE id = @id) ORDER BY window_until DESC, context_id", new { id });

    /// <param name="proposal">Its number.</param>
    /// <param name="isFirst">Nothing was kept of the proposal before.</param>
    public void Write(long proposal, EvidenceSheet sheet, bool isFirst)
    {
        var until = sheet.Until.ToColumn();
        var kept = isFirst ? null : find.Text(proposal, until, sheet.ContextId);
        stands.Run(proposal, until, sheet.ContextId, kept is null ? sheet.Json : sheet.Over(kept).Json);
    }

    public void Dispose()
    {
        find.Dispose();
        stands.Dispose();
    }
}
