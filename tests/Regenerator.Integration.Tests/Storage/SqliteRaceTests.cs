using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

public sealed class SqliteRaceTests : StoreRaceContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-race-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override async Task<IRegeneratorStore> CreateAsync(TimeProvider time) =>
        await SqliteStore.OpenAsync(Path.Combine(folder, "store.db"), time, TestContext.Current.CancellationToken);
}
