using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Which store the file is, and whether it is where it was left.</summary>
internal static class StoreRow
{
    public static StoreIdentity Read(SqliteConnection connection)
    {
        var (id, epoch, since, reason) = connection.QuerySingle<(string, long, string?, string?)>("SELECT id, epoch, since, reason FROM store");
        return new StoreIdentity(id, (int)epoch, since?.ToInstant(), reason) { Environment = Environment(connection) };
    }

    /// <summary>The one that it belongs to; null: to none.</summary>
    public static string? Environment(SqliteConnection connection) => connection.QuerySingleOrDefault<string>("SELECT environment FROM store_bindings ORDER BY seq DESC LIMIT 1");

    public static IEnumerable<StoreBinding> Bindings(SqliteConnection connection) => connection
        .Query<(string Environment, string Actor, string At, string Reason)>("SELECT environment, actor, at, reason FROM store_bindings ORDER BY seq")
        .Select(row => new StoreBinding(row.Environment, row.Actor, row.At.ToInstant(), row.Reason));

    public static void Bind(SqliteConnection connection, StoreBinding binding) => connection.Execute(
        "INSERT INTO store_bindings (environment, actor, at, reason) VALUES (@Environment, @Actor, @at, @Reason)",
        new { binding.Environment, binding.Actor, at = binding.At.ToColumn(), binding.Reason });

    /// <summary>In a transaction that holds the write lock. The marker is written before the commit, and is to be settled after it.</summary>
    /// <returns>Whether the file is a copy, or was restored; and the marker that lies beside it now.</returns>
    public static (bool IsCopy, StoreMarker Marker) TakeTurn(SqliteConnection connection, string file)
    {
        var (id, turn) = connection.QuerySingle<(string Id, long Turn)>("SELECT id, turn FROM store");
        var left = StoreMarker.Beside(file);
        var mine = new StoreMarker(id, turn, turn + 1, file);
        mine.Write();
        connection.Execute("UPDATE store SET turn = turn + 1");
        return (turn > 0 && (left is null || !string.Equals(left.Id, id) || left.Turn > turn || IsElsewhereToo(left, mine)), mine);
    }

    /// <summary>Approvals fall, and nobody holds a document.</summary>
    public static void BeginEpoch(SqliteConnection connection, int epoch, string reason, DateTimeOffset now)
    {
        connection.Execute("UPDATE store SET epoch = @epoch, since = @since, reason = @reason", new { epoch, since = now.ToColumn(), reason });
        connection.Execute("UPDATE document_locks SET proposal_id = NULL, owner = NULL, lease_until = NULL");
        var states = NewEpoch.Concerned.Select(s => s.ToString()).ToJsonArray();
        using var writer = new ProposalWriter(connection);
        var concerned = Snapshots.Read(connection, "proposals WHERE state IN (SELECT value FROM json_each(@states)) ORDER BY seq", new { states });
        writer.Write([.. concerned.Select(proposal => NewEpoch.Write(proposal, reason, now)).OfType<ProposalWrite>()]);
    }

    /// <summary>Whatever lies beside it is not its own any more.</summary>
    public static void BecomeAnother(SqliteConnection connection) => connection.Execute("UPDATE store SET id = lower(hex(randomblob(16)))");

    // Where it was left there may be nothing (it was moved), the same file by another name, or the original.
    private static bool IsElsewhereToo(StoreMarker left, StoreMarker mine) =>
        !string.Equals(left.File, mine.File) && File.Exists(left.File) && StoreMarker.Beside(left.File) != mine;
}
