using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Validation;

/// <summary>
/// What validation may look things up in. Immutable; safe to share between threads, and worth sharing: what follows from a blueprint and
/// its registries alone is worked out once for the same <see cref="Registries"/>.
/// </summary>
public sealed record ValidationContext
{
    /// <summary>Nothing but the documents.</summary>
    public static ValidationContext None { get; } = new();

    /// <summary>
    /// A registry that is null leaves out what needs it; of connections, integration specs, knowledge sources and catalogs that is so only
    /// with <see cref="OnlyWhatIsGiven"/>.
    /// </summary>
    public SpecRegistries Registries { get; init; } = SpecRegistries.None;

    /// <summary>
    /// True: what would have to be looked up in a registry that was not given is left out, whatever its kind. False, as in the apps' own
    /// runtime: connections, integration specs, knowledge sources and catalogs that were not given are none.
    /// </summary>
    public bool OnlyWhatIsGiven { get; init; }

    /// <summary>Null: whether two tenants claim one domain is not looked at.</summary>
    public TenantDomains? Domains { get; init; }
}
