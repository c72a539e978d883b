using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Storage;

public sealed class InMemoryStoreTests : StoreContract
{
    protected override Task<IRegeneratorStore> CreateAsync(TimeProvider time) => Task.FromResult<IRegeneratorStore>(new InMemoryStore());

    // Memory ends with its process: what a restart finds is what is there.
    protected override Task<IRegeneratorStore> ReopenAsync(IRegeneratorStore store) => Task.FromResult(store);
}
