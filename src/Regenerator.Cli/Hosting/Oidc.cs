using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Regenerator.Cli.Configuration;
using Regenerator.Studio.Access;

namespace Regenerator.Cli.Hosting;

/// <summary>Bearer tokens of a sign-in provider. Apart, so that nothing of it is loaded where it is not configured.</summary>
internal static class Oidc
{
    // Clocks differ a little; the usual five minutes would be as long as many tokens last.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    public static void Add(IServiceCollection services, OidcConfig config) => services
        .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
        .AddJwtBearer(bearer =>
        {
            bearer.Authority = config.Authority;
            bearer.Audience = config.Audience;
            bearer.RequireHttpsMetadata = !new Uri(config.Authority).IsLoopback;
            bearer.MapInboundClaims = false; // claims are called as the provider calls them
            bearer.IncludeErrorDetails = false;
            bearer.TokenValidationParameters.ClockSkew = Skew;
        });

    /// <summary>Who a token of the provider stands for.</summary>
    public static Func<HttpContext, ValueTask<Visitor?>> VisitorOf(OidcConfig config) => async context =>
        await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme) is { Succeeded: true, Principal: { } principal, Properties: var properties } && VisitorOf(principal, config) is { } visitor
            ? visitor with { Until = properties?.ExpiresUtc + Skew } : null;

    /// <returns>Null: the token is good, but none of its roles is one of ours.</returns>
    internal static Visitor? VisitorOf(ClaimsPrincipal principal, OidcConfig config)
    {
        if (principal.FindFirst(config.Id)?.Value is not { Length: > 0 } id) return null;
        Role[] roles = [.. principal.FindAll(config.Role).Select(claim => config.Roles.TryGetValue(claim.Value, out var role) ? role : (Role?)null).OfType<Role>()];
        if (roles.Length == 0) return null;
        // Where people are confined, a token that names no tenant sees none, not all.
        var tenants = config.Tenants is { } claim ? principal.FindAll(claim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal) : null;
        var everything = tenants?.Contains(OidcConfig.AllTenants) == true;
        return new Visitor($"person:{id.Replace(':', '_')}", principal.FindFirst("name")?.Value ?? id, roles.Max(), everything ? null : tenants);
    }
}
