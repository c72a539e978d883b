using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class SqliteStoreListTests : StoreListContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-store-").FullName;

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) => await SqliteStore.OpenAsync(Path.Combine(folder, "store.db"), time, TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
