namespace Regenerator.Studio.Access;

/// <summary>Who asks, and what they may see and do.</summary>
/// <param name="Id">As histories write it, such as <c>person:ada</c>: the identity, never the display name.</param>
/// <param name="Name">As pages show it.</param>
/// <param name="Role">In all that they see.</param>
/// <param name="Tenants">Tenant ids that they see; null: all, blueprints and everything shared included.</param>
public sealed record Visitor(string Id, string Name, Role Role, IReadOnlySet<string>? Tenants = null)
{
    public bool May(Role role) => Role >= role;

    /// <summary>Why something is not theirs to see or do, whatever there is; null: it may be.</summary>
    /// <param name="shared">It belongs to no tenant: closed to whoever is confined to some.</param>
    internal string? WhyNot(Role role, bool shared) =>
        !May(role) ? $"this takes the role {Tokens.Word(role)}; yours is {Tokens.Word(Role)}"
        : shared && Tenants is not null ? "this belongs to no tenant, and you see some tenants only"
        : null;

    /// <summary>Whoever does not see everything sees nothing that is shared.</summary>
    public bool SeesTenant(string tenantId) => Tenants is null || Tenants.Contains(tenantId);
}
