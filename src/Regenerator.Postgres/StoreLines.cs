using System.Runtime.CompilerServices;
using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Everything that the schema keeps, one line after the other.</summary>
internal static class StoreLines
{
    // Proposals whose histories are in memory at the same time.
    private const int AtOnce = 200;

    public static async IAsyncEnumerable<StoreLine> ReadAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var page = await connection.ListAsync(
                "SELECT seq, id, json FROM proposals WHERE seq > $1 ORDER BY seq LIMIT $2", [after, AtOnce], row => (Seq: row.GetInt64(0), Line: new StoreLine.Proposed(row.GetString(1), row.GetString(2))), ct);
            if (page.Count == 0) break;
            after = page[^1].Seq;
            var history = (await ChainedHistory.ReadAsync(connection, [.. page.Select(p => p.Line.Id)], ct)).ToLookup(h => h.Id, h => h.Kept, StringComparer.Ordinal);
            foreach (var (_, proposal) in page)
            {
                yield return proposal;
                foreach (var kept in history[proposal.Id]) yield return new StoreLine.Happened(proposal.Id, kept);
            }
        }
    }
}
