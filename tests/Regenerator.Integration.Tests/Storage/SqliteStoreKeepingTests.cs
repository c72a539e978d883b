using Microsoft.Data.Sqlite;
using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class SqliteStoreKeepingTests : StoreKeepingContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-store-").FullName;

    private string File => Path.Combine(folder, "store.db");

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await SqliteStore.OpenAsync(File, time, Ct);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [Trait("Promise", "S11")]
    [MemberData(nameof(Tampering.Deeds), MemberType = typeof(Tampering))]
    public async Task What_is_done_to_the_file_behind_its_back_is_found(string deed, int seq, ChainDamage damage)
    {
        var applied = await AppliedAsync();
        await OpenAsync(Some.Proposal("other", slot: "refund"), "cfg-zeta");
        Execute($"DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed; DROP TRIGGER payloads_are_not_changed; {Tampering.Sql(deed, applied)}");

        var fault = Assert.Single((await StoreAudit.OfAsync(Store.ExportAsync(Ct), Ct)).Faults);

        Assert.Equal(new ChainFault(applied.Id.ToString(), seq, damage), fault);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
