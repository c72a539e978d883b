using Regenerator.Postgres;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class PostgresStoreKeepingTests(PostgresServer server) : StoreKeepingContract
{
    private string? database;

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await PostgresStore.OpenAsync(database = await server.DatabaseAsync(Ct), time, Ct);

    [Theory]
    [Trait("Promise", "S11")]
    [MemberData(nameof(Tampering.Deeds), MemberType = typeof(Tampering))]
    public async Task What_is_done_to_the_database_behind_its_back_is_found(string deed, int seq, ChainDamage damage)
    {
        var applied = await AppliedAsync();
        await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        await Passes.ScalarAsync(database!, $"ALTER TABLE events DISABLE TRIGGER ALL; ALTER TABLE event_payloads DISABLE TRIGGER ALL; {Tampering.Sql(deed, applied, $"proposal_id = '{applied.Id}'")}", Ct);

        var fault = Assert.Single((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults);

        Assert.Equal(new ChainFault(applied.Id.ToString(), seq, damage), fault);
    }
}
