using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Tenant;

/// <summary>What one tenant changes of a blueprint. Absent inherits; what <c>null</c> does is said at each member.</summary>
public sealed record TenantAppConfig : SpecObject
{
    public required TenantMeta Meta { get; init; }

    public TenantCapabilities? Capabilities { get; init; }

    public FeatureSelection? Features { get; init; }

    public IReadOnlyList<SlotOverride?>? DataViewOverrides { get; init => field = FixedList.Of(value); }

    public IReadOnlyList<SlotOverride?>? WorkflowOverrides { get; init => field = FixedList.Of(value); }

    public IReadOnlyList<SlotOverride?>? JobOverrides { get; init => field = FixedList.Of(value); }

    public IReadOnlyList<SpecRef>? AdditionalPolicies { get; init => field = NoNulls.In(value); }

    public ThemeOverride? ThemeOverride { get; init; }

    /// <summary>A <c>null</c> spec clears the blueprint's.</summary>
    public TelemetryBinding? TelemetryOverride { get; init; }

    /// <summary>A list counts only when it is not empty.</summary>
    public ExperimentSelection? Experiments { get; init; }

    /// <summary>Each replaces the blueprint's flag of the same key as a whole, variant and description included.</summary>
    public IReadOnlyList<FeatureFlag>? FeatureFlags { get; init => field = NoNulls.In(value); }

    /// <summary>By path and field: absent inherits, <c>null</c> removes the field, a value replaces it.</summary>
    public IReadOnlyList<AppRoute>? RouteOverrides { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<IntegrationBinding>? Integrations { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<KnowledgeBinding>? Knowledge { get; init => field = NoNulls.In(value); }

    public TenantBranding? Branding { get; init; }

    public TenantLocales? Locales { get; init; }

    public TranslationOverrides? TranslationOverrides { get; init; }

    public Optional<string> Notes { get; init; }
}

/// <summary>Who a tenant's config is, and which blueprint it configures.</summary>
public sealed record TenantMeta : SpecObject, IJsonOnDeserialized
{
    // An absent member is set to null by the generated reader, whatever its initialiser says.
    [AllowNull]
    public string Id { get; init => field = value ?? ""; } = "";

    [AllowNull]
    public string TenantId { get; init => field = value ?? ""; } = "";

    [AllowNull]
    public string AppId { get; init => field = value ?? ""; } = "";

    /// <summary>The key of the blueprint.</summary>
    [AllowNull]
    public string BlueprintName { get; init => field = value ?? ""; } = "";

    [AllowNull]
    [JsonConverter(typeof(VersionText))]
    public string BlueprintVersion { get; init => field = value ?? ""; } = "";

    [AllowNull]
    [JsonConverter(typeof(VersionText))]
    public string Version { get; init => field = value ?? ""; } = "";

    public Optional<string> Environment { get; init; }

    public Optional<string> Status { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Required.Text(TenantId, "meta.tenantId");
        Required.Text(Version, "meta.version");
    }
}

public sealed record TenantCapabilities : SpecObject
{
    public IReadOnlyList<SpecRef>? Enable { get; init => field = NoNulls.In(value); }

    public IReadOnlyList<SpecRef>? Disable { get; init => field = NoNulls.In(value); }
}

/// <summary>Another spec for a slot of the blueprint; a pointer that is absent or <c>null</c> empties the slot.</summary>
public sealed record SlotOverride : SpecObject
{
    public required string Slot { get; init; }

    public Optional<SpecRef> Pointer { get; init; }
}

public sealed record ThemeOverride : SpecObject
{
    /// <summary><c>null</c> falls back to the blueprint's; it does not clear it.</summary>
    public Optional<SpecRef> Primary { get; init; }

    public IReadOnlyList<SpecRef>? Fallbacks { get; init => field = NoNulls.In(value); }
}
