using Regenerator.Postgres;
using Regenerator.Proposals;
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

        await IsFoundAsync(applied, deed, new ChainFault(applied.Id.ToString(), seq, damage));
    }

    [Theory]
    [Trait("Promise", "S11")]
    [MemberData(nameof(Tampering.EarlyDeeds), MemberType = typeof(Tampering))]
    public async Task What_is_done_to_a_proposal_that_is_as_it_was_opened_is_found(string deed, int seq, ChainDamage damage)
    {
        var opened = await OpenAsync(Some.Proposal("one"), "cfg-acme");
        await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");

        await IsFoundAsync(opened, deed, new ChainFault(opened.Id.ToString(), seq, damage));
    }

    private async Task IsFoundAsync(Proposal tampered, string deed, ChainFault expected)
    {
        await Passes.ScalarAsync(database!, $"ALTER TABLE events DISABLE TRIGGER ALL; ALTER TABLE event_payloads DISABLE TRIGGER ALL; {Tampering.Sql(deed, tampered, $"proposal_id = '{tampered.Id}'")}", Ct);
        Assert.Equal(expected, Assert.Single((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults));
    }
}
