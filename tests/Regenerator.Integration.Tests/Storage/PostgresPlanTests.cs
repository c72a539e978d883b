using Npgsql;
using Regenerator.Postgres;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>The server may read a table through where that is faster; where it grows with the fleet, a pass would take time in its square.</summary>
public sealed class PostgresPlanTests(PostgresServer server)
{
    private const int Batch = 500;
    private const int Batches = 16;
    private const int Few = 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT 1")] // as in a first pass: the server has not looked at the tables yet
    [InlineData("VACUUM ANALYZE")]
    public async Task A_pass_over_a_few_contexts_reads_a_few_rows_however_many_others_there_are(string meanwhile)
    {
        var database = await server.DatabaseAsync(Ct);
        for (var batch = 0; batch < Batches; batch++) await PassAsync(database, batch * Batch, Batch);
        await AskAsync(database, meanwhile);
        var before = await RowsReadAsync(database);

        await PassAsync(database, Batches * Batch, Few);
        await PassAsync(database, Batches * Batch, Few);

        Assert.InRange(await RowsReadAsync(database) - before, 1, Batch);
    }

    // Each in a store of its own: what a connection has read is told when it is closed.
    private static async Task PassAsync(string database, int first, int count)
    {
        await using var store = await PostgresStore.OpenAsync(database, TimeProvider.System, Ct);
        string[] contexts = [.. Enumerable.Range(first, count).Select(number => $"cfg-{number:D5}")];
        var epochs = (await store.ProgressAsync(contexts, Ct)).Epochs;
        var start = await store.BeginAsync([.. contexts.Select(id => Some.Context(id))], Ct);
        var proposals = contexts.Select(id => Some.Proposal(scope: new ProposalScope(SpecKind.Tenant, id), context: id)).ToArray();
        var pass = new PassCommit
        {
            Contexts = [.. contexts.Select(id => new ContextCommit(id, epochs[id], [new Watermark(new WatermarkKey(id, "prom/telemetry", Some.Window.Length), Some.Window.Until)]))],
            Changes = start.Living.Count == 0
                ? [.. proposals.Select(p => new ProposalChange.Open(Some.Opened(p)) { Id = p.Id, Contexts = p.Sightings.Contexts, Evidence = [Some.Evidence(contextId: p.Sightings.Contexts[0])] })]
                : [.. start.Living.Select(p => new ProposalChange.Join(p.Sightings) { Id = p.Id, Contexts = p.Sightings.Contexts, Evidence = [Some.Evidence(contextId: p.Sightings.Contexts[0])] })],
        };
        Assert.All(await store.CommitAsync(pass, Ct), outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
    }

    private static async Task<long> RowsReadAsync(string database)
    {
        while (await AskAsync(database, "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()") > 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        return await AskAsync(database, "SELECT SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0))::bigint FROM pg_stat_user_tables WHERE relname IN ('proposals', 'document_locks', 'contexts', 'watermarks', 'events', 'event_payloads', 'evidence')");
    }

    private static async Task<long> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct) is long number ? number : 0;
    }
}
