using Npgsql;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>What tests of the PostgreSQL store write and look at.</summary>
internal static class Passes
{
    /// <summary>Opens a wish of its own in the document of each context.</summary>
    public static PassCommit Opening(string[] contexts, long epoch) => new()
    {
        Contexts = [.. contexts.Select(c => new ContextCommit(c, epoch, []))],
        Changes = [.. contexts.Select(c => Open(c, epoch))],
    };

    /// <summary>Past the store.</summary>
    public static async Task<object?> ScalarAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "regenerator", Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    private static ProposalChange.Open Open(string context, long epoch)
    {
        var proposal = Some.Proposal($"wish-{epoch}", slot: $"slot-{epoch}", scope: new ProposalScope(SpecKind.Tenant, context), context: context);
        return new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = [context], Evidence = [Some.Evidence(contextId: context)] };
    }
}
