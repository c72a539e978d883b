using Regenerator.Postgres;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Integration.Tests.Storage;

public sealed class PostgresStoreKeepingTests(PostgresServer server) : SqlKeepingContract
{
    private string? database;

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await PostgresStore.OpenAsync(database = await server.DatabaseAsync(Ct), time, Ct);

    protected override async Task TamperAsync(string deed, Proposal tampered) =>
        await Passes.ScalarAsync(database!, $"ALTER TABLE events DISABLE TRIGGER ALL; ALTER TABLE event_payloads DISABLE TRIGGER ALL; {Tampering.Sql(deed, tampered, $"proposal_id = '{tampered.Id}'")}", Ct);
}
