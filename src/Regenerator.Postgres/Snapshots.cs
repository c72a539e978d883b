using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Proposals as they are now, from their rows.</summary>
internal static class Snapshots
{
    /// <summary>Of a row of proposals what <see cref="KeptProposal"/> is made of.</summary>
    public const string Columns = """
        proposals.json,
        CASE WHEN proposals.json IS NULL THEN (SELECT said.json FROM event_payloads AS said WHERE said.proposal_id = proposals.id AND said.seq = 1) END,
        CASE WHEN proposals.json IS NULL THEN (SELECT first.hash FROM events AS first WHERE first.proposal_id = proposals.id AND first.seq = 1) END
        """;

    /// <param name="from">What follows the columns.</param>
    public static Task<List<Proposal>> ReadAsync(NpgsqlConnection connection, string from, object?[] values, CancellationToken ct) =>
        connection.ListAsync($"SELECT {Columns} FROM {from}", values, row => row.Kept().Read(), ct);

    /// <param name="first">Where the columns begin.</param>
    public static KeptProposal Kept(this NpgsqlDataReader row, int first = 0) => new(row.Text(first), row.Text(first + 1), row.Text(first + 2));
}
