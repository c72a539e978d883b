using Npgsql;
using Regenerator.Contexts;

namespace Regenerator.Postgres;

/// <summary>What is kept of contexts themselves.</summary>
internal static class ContextRows
{
    /// <summary>In the order in which they were noted: the last one counts.</summary>
    public static Task<List<ContextListing>> ListingsAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ListAsync(
        "SELECT count, source, at_ticks, actor, reason FROM context_listings ORDER BY seq",
        [],
        row => new ContextListing(row.GetInt32(0), row.Text(1), row.GetInt64(2).ToInstant()) { Accepted = row.Text(3) is { } actor ? new CollapseAccepted(actor, row.GetString(4)) : null },
        ct);

    public static async Task NoteAsync(NpgsqlConnection connection, ContextListing listing, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        Note(batch, listing);
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static void Note(NpgsqlBatch batch, ContextListing listing)
    {
        batch.Add("DELETE FROM context_listings WHERE actor IS NULL", []);
        batch.Add(
            "INSERT INTO context_listings (count, source, at_ticks, actor, reason) VALUES ($1, $2, $3, $4, $5)",
            [listing.Count, listing.Source, listing.At.UtcTicks, listing.Accepted?.Actor, listing.Accepted?.Reason]);
    }

    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> ForgetAsync(NpgsqlConnection connection, string contextId, CancellationToken ct)
    {
        await ProviderRows.ForgetAsync(connection, contextId, ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("DELETE FROM contexts WHERE id = $1", [contextId]); // first: whoever commits for it holds this row
        batch.Add("DELETE FROM watermarks WHERE context_id = $1", [contextId]);
        batch.Add("DELETE FROM judgements WHERE context_id = $1", [contextId]);
        batch.Add("DELETE FROM quarantine WHERE json::jsonb -> 'contexts' ? $1", [contextId]);
        return await batch.ExecuteNonQueryAsync(ct) > 0;
    }
}
