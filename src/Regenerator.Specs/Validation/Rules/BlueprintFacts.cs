using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>
/// What follows from a blueprint and its registries alone: its own findings, and indexes for looking things up in it. Worked out once and
/// kept as long as the blueprint lives, for the registries that were used last.
/// </summary>
internal sealed class BlueprintFacts
{
    private static readonly ConditionalWeakTable<AppBlueprintSpec, BlueprintFacts> Kept = [];
    private readonly SpecRegistries registries;
    private readonly Lazy<FrozenSet<string>> translationKeys;

    private BlueprintFacts(AppBlueprintSpec blueprint, SpecRegistries registries)
    {
        Blueprint = blueprint;
        this.registries = registries;
        Capabilities = Set(blueprint.Capabilities?.Enabled);
        DisabledCapabilities = Set(blueprint.Capabilities?.Disabled);
        Policies = Set(blueprint.Policies);
        Experiments = Set([.. blueprint.Experiments?.Active ?? [], .. blueprint.Experiments?.Paused ?? []]);
        Features = ByKey(blueprint.Features?.Include, static r => r.Key ?? "");
        ExcludedFeatures = ByKey(blueprint.Features?.Exclude, static r => r.Key ?? "");
        Flags = ByKey(blueprint.FeatureFlags, static flag => flag.Key);
        Routes = ByKey(blueprint.Routes, static route => route.Path);
        Slots = ByKey(blueprint.IntegrationSlots, static slot => slot.SlotId);
        DisabledEvents = (blueprint.Telemetry?.DisabledEvents ?? []).ToFrozenSet(StringComparer.Ordinal);
        translationKeys = new Lazy<FrozenSet<string>>(TranslationKeysOf);
        Catalog = CatalogOf(blueprint, registries);
        AppNameIsTranslated = TranslationRules.AppNameIsTranslated(blueprint, Catalog);
        Findings = BlueprintRules.Check(this, registries);
    }

    public AppBlueprintSpec Blueprint { get; }

    /// <summary>The blueprint's own findings; whether its routes and telemetry lead somewhere is seen in the resolved view.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    public FrozenSet<SpecRef> Capabilities { get; }

    public FrozenSet<SpecRef> DisabledCapabilities { get; }

    public FrozenSet<SpecRef> Policies { get; }

    /// <summary>Active and paused.</summary>
    public FrozenSet<SpecRef> Experiments { get; }

    public FrozenDictionary<string, SpecRef> Features { get; }

    public FrozenDictionary<string, SpecRef> ExcludedFeatures { get; }

    public FrozenDictionary<string, FeatureFlag> Flags { get; }

    public FrozenDictionary<string, AppRoute> Routes { get; }

    public FrozenDictionary<string, IntegrationSlot> Slots { get; }

    public FrozenSet<string> DisabledEvents { get; }

    /// <summary>The catalog that the blueprint points to; null where it points to none or to an unknown one.</summary>
    public TranslationCatalog? Catalog { get; }

    public bool AppNameIsTranslated { get; }

    /// <summary>Keys of every catalog of the platform and of any app.</summary>
    public FrozenSet<string> TranslationKeys => translationKeys.Value;

    public static BlueprintFacts Of(AppBlueprintSpec blueprint, SpecRegistries registries)
    {
        if (Kept.TryGetValue(blueprint, out var kept) && ReferenceEquals(kept.registries, registries)) return kept;
        var fresh = new BlueprintFacts(blueprint, registries);
        Kept.AddOrUpdate(blueprint, fresh);
        return fresh;
    }

    private static TranslationCatalog? CatalogOf(AppBlueprintSpec blueprint, SpecRegistries registries) =>
        blueprint.TranslationCatalog is { Key: { } key } pointer && registries.BlueprintCatalogs?.TryGet(key, pointer.Version.Value, out var catalog) == true ? catalog : null;

    private FrozenSet<string> TranslationKeysOf() => new[] { registries.PlatformCatalogs, registries.BlueprintCatalogs }
        .SelectMany(catalogs => catalogs?.Specs ?? [])
        .SelectMany(catalog => catalog.Entries ?? [])
        .Select(entry => entry.Key)
        .ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<SpecRef> Set(IReadOnlyList<SpecRef>? list) => (list ?? []).ToFrozenSet();

    // Of several alike the last one is in force.
    private static FrozenDictionary<string, T> ByKey<T>(IReadOnlyList<T>? list, Func<T, string> key)
    {
        var last = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in list ?? []) last[key(item)] = item;
        return last.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
