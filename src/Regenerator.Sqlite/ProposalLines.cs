using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>The columns that lists are filtered and searched by.</summary>
internal static class ProposalLines
{
    /// <summary>For what was kept before there were such columns.</summary>
    public static void Fill(SqliteConnection connection)
    {
        using var line = new Statement(
            connection, "UPDATE proposals SET expires = $expires, confidence = $confidence, spec_type = $type, text = $text WHERE id = $id", "$expires", "$confidence", "$type", "$text", "$id");
        foreach (var id in connection.Query<string>("SELECT id FROM proposals").AsList())
        {
            var proposal = StoredState.Proposal(connection.QuerySingle<string>("SELECT json FROM proposals WHERE id = @id", new { id }));
            var wish = proposal.Revision.Proposal;
            line.Run(proposal.ExpiresAt?.ToColumn(), wish.Confidence.ToString(), wish.Target.SpecType, SearchText.Of(proposal), id);
        }
    }
}
