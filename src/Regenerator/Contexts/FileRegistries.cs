using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Contexts;

/// <summary>The registries of a workspace as they stand in its files. What is wrong with them concerns only the tenants that look there.</summary>
internal sealed class FileRegistries
{
    private readonly Dictionary<RegistryKind, FileReads<IReadOnlyList<RegisteredSpec>>> reads = RegistryKind.All.ToDictionary(
        kind => kind, kind => new FileReads<IReadOnlyList<RegisteredSpec>>((place, bytes) => RegistryFile.Read(kind, place, bytes)));

    private readonly Dictionary<RegistryKind, IReadOnlyList<string>> problems = [];
    private object[]? contents;

    /// <summary>The very object of the last time when no file changed. Null when no registry was given.</summary>
    public SpecRegistries? Dependencies { get; private set; }

    /// <summary>Broken files and repeated specs, one line each.</summary>
    public IEnumerable<string> Warnings => problems.Values.SelectMany(lines => lines);

    /// <param name="listings">One for each registry that was asked for.</param>
    public void Read(IReadOnlyList<RegistryListing> listings, CancellationToken ct)
    {
        var files = listings.Select(listing => (listing.Kind, Read: reads[listing.Kind].Read(listing.Files, ct))).ToArray();
        object[] now = [.. files.SelectMany(f => f.Read).Select(file => file.Content ?? (object)file)];
        if (now.Length == contents?.Length && now.Zip(contents).All(pair => ReferenceEquals(pair.First, pair.Second))) return;

        contents = now;
        problems.Clear();
        Dependencies = files.Length == 0 ? null : files.Aggregate(SpecRegistries.None, (registries, kind) => Put(registries, kind.Kind, kind.Read));
    }

    /// <summary>Why this tenant can not be resolved and composed now; null when what is broken can not concern it.</summary>
    public string? Obstacle(AppBlueprintSpec blueprint, TenantAppConfig tenant)
    {
        if (problems.Count == 0 || Dependencies is not { } registries) return null;

        // A slot falls through to its next binding, and a space to an older one: what can not be read could be what would have been taken.
        if (tenant.Integrations is { Count: > 0 } && Problem(RegistryKind.IntegrationSpecs) is { } spec) return spec;
        if (tenant.Knowledge is { Count: > 0 } && (Problem(RegistryKind.KnowledgeSpaces) ?? Problem(RegistryKind.KnowledgeSources)) is { } knowledge) return knowledge;
        if (tenant.TranslationOverrides?.Entries is { Count: > 0 } && Problem(RegistryKind.PlatformCatalogs) is { } platform) return platform;
        return LostReferences(blueprint, tenant, registries)
            .Select(lost => Problem(lost.Kind) is { } problem ? $"{lost.Text} is not among those that can be read: {problem}" : null)
            .FirstOrDefault(line => line is not null);
    }

    private static IEnumerable<(RegistryKind Kind, string Text)> LostReferences(AppBlueprintSpec blueprint, TenantAppConfig tenant, SpecRegistries registries) =>
    [
        .. (tenant.Integrations ?? []).Where(b => registries.IntegrationConnections?.TryGet(b.ConnectionId, out _) != true)
            .Select(b => (RegistryKind.IntegrationConnections, $"connection «{b.ConnectionId}»")),
        .. AppConfig.Compose(blueprint, tenant, registries).Missing
            .SelectMany(missing => RegistryKind.All.Where(kind => kind != RegistryKind.IntegrationConnections && kind.ReferenceType == missing.Type).Select(kind => (kind, $"{missing.Type} «{missing.Identifier}»"))),
        .. blueprint.TranslationCatalog is { } catalog && registries.BlueprintCatalogs?.TryGet(catalog, out _) != true
            ? [(RegistryKind.BlueprintCatalogs, $"catalog «{catalog.Display}»")]
            : Array.Empty<(RegistryKind, string)>(),
    ];

    // Of a spec that is there twice nobody knows which one is meant, so that neither is.
    private SpecRegistries Put(SpecRegistries registries, RegistryKind kind, IReadOnlyList<ReadFile<IReadOnlyList<RegisteredSpec>>> files)
    {
        var specs = files.SelectMany(file => file.Content ?? []).ToArray();
        var repeated = RepeatedSpec.In(specs).ToArray();
        string[] lines = [.. files.Select(file => file.Reason).OfType<string>(), .. repeated.Select(twice => twice.ToString())];
        if (lines.Length > 0) problems[kind] = lines;
        var unclear = repeated.Select(twice => twice.Identity).ToHashSet(StringComparer.Ordinal);
        return kind.Put(registries, [.. specs.Where(spec => !unclear.Contains(spec.Identity))]);
    }

    private string? Problem(RegistryKind kind) => problems.GetValueOrDefault(kind)?[0];
}

/// <summary>The files that the patterns of one registry match.</summary>
internal sealed record RegistryListing(RegistryKind Kind, IReadOnlyList<FoundFile> Files);
