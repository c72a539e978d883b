using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Tenant;

/// <summary>What one tenant changes of a blueprint. Absent inherits; what <c>null</c> does is said at each member.</summary>
public sealed record TenantAppConfig : SpecObject
{
    /// <summary>Who the config is, and what it configures.</summary>
    public required TenantMeta Meta { get; init; }

    /// <summary>Capabilities that the tenant switches on or off.</summary>
    public TenantCapabilities? Capabilities { get; init; }

    /// <summary>Features that the tenant adds or leaves out.</summary>
    public FeatureSelection? Features { get; init; }

    /// <summary>Other data views for slots of the blueprint.</summary>
    public IReadOnlyList<SlotOverride?>? DataViewOverrides { get; init => field = FixedList.Of(value); }

    /// <summary>Other workflows for slots of the blueprint.</summary>
    public IReadOnlyList<SlotOverride?>? WorkflowOverrides { get; init => field = FixedList.Of(value); }

    /// <summary>Other jobs for slots of the blueprint.</summary>
    public IReadOnlyList<SlotOverride?>? JobOverrides { get; init => field = FixedList.Of(value); }

    /// <summary>Policies on top of the blueprint's; none can be taken away.</summary>
    public IReadOnlyList<SpecRef>? AdditionalPolicies { get; init => field = NoNulls.In(value); }

    /// <summary>Another look.</summary>
    public ThemeOverride? ThemeOverride { get; init; }

    /// <summary>Which events are sent, in place of the blueprint's. A <c>null</c> spec clears the blueprint's.</summary>
    public TelemetryBinding? TelemetryOverride { get; init; }

    /// <summary>Experiments that run or wait, in place of the blueprint's. A list counts only when it is not empty.</summary>
    public ExperimentSelection? Experiments { get; init; }

    /// <summary>Switches. Each replaces the blueprint's flag of the same key as a whole, variant and description included.</summary>
    public IReadOnlyList<FeatureFlag>? FeatureFlags { get; init => field = NoNulls.In(value); }

    /// <summary>Other things behind paths of the blueprint, or other paths. By path and field: absent inherits, <c>null</c> removes the field, a value replaces it.</summary>
    public IReadOnlyList<AppRoute>? RouteOverrides { get; init => field = NoNulls.In(value); }

    /// <summary>Which connections serve the blueprint's integration slots.</summary>
    public IReadOnlyList<IntegrationBinding>? Integrations { get; init => field = NoNulls.In(value); }

    /// <summary>The knowledge spaces that the tenant uses.</summary>
    public IReadOnlyList<KnowledgeBinding>? Knowledge { get; init => field = NoNulls.In(value); }

    /// <summary>What the tenant's app looks like and is called.</summary>
    public TenantBranding? Branding { get; init; }

    /// <summary>Languages of the tenant's app.</summary>
    public TenantLocales? Locales { get; init; }

    /// <summary>Texts of the tenant in place of the catalog's.</summary>
    public TranslationOverrides? TranslationOverrides { get; init; }

    /// <summary>For people; in place of the blueprint's.</summary>
    public Optional<string> Notes { get; init; }

    /// <summary>A tenant that takes the blueprint as it is: what an edit of a blueprint means where nobody has a say of their own.</summary>
    public static TenantAppConfig WithoutOverrides(AppBlueprintSpec blueprint) => new()
    {
        Meta = new TenantMeta { Id = "any", TenantId = "any", AppId = blueprint.Meta.AppId, BlueprintName = blueprint.Meta.Key, BlueprintVersion = blueprint.Meta.Version, Version = "0" },
    };
}

/// <summary>Who a tenant's config is, and which blueprint it configures.</summary>
public sealed record TenantMeta : SpecObject, IJsonOnDeserialized
{
    /// <summary>Of the config; absent: it goes by its tenant.</summary>
    // An absent member is set to null by the generated reader, whatever its initialiser says.
    [AllowNull]
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Whose config it is.</summary>
    [AllowNull]
    public string TenantId { get; init => field = value ?? ""; } = "";

    /// <summary>The app that it configures.</summary>
    [AllowNull]
    public string AppId { get; init => field = value ?? ""; } = "";

    /// <summary>The key of the blueprint.</summary>
    [AllowNull]
    public string BlueprintName { get; init => field = value ?? ""; } = "";

    /// <summary>The version of the blueprint that it was written for.</summary>
    [AllowNull]
    [JsonConverter(typeof(VersionText))]
    public string BlueprintVersion { get; init => field = value ?? ""; } = "";

    /// <summary>Of the config: one more with every change.</summary>
    [AllowNull]
    [JsonConverter(typeof(VersionText))]
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>Where it is in force, such as <c>production</c>.</summary>
    public Optional<string> Environment { get; init; }

    /// <summary>Where it stands in its life, such as <c>published</c>.</summary>
    public Optional<string> Status { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Required.Text(TenantId, "meta.tenantId");
        Required.Text(Version, "meta.version");
    }
}

/// <summary>Capabilities that a tenant switches on or off.</summary>
public sealed record TenantCapabilities : SpecObject
{
    /// <summary>On top of the blueprint's.</summary>
    public IReadOnlyList<SpecRef>? Enable { get; init => field = NoNulls.In(value); }

    /// <summary>Off, by exact identity: without a version it leaves what is enabled at a version.</summary>
    public IReadOnlyList<SpecRef>? Disable { get; init => field = NoNulls.In(value); }
}

/// <summary>Another spec for a slot of the blueprint; a pointer that is absent or <c>null</c> empties the slot.</summary>
public sealed record SlotOverride : SpecObject
{
    /// <summary>The blueprint's slot.</summary>
    public required string Slot { get; init; }

    /// <summary>The spec to put there; absent or <c>null</c> empties the slot.</summary>
    public Optional<SpecRef> Pointer { get; init; }
}

/// <summary>Another look.</summary>
public sealed record ThemeOverride : SpecObject
{
    /// <summary><c>null</c> falls back to the blueprint's; it does not clear it.</summary>
    public Optional<SpecRef> Primary { get; init; }

    /// <summary>In place of the blueprint's.</summary>
    public IReadOnlyList<SpecRef>? Fallbacks { get; init => field = NoNulls.In(value); }
}
