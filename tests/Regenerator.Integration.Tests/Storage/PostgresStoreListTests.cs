using Regenerator.Postgres;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class PostgresStoreListTests(PostgresServer server) : StoreListContract
{
    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) =>
        await PostgresStore.OpenAsync(await server.DatabaseAsync(TestContext.Current.CancellationToken), time, TestContext.Current.CancellationToken);

    [Fact]
    public async Task What_was_kept_before_lists_were_searched_is_found()
    {
        var (ct, proposal) = (TestContext.Current.CancellationToken, Some.Proposal());
        var database = await server.DatabaseAsync(ct);
        await (await PostgresStore.OpenAsync(database, [.. PostgresSchema.Known.TakeWhile(m => m.Name != "lines")], new TestClock(), ct)).DisposeAsync();
        var json = Persisted.Write(proposal, RegeneratorJson.Default.Proposal).Replace("'", "''", StringComparison.Ordinal);
        await Passes.ScalarAsync(
            database,
            $"INSERT INTO proposals (id, fingerprint, rule_id, scope, state, living, item, json) VALUES ('{proposal.Id}', 'f', 'checkout-failing', 'blueprint:shop', 'Open', true, '{proposal.Id}', '{json}')",
            ct);

        await using var store = await PostgresStore.OpenAsync(database, new TestClock(), ct);

        Assert.Equal(proposal.Id, Assert.Single((await store.ListAsync(new ProposalQuery { Text = "SAFE workflow", Confidence = Confidence.Medium, SpecType = "workflow" }, ct)).Proposals).Id);
    }
}
