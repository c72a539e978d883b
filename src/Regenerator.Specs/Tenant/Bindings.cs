using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Tenant;

/// <summary>A connection for an integration slot.</summary>
public sealed record IntegrationBinding : SpecObject
{
    /// <summary>The blueprint's integration slot.</summary>
    public required string SlotId { get; init; }

    /// <summary>The connection of the tenant that serves it.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>Lower goes first; absent is last.</summary>
    public Optional<double?> Priority { get; init; }
}

/// <summary>A knowledge space that the tenant uses.</summary>
public sealed record KnowledgeBinding : SpecObject
{
    /// <summary>Key of the space.</summary>
    public required string SpaceKey { get; init; }

    /// <summary>Absent: the latest.</summary>
    public Optional<string> SpaceVersion { get; init; }

    /// <summary>Whether the app needs the space; one that is not there is missed either way.</summary>
    public Optional<bool?> Required { get; init; }
}

/// <summary>What the tenant's app looks like and is called.</summary>
public sealed record TenantBranding : SpecObject
{
    /// <summary>Locale → name; <c>default</c> is a locale too.</summary>
    public OrderedMap<string>? AppName { get; init; }

    /// <summary>Pictures; each replaces the blueprint's of its type.</summary>
    public IReadOnlyList<BrandingAsset?>? Assets { get; init => field = FixedList.Of(value); }

    /// <summary>Each replaces the blueprint's.</summary>
    public BrandingColors? Colors { get; init; }

    /// <summary>A domain of the tenant's own, such as <c>shop.example.com</c>.</summary>
    public Optional<string> CustomDomain { get; init; }

    /// <summary>The tenant's name below the platform's domain.</summary>
    public Optional<string> Subdomain { get; init; }
}

/// <summary>Languages of the tenant's app.</summary>
public sealed record TenantLocales : SpecObject
{
    /// <summary>For users whose language is not enabled, such as <c>de-CH</c>. Absent: <c>en</c>.</summary>
    public Optional<string> DefaultLocale { get; init; }

    /// <summary>Languages that users may choose.</summary>
    public IReadOnlyList<string>? EnabledLocales { get; init => field = NoNulls.In(value); }
}

/// <summary>Texts of the tenant in place of the catalog's.</summary>
public sealed record TranslationOverrides : SpecObject
{
    /// <summary>One per key and locale.</summary>
    public IReadOnlyList<TranslationEntry>? Entries { get; init => field = NoNulls.In(value); }
}

/// <summary>A text in one language.</summary>
public sealed record TranslationEntry : SpecObject
{
    /// <summary>Key in the catalog.</summary>
    public required string Key { get; init; }

    /// <summary>Language, such as <c>de-CH</c>.</summary>
    public required string Locale { get; init; }

    /// <summary>The text.</summary>
    public Optional<string> Value { get; init; }
}
