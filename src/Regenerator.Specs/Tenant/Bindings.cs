using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Tenant;

/// <summary>A connection for an integration slot.</summary>
public sealed record IntegrationBinding : SpecObject
{
    public required string SlotId { get; init; }

    public required string ConnectionId { get; init; }

    /// <summary>Lower goes first; absent is last.</summary>
    public Optional<double?> Priority { get; init; }
}

/// <summary>A knowledge space that the tenant uses.</summary>
public sealed record KnowledgeBinding : SpecObject
{
    public required string SpaceKey { get; init; }

    public Optional<string> SpaceVersion { get; init; }

    public Optional<bool?> Required { get; init; }
}

public sealed record TenantBranding : SpecObject
{
    /// <summary>Locale → name; <c>default</c> is a locale too.</summary>
    public OrderedMap<string>? AppName { get; init; }

    public IReadOnlyList<BrandingAsset?>? Assets { get; init => field = FixedList.Of(value); }

    public BrandingColors? Colors { get; init; }

    public Optional<string> CustomDomain { get; init; }

    public Optional<string> Subdomain { get; init; }
}

public sealed record TenantLocales : SpecObject
{
    public Optional<string> DefaultLocale { get; init; }

    public IReadOnlyList<string>? EnabledLocales { get; init => field = NoNulls.In(value); }
}

public sealed record TranslationOverrides : SpecObject
{
    public IReadOnlyList<TranslationEntry>? Entries { get; init => field = NoNulls.In(value); }
}

public sealed record TranslationEntry : SpecObject
{
    public required string Key { get; init; }

    public required string Locale { get; init; }

    public Optional<string> Value { get; init; }
}
