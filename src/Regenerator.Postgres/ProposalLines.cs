using Npgsql;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>The columns that lists are filtered and searched by.</summary>
internal static class ProposalLines
{
    // Proposals that are in memory at the same time.
    private const int AtOnce = 500;

    /// <summary>For what was kept before there were such columns.</summary>
    public static async Task FillAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var page = await connection.ListAsync("SELECT json FROM proposals WHERE id > $1 ORDER BY id LIMIT $2", [after, AtOnce], row => StoredState.Proposal(row.GetString(0)), ct);
            if (page.Count == 0) return;
            after = page[^1].Id.ToString();
            await connection.ExecuteAsync(
                """
                UPDATE proposals SET expires = line.expires, confidence = line.confidence, spec_type = line.spec_type, text = line.text
                FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[]) AS line (id, expires, confidence, spec_type, text) WHERE proposals.id = line.id
                """,
                [
                    page.Select(p => p.Id.ToString()).ToArray(),
                    page.Select(p => p.ExpiresAt?.ToUniversalTime()).ToArray(),
                    page.Select(p => p.Revision.Proposal.Confidence.ToString()).ToArray(),
                    page.Select(p => p.Revision.Proposal.Target.SpecType).ToArray(),
                    page.Select(SearchText.Of).ToArray(),
                ],
                ct);
        }
    }
}
