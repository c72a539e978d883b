using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Storage;

public sealed class InMemoryStoreListTests : StoreListContract
{
    protected override Task<IRegeneratorStore> CreateAsync(TimeProvider time) => Task.FromResult<IRegeneratorStore>(new InMemoryStore());
}
