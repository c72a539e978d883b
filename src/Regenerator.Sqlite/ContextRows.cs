using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Contexts;

namespace Regenerator.Sqlite;

/// <summary>What is kept of contexts themselves.</summary>
internal static class ContextRows
{
    /// <summary>In the order in which they were noted: the last one counts.</summary>
    public static IEnumerable<ContextListing> Listings(SqliteConnection connection) => connection
        .Query<(long Count, string? Source, string At, string? Actor, string? Reason)>("SELECT count, source, at, actor, reason FROM context_listings ORDER BY seq")
        .Select(row => new ContextListing((int)row.Count, row.Source, row.At.ToInstant()) { Accepted = row.Actor is null ? null : new CollapseAccepted(row.Actor, row.Reason!) });

    public static void Note(SqliteConnection connection, ContextListing listing) => connection.Execute(
        """
        DELETE FROM context_listings WHERE actor IS NULL;
        INSERT INTO context_listings (count, source, at, actor, reason) VALUES (@Count, @Source, @at, @Actor, @Reason);
        """,
        new { listing.Count, listing.Source, at = listing.At.ToColumn(), listing.Accepted?.Actor, listing.Accepted?.Reason });

    /// <returns>Whether there was anything.</returns>
    public static bool Forget(SqliteConnection connection, string contextId)
    {
        ProviderRows.Forget(connection, contextId);
        return connection.Execute(
            """
            DELETE FROM watermarks WHERE context_id = @contextId;
            DELETE FROM judgements WHERE context_id = @contextId;
            DELETE FROM contexts WHERE id = @contextId;
            DELETE FROM quarantine WHERE EXISTS (SELECT 1 FROM json_each(quarantine.json, '$.contexts') WHERE value = @contextId);
            """,
            new { contextId }) > 0;
    }
}
