using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Contexts;

/// <summary>The registries of a workspace as they stand in its files. What is wrong with them concerns only the tenants that look there.</summary>
internal sealed class FileRegistries
{
    private readonly FileReads<IReadOnlyList<IntegrationSpec>> specReads = new((place, bytes) => RegistryFile.IntegrationSpecs(place, bytes));
    private readonly FileReads<IReadOnlyList<IntegrationConnection>> connectionReads = new((place, bytes) => RegistryFile.IntegrationConnections(place, bytes));
    private readonly FileReads<IReadOnlyList<KnowledgeSpaceSpec>> spaceReads = new((place, bytes) => RegistryFile.KnowledgeSpaces(place, bytes));
    private readonly FileReads<IReadOnlyList<KnowledgeSource>> sourceReads = new((place, bytes) => RegistryFile.KnowledgeSources(place, bytes));

    private readonly List<string> warnings = [];
    private readonly List<string> badIntegrations = [];
    private readonly List<string> badConnections = [];
    private readonly List<string> badKnowledge = [];
    private HashSet<string> connectionIds = [];
    private object[]? contents;

    /// <summary>The very object of the last time when no file changed. Null when no registry was given.</summary>
    public SpecRegistries? Dependencies { get; private set; }

    /// <summary>Broken files and repeated connections, one line each.</summary>
    public IEnumerable<string> Warnings => [.. badIntegrations, .. badConnections, .. badKnowledge, .. warnings];

    /// <param name="given">Which registries were asked for.</param>
    public void Read(RegistryFiles given, RegistryListing files, CancellationToken ct)
    {
        var specs = specReads.Read(files.IntegrationSpecs, ct);
        var connections = connectionReads.Read(files.IntegrationConnections, ct);
        var spaces = spaceReads.Read(files.KnowledgeSpaces, ct);
        var sources = sourceReads.Read(files.KnowledgeSources, ct);
        object[] now =
        [
            .. specs.Select(f => f.Content ?? (object)f), .. connections.Select(f => f.Content ?? (object)f),
            .. spaces.Select(f => f.Content ?? (object)f), .. sources.Select(f => f.Content ?? (object)f),
        ];
        if (now.Length == contents?.Length && now.Zip(contents).All(pair => ReferenceEquals(pair.First, pair.Second))) return;

        contents = now;
        foreach (var list in new[] { warnings, badIntegrations, badConnections, badKnowledge }) list.Clear();
        badConnections.AddRange(Reasons(connections));
        badIntegrations.AddRange(Reasons(specs));
        badKnowledge.AddRange([.. Reasons(spaces), .. Reasons(sources)]);
        connectionIds = [.. Once(connections, connection => connection.Meta.Id, warnings, "the last one counts").Select(connection => connection.Meta.Id)];
        Dependencies = given is { IntegrationSpecs: [], IntegrationConnections: [], KnowledgeSpaces: [], KnowledgeSources: [] } ? null : new SpecRegistries
        {
            IntegrationSpecs = given.IntegrationSpecs is [] ? null
                : new SpecRegistry<IntegrationSpec>(Once(specs, spec => $"{spec.Meta.Key}@{spec.Meta.Version}", badIntegrations, "one is enough")),
            IntegrationConnections = given.IntegrationConnections is [] ? null : new ConnectionRegistry(connections.SelectMany(file => file.Content ?? [])),
            KnowledgeSpaces = given.KnowledgeSpaces is [] ? null
                : new SpecRegistry<KnowledgeSpaceSpec>(Once(spaces, space => $"{space.Meta.Key}@{space.Meta.Version}", badKnowledge, "one is enough")),
            KnowledgeSources = given.KnowledgeSources is [] ? null : new KnowledgeSourceRegistry(sources.SelectMany(file => file.Content ?? [])),
        };
    }

    /// <summary>Why this tenant can not be resolved now; null when what is broken can not concern it.</summary>
    public string? Obstacle(TenantAppConfig tenant)
    {
        var bindings = tenant.Integrations ?? [];
        if (badIntegrations.Count > 0 && bindings.Count > 0) return badIntegrations[0];
        if (badConnections.Count > 0 && bindings.FirstOrDefault(b => !connectionIds.Contains(b.ConnectionId)) is { } binding)
            return $"connection «{binding.ConnectionId}» is not among those that can be read: {badConnections[0]}";
        return badKnowledge.Count > 0 && tenant.Knowledge is { Count: > 0 } ? badKnowledge[0] : null;
    }

    private static IEnumerable<string> Reasons<T>(IReadOnlyList<ReadFile<IReadOnlyList<T>>> files) => files.Select(file => file.Reason).OfType<string>();

    private static IReadOnlyList<T> Once<T>(IReadOnlyList<ReadFile<IReadOnlyList<T>>> files, Func<T, string> identity, List<string> repeated, string verdict)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var once = new List<T>();
        foreach (var (file, spec) in files.SelectMany(file => (file.Content ?? []).Select(spec => (file.File.Name, spec))))
        {
            if (seen.TryAdd(identity(spec), file)) once.Add(spec);
            else repeated.Add($"{file}: «{identity(spec)}» is also in {seen[identity(spec)]}; {verdict}");
        }

        return once;
    }
}

/// <summary>The files that the patterns of <see cref="RegistryFiles"/> match.</summary>
internal sealed record RegistryListing(
    IReadOnlyList<FoundFile> IntegrationSpecs,
    IReadOnlyList<FoundFile> IntegrationConnections,
    IReadOnlyList<FoundFile> KnowledgeSpaces,
    IReadOnlyList<FoundFile> KnowledgeSources);
