using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs.Registries;

/// <summary>The connections of tenants to integrations, by id. Immutable; safe to share between threads.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A registry, not any collection.")]
public sealed class ConnectionRegistry : IReadOnlyCollection<IntegrationConnection>
{
    private readonly IntegrationConnection[] connections;
    private readonly FrozenDictionary<string, IntegrationConnection> byId;

    /// <param name="connections">Of two with one id the last one counts, as in the apps' own runtime. Files are stricter: <see cref="RegistryKind.Put"/>.</param>
    public ConnectionRegistry(IEnumerable<IntegrationConnection> connections)
    {
        var inOrder = new OrderedDictionary<string, IntegrationConnection>(StringComparer.Ordinal);
        foreach (var connection in connections) inOrder[connection.Meta.Id] = connection;
        this.connections = [.. inOrder.Values];
        byId = inOrder.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public int Count => connections.Length;

    public bool TryGet(string id, [MaybeNullWhen(false)] out IntegrationConnection connection) => byId.TryGetValue(id, out connection);

    public IEnumerator<IntegrationConnection> GetEnumerator() => ((IEnumerable<IntegrationConnection>)connections).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
