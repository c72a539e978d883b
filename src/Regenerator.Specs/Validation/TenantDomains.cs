using Regenerator.Specs.Tenant;

namespace Regenerator.Specs.Validation;

/// <summary>Who claims which domain, indexed once for a fleet. Immutable; safe to share between threads.</summary>
public sealed class TenantDomains
{
    // More than two configs of one domain add nothing: whoever asks, one of the first two is another one.
    private readonly Dictionary<string, (TenantMeta First, TenantMeta? Second)> claims = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="configs">The fleet; may hold the config that is validated later, by its <c>meta.id</c>.</param>
    public TenantDomains(IEnumerable<TenantAppConfig> configs)
    {
        foreach (var config in configs)
        {
            if (config.Branding?.CustomDomain.Value?.Trim() is not { Length: > 0 } domain) continue;
            if (!claims.TryGetValue(domain, out var claim)) claims[domain] = (config.Meta, null);
            else if (claim.Second is null && !string.Equals(claim.First.Id, config.Meta.Id)) claims[domain] = (claim.First, config.Meta);
        }
    }

    /// <summary>A config other than <paramref name="configId"/> that has the domain, whatever its case; null where there is none.</summary>
    public TenantMeta? Other(string domain, string configId) =>
        !claims.TryGetValue(domain.Trim(), out var claim) ? null
        : string.Equals(claim.First.Id, configId) ? claim.Second
        : claim.First;
}
