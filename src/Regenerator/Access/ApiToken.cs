using System.Diagnostics;

namespace Regenerator.Access;

/// <summary>Something that a program shows to be let in. What is kept of its secret is a hash. Immutable.</summary>
/// <param name="Hash">SHA-256 of the secret, lowercase hex: whoever reads the store can not use it.</param>
/// <param name="Name">As lists show it.</param>
/// <param name="Actor">Who acts with it, as histories write it, such as <c>person:ada</c>.</param>
/// <param name="Role">As whoever lets it in calls it.</param>
/// <param name="Tenants">Tenant ids; null: all, and what they share.</param>
public sealed record ApiToken(TokenId Id, string Hash, string Name, string Actor, string Role, IReadOnlyList<string>? Tenants, DateTimeOffset CreatedAt)
{
    /// <summary>A use is noted when the last one that was is so long ago: looking must not be writing.</summary>
    public static readonly TimeSpan UseGrain = TimeSpan.FromHours(1);

    /// <summary>Who made it, as histories write it; when is <see cref="CreatedAt"/>. Null: that was not written down yet when it was made.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To within <see cref="UseGrain"/>; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Who took it back, and when; null: nobody did.</summary>
    public TokenChange.Revoked? Revocation { get; init; }

    public bool IsValid(DateTimeOffset now) => Revocation is null && (ExpiresAt is not { } end || now < end);

    /// <summary>What becomes of a token. Pure; the same for every store.</summary>
    /// <returns>Null: nothing changes.</returns>
    public ApiToken? Next(TokenChange change) => change switch
    {
        _ when Revocation is not null => null,
        TokenChange.Used used => LastUsedAt is { } last && used.At - last < UseGrain ? null : this with { LastUsedAt = used.At },
        TokenChange.Revoked revoked => this with { Revocation = revoked },
        _ => throw new UnreachableException(),
    };
}

/// <summary>Names a token; no secret.</summary>
public readonly record struct TokenId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Something that happens to a token. A closed hierarchy.</summary>
public abstract record TokenChange
{
    private TokenChange()
    {
    }

    public sealed record Used(DateTimeOffset At) : TokenChange;

    public sealed record Revoked(string Actor, DateTimeOffset At) : TokenChange;
}
