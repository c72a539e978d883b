using System.Text.Json;

namespace Regenerator.Conformance;

internal sealed class ExecutorSuite() : Suite("executor")
{
    protected override Task<string?> DifferenceAsync(JsonElement vector) => Task.FromResult<string?>(null);
}
