using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Json;
using Regenerator.Specs.Registries;

namespace Regenerator.Contexts;

/// <summary>
/// One context per tenant document, joined to its blueprint by <c>meta.blueprintName</c>. Each read looks at the files' lengths and times and
/// reads only what changed: a context whose documents are as they were is the very object of the last time. A file that can not be read makes
/// its own contexts sick. Safe for several threads, which wait for one another.
/// </summary>
public sealed class FileContexts : IContextSource
{
    private readonly Lock gate = new();
    private readonly FileContextOptions options;
    private readonly FilePatterns patterns;
    private readonly (FoundFile Blueprint, FoundFile Tenant)? pair;
    private readonly FileReads<SpecDocument> blueprintReads = new((place, bytes) => SpecDocument.Read(SpecKind.Blueprint, place, bytes));
    private readonly FileReads<SpecDocument> tenantReads = new((place, bytes) => SpecDocument.Read(SpecKind.Tenant, place, bytes));
    private readonly FileRegistries registries = new();
    private Dictionary<string, Built> built = new(StringComparer.Ordinal);

    public FileContexts(FileContextOptions options)
        : this(options, pair: null)
    {
    }

    private FileContexts(FileContextOptions options, (FoundFile Blueprint, FoundFile Tenant)? pair)
    {
        this.options = options;
        this.pair = pair;
        patterns = new FilePatterns(options.Root);
    }

    /// <summary>One tenant of one blueprint, wherever the two files are. The root and the patterns of the options hold for the registries only.</summary>
    public static FileContexts Pair(string blueprintPath, string tenantPath, FileContextOptions? more = null) =>
        new(more ?? new FileContextOptions(), (Named(blueprintPath), Named(tenantPath)));

    /// <summary>The root; of a pair the folder of the tenant's document.</summary>
    public string Name => pair is { } files ? Path.GetDirectoryName(files.Tenant.RealPath)! : Path.GetFullPath(options.Root);

    public ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
    {
        lock (gate) return ValueTask.FromResult(Read(ct));
    }

    private static FoundFile Named(string path) => new(path, FilePatterns.RealPath(Path.GetFullPath(path)));

    private ContextSnapshot Read(CancellationToken ct)
    {
        var warnings = new List<string>();
        var blueprintFiles = pair is { } files ? [files.Blueprint] : patterns.Find("blueprints", options.Blueprints, warnings);
        var tenantFiles = pair is { } named ? [named.Tenant] : patterns.Find("tenants", options.Tenants, warnings);
        registries.Read(ListRegistries(warnings), ct);
        var shelf = new BlueprintShelf(blueprintReads.Read(blueprintFiles, ct));
        var outcomes = tenantReads.Read(tenantFiles, ct).Select(file => Decide(file, shelf)).ToArray();

        built = outcomes.Where(o => o.Built is not null).ToDictionary(o => o.File.Name, o => o.Built!, StringComparer.Ordinal);
        warnings.AddRange([.. shelf.Warnings, .. registries.Warnings, .. outcomes.SelectMany(o => o.Built?.Warnings ?? [])]);
        return Snapshot(outcomes, warnings);
    }

    private IReadOnlyList<RegistryListing> ListRegistries(List<string> warnings) =>
        [.. options.Registries.Given().Select(given => new RegistryListing(given.Kind, patterns.Find($"registries.{given.Kind}", given.Patterns, warnings)))];

    private Outcome Decide(ReadFile<SpecDocument> file, BlueprintShelf shelf)
    {
        if (file.Content is not { } tenant)
            return new Outcome(file.File, file.LastGood is { } last ? RegenerationContext.IdOf(last.Tenant) : null, IsReadable: false) { Reason = file.Reason };
        var outcome = new Outcome(file.File, RegenerationContext.IdOf(tenant.Tenant), IsReadable: true);
        var (blueprint, reason) = shelf.For(tenant.Tenant);
        reason ??= registries.Obstacle(blueprint!.Blueprint, tenant.Tenant);
        if (reason is not null) return outcome with { Reason = $"{file.File.Name}: {reason}" };

        if (built.TryGetValue(file.File.Name, out var before) && before.IsOf(blueprint!, tenant, registries.Dependencies)) return outcome with { Built = before };
        try
        {
            return outcome with { Built = Build(file.File.Name, blueprint!, tenant) };
        }
        catch (Exception problem)
        {
            // The typed view lets some oddities through, such as a null in a list of references.
            return outcome with { Reason = $"{file.File.Name}: does not resolve: {problem.Message.ReplaceLineEndings(" ")}" };
        }
    }

