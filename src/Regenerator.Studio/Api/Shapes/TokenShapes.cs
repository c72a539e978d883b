using Regenerator.Access;

namespace Regenerator.Studio.Api.Shapes;

/// <summary>A token without its secret.</summary>
/// <param name="Tenants">Null: all.</param>
/// <param name="Valid">It lets somebody in now.</param>
/// <param name="CreatedBy">Who made it; null: that was not written down yet when it was made.</param>
/// <param name="LastUsedAt">To the hour; null: never.</param>
public sealed record TokenShape(
    string Id, string Name, string Actor, string Role, IReadOnlyList<string>? Tenants, bool Valid, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt,
    string? RevokedBy, DateTimeOffset? RevokedAt)
{
    public static TokenShape Of(ApiToken token, DateTimeOffset now) => new(
        token.Id.Value, token.Name, token.Actor, token.Role, token.Tenants, token.IsValid(now), token.CreatedBy, token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.Revocation?.Actor, token.Revocation?.At);
}

public sealed record TokenListShape(IReadOnlyList<TokenShape> Tokens);

/// <param name="Secret">To be shown as <c>Authorization: Bearer</c>; nobody can be told again.</param>
public sealed record TokenMadeShape(TokenShape Token, string Secret);
