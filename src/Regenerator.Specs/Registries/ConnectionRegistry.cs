using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Regenerator.Specs.Registries;

/// <summary>The connections of tenants to integrations, by id. Immutable; safe to share between threads.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A registry, not any collection.")]
public sealed class ConnectionRegistry : IReadOnlyCollection<IntegrationConnection>
{
    private readonly OrderedDictionary<string, IntegrationConnection> byId = new(StringComparer.Ordinal);

    /// <param name="connections">Of two with one id the last one counts, as in the apps' own runtime. Files are stricter: <see cref="RegistryKind.Put"/>.</param>
    public ConnectionRegistry(IEnumerable<IntegrationConnection> connections)
    {
        foreach (var connection in connections) byId[connection.Meta.Id] = connection;
    }

    public int Count => byId.Count;

    public bool TryGet(string id, [MaybeNullWhen(false)] out IntegrationConnection connection) => byId.TryGetValue(id, out connection);

    public IEnumerator<IntegrationConnection> GetEnumerator() => byId.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
