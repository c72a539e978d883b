using Regenerator.Postgres;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class PostgresRaceTests(PostgresServer server) : StoreRaceContract
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await PostgresStore.OpenAsync(await server.DatabaseAsync(Ct), time, Ct);
}
