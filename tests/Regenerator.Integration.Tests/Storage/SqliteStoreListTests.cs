using Microsoft.Data.Sqlite;
using Regenerator.Proposals;
using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class SqliteStoreListTests : StoreListContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-store-").FullName;

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await SqliteStore.OpenAsync(Path.Combine(folder, "store.db"), time, TestContext.Current.CancellationToken);

    [Fact]
    public async Task What_was_kept_before_lists_were_searched_is_found()
    {
        var (ct, path, proposal) = (TestContext.Current.CancellationToken, Path.Combine(folder, "before.db"), Some.Proposal());
        await (await SqliteStore.OpenAsync(path, [.. SqliteSchema.Known.TakeWhile(m => m.Name != "lines")], new TestClock(), ct)).DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={path}"))
        {
            await connection.OpenAsync(ct);
            await using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO proposals (id, fingerprint, rule_id, scope, state, living, item, json) VALUES ($id, 'f', 'checkout-failing', 'blueprint:shop', 'Open', 1, $id, $json); INSERT INTO proposal_contexts (context_id, proposal_id) VALUES ('cfg-acme', $id)";
            insert.Parameters.AddWithValue("$id", proposal.Id.ToString());
            insert.Parameters.AddWithValue("$json", Persisted.Write(proposal, RegeneratorJson.Default.Proposal));
            await insert.ExecuteNonQueryAsync(ct);
        }

        await using var store = await SqliteStore.OpenAsync(path, new TestClock(), ct);

        Assert.Equal(proposal.Id, Assert.Single((await store.ListAsync(new ProposalQuery { Text = "SAFE workflow", ContextId = "cfg-acme", Confidence = Confidence.Medium, SpecType = "workflow" }, ct)).Proposals).Id);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
