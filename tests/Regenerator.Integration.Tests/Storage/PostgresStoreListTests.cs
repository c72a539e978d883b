using Regenerator.Postgres;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class PostgresStoreListTests(PostgresServer server) : StoreListContract
{
    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) =>
        await PostgresStore.OpenAsync(await server.DatabaseAsync(TestContext.Current.CancellationToken), time, TestContext.Current.CancellationToken);
}
