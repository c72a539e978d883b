using Regenerator.Studio.Access;

namespace Regenerator.Cli.Configuration;

/// <summary>How those who ask over HTTP are known. Where it is set, they may be on other machines. Tokens of <c>regenerator tokens</c> are always good.</summary>
internal sealed record AuthConfig
{
    /// <summary>Bearer tokens of a sign-in provider (OpenID Connect); absent: only tokens of our own.</summary>
    public OidcConfig? Oidc { get; init; }
}

/// <summary>Bearer tokens of a sign-in provider.</summary>
internal sealed record OidcConfig
{
    /// <summary>The value of the tenants claim that stands for all of them.</summary>
    public const string AllTenants = "*";

    /// <summary>Its address, such as <c>https://login.example.com/realms/shop</c>.</summary>
    public required string Authority { get; init; }

    /// <summary>Whom its tokens are for: us.</summary>
    public required string Audience { get; init; }

    /// <summary>The claim that names the person: what never changes when they are renamed. Default: <c>sub</c>.</summary>
    public string Id { get; init; } = "sub";

    /// <summary>The claim with their roles. Default: <c>roles</c>.</summary>
    public string Role { get; init; } = "roles";

    /// <summary>What their roles mean here; the highest counts, and without one of them nobody is let in. Default: by our own names.</summary>
    public IReadOnlyDictionary<string, Role> Roles { get; init; } = Enum.GetValues<Role>().ToDictionary(Studio.Access.Tokens.Word, StringComparer.Ordinal);

    /// <summary>The claim with the tenant ids that they see, <c>*</c> for all; absent: everybody sees all.</summary>
    public string? Tenants { get; init; }
}
