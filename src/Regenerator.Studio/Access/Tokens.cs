using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Regenerator.Access;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Access;

/// <summary>Secrets that programs show to be let in: made, told, taken back. Only a hash of them is kept.</summary>
public sealed class Tokens(IAccessStore store, TimeProvider time)
{
    /// <summary>How every secret begins, so that scanners of repositories know one.</summary>
    public const string Prefix = "rgn_";

    private const int SecretBytes = 32;

    /// <param name="wish">What it is to be.</param>
    /// <param name="by">Who makes it, such as <c>person:ada</c>.</param>
    /// <param name="ct">Before it is kept.</param>
    /// <returns>The secret, which nobody can be told again, and what is kept of it.</returns>
    public async Task<(string Secret, ApiToken Token)> CreateAsync(TokenWish wish, string by, CancellationToken ct)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var hash = HashOf(secret);
        var now = time.GetUtcNow();
        var token = new ApiToken(new TokenId(hash[..12]), hash, wish.Name, wish.Actor, Word(wish.Role), wish.Tenants, now)
        {
            CreatedBy = by,
            ExpiresAt = wish.Lifetime is { } lifetime ? now + lifetime : null,
        };
        return await store.AddTokenAsync(token, ct) ? (secret, token) : throw new InvalidOperationException("two secrets have the same hash: the source of randomness is broken");
    }

    /// <summary>Whose secret it is, and that it was used.</summary>
    /// <returns>Null: nobody's, or it lets nobody in any more.</returns>
    public Task<Visitor?> VisitorOfAsync(string secret, CancellationToken ct) => HolderAsync(HashOf(secret), ct);

    /// <summary>The same, for whoever does not keep the secret either.</summary>
    /// <param name="hash">As <see cref="HashOf"/> has it.</param>
    internal async Task<Visitor?> HolderAsync(string hash, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await store.TokensAsync(hash, ct) is not [var token] || !token.IsValid(now) || !Enum.TryParse<Role>(token.Role, ignoreCase: true, out var role)) return null;
        var used = new TokenChange.Used(now);
        if (token.Next(used) is not null && await store.ChangeTokenAsync(token.Id, used, ct) is not { Revocation: null }) return null;
        return new Visitor(token.Actor, token.Name, role, token.Tenants?.ToHashSet(StringComparer.Ordinal)) { Until = token.ExpiresAt };
    }

    public Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken ct) => store.TokensAsync(null, ct);

    /// <returns>As it is now; null when there is no such token.</returns>
    public Task<ApiToken?> RevokeAsync(TokenId id, string actor, CancellationToken ct) => store.ChangeTokenAsync(id, new TokenChange.Revoked(actor, time.GetUtcNow()), ct);

    /// <returns>Null: no role is called so.</returns>
    public static Role? RoleOf(string? word) => Enum.GetValues<Role>().Select(r => (Role?)r).FirstOrDefault(r => string.Equals(Word(r!.Value), word));

    public static string Word(Role role) => role.ToString().ToLowerInvariant();

    internal static string HashOf(string secret) => Hash.OfBytes(Encoding.UTF8.GetBytes(secret));
}

/// <param name="Name">As lists show it.</param>
/// <param name="Actor">Who acts with it, such as <c>person:ada</c>.</param>
/// <param name="Tenants">Tenant ids; null: all.</param>
/// <param name="Lifetime">Null: until it is revoked.</param>
public sealed record TokenWish(string Name, string Actor, Role Role, IReadOnlyList<string>? Tenants, TimeSpan? Lifetime)
{
    public static readonly TimeSpan UsualLifetime = TimeSpan.FromDays(90);

    private const int LongestName = 100;

    /// <summary>Somebody by name: whoever acts with a token is a person, whatever machine shows it.</summary>
    /// <returns>Null: it is no name.</returns>
    public static string? Person(string name) => name.Trim() is { Length: > 0 and <= LongestName } trimmed && !trimmed.Any(c => c is ':' || char.IsControl(c)) ? $"person:{trimmed}" : null;

    /// <summary>Why nobody makes such a token, as one clause; null: somebody may.</summary>
    public string? WhyNot => this switch
    {
        { Name: var name } when string.IsNullOrWhiteSpace(name) || name.Length > LongestName => $"its name has 1 to {LongestName} characters",
        { Tenants: { } tenants } when tenants.Count == 0 || tenants.Any(string.IsNullOrWhiteSpace) => "a token that is confined names the tenants that it sees",
        { Lifetime: { } lifetime } when lifetime <= TimeSpan.Zero => "it would be over already",
        _ => null,
    };
}
