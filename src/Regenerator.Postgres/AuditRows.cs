using Npgsql;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>The audit trail over all proposals.</summary>
internal static class AuditRows
{
    public static async Task<IReadOnlyList<AuditEntry>> ReadAsync(NpgsqlConnection connection, AuditQuery query, CancellationToken ct) => await connection.ListAsync(
        """
        SELECT events.proposal_id, events.seq, scope, type, actor, events.at, payload, hash, said.json
        FROM events JOIN proposals ON proposals.id = events.proposal_id
             LEFT JOIN event_payloads AS said ON said.proposal_id = events.proposal_id AND said.seq = events.seq
        WHERE ($1::text IS NULL OR events.proposal_id = $1) AND ($2::text[] IS NULL OR scope = ANY($2)) AND ($3::text IS NULL OR events.at >= $3)
            AND ($4::text IS NULL OR (events.at COLLATE "C", events.proposal_id, events.seq) < ($4, $5, $6::integer))
        ORDER BY events.at COLLATE "C" DESC, events.proposal_id DESC, events.seq DESC LIMIT $7
        """,
        [
            query.Proposal?.ToString(),
            query.Scopes?.Select(s => s.ToString()).ToArray(),
            query.Since is { } since ? AuditPlace.Text(since) : null,
            query.After is { } after ? AuditPlace.Text(after.At) : null,
            query.After?.Proposal.ToString(),
            query.After?.Number,
            query.Limit,
        ],
        row => new AuditEntry(ProposalId.Parse(row.GetString(0))!.Value, row.GetInt32(1), ProposalScope.Parse(row.GetString(2)), Kept(row).Read()),
        ct);

    private static KeptEvent Kept(NpgsqlDataReader row) =>
        new(new EventRecord(row.GetInt32(1), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7)), row.Text(8));
}