    private Built Build(string name, SpecDocument blueprint, SpecDocument tenant)
    {
        var warnings = new List<string>();
        var wanted = tenant.Tenant.Meta.BlueprintVersion;
        if (wanted.Length > 0 && wanted != blueprint.Version)
            warnings.Add($"{name}: made for {blueprint.Id}@{wanted}; {blueprint.Place.Name} is {blueprint.Id}@{blueprint.Version}");
        var labels = Labels(name, tenant, warnings);
        AppConfig.Resolve(blueprint.Blueprint, tenant.Tenant, registries.Dependencies); // a context that does not resolve is none
        return new Built(new RegenerationContext(blueprint, tenant, registries.Dependencies, labels: labels), warnings);
    }

    private Dictionary<string, string> Labels(string name, SpecDocument tenant, List<string> warnings)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (options.Labels.Count == 0) return labels;
        var tree = tenant.Tree();
        foreach (var (label, place) in options.Labels)
        {
            var value = At(tree, place);
            if (value is JsonValue scalar) labels[label] = scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : scalar.ToJsonString();
            else if (value is not null) warnings.Add($"{name}: {place} is no label «{label}»: a label is a text, a number or a truth value");
        }

        return labels;
    }

    private static JsonNode? At(JsonObject tree, JsonPointer place) => place.Segments.Aggregate((JsonNode?)tree, static (node, segment) => node switch
    {
        JsonObject members => members[segment],
        JsonArray list when int.TryParse(segment, out var index) && index >= 0 && index < list.Count => list[index],
        _ => null,
    });

    private static ContextSnapshot Snapshot(IReadOnlyList<Outcome> outcomes, IReadOnlyList<string> warnings)
    {
        var contexts = new List<RegenerationContext>();
        var sick = new List<SickContext>();
        foreach (var group in outcomes.Where(o => o.IsReadable).GroupBy(o => o.Id!, StringComparer.Ordinal))
        {
            if (group.Skip(1).Any()) sick.Add(new SickContext(group.Key, $"the id «{group.Key}» is in more than one document: {string.Join(", ", group.Select(o => o.File.Name))}"));
            else if (group.First() is { Built: { } whole }) contexts.Add(whole.Context);
            else sick.Add(new SickContext(group.Key, group.First().Reason!));
        }

        // The id that a broken file had is only a memory: another document may have it by now.
        var taken = contexts.Select(c => c.Id).Concat(sick.Select(s => s.Id)).ToHashSet(StringComparer.Ordinal);
        sick.AddRange(outcomes.Where(o => !o.IsReadable).Select(o => new SickContext(o.Id is { } id && taken.Add(id) ? id : o.File.Name, o.Reason!)));
        return new ContextSnapshot([.. contexts.OrderBy(c => c.Id, StringComparer.Ordinal)], [.. sick.OrderBy(s => s.Id, StringComparer.Ordinal)]) { Warnings = warnings };
    }

    /// <summary>What became of one tenant document: a context, or the one line that says why there is none.</summary>
    /// <param name="Id">What the document says it is; where it can not be read, what it said before, if it ever did.</param>
    private sealed record Outcome(FoundFile File, string? Id, bool IsReadable)
    {
        public Built? Built { get; init; }

        public string? Reason { get; init; }
    }

    private sealed record Built(RegenerationContext Context, IReadOnlyList<string> Warnings)
    {
        public bool IsOf(SpecDocument blueprint, SpecDocument tenant, SpecRegistries? deps) => ReferenceEquals(Context.BlueprintDocument, blueprint)
            && ReferenceEquals(Context.TenantDocument, tenant) && ReferenceEquals(Context.Dependencies, deps);
    }
}
