using Regenerator.Access;
using Regenerator.Studio.Api;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Access;

/// <summary>What programs, and people elsewhere, show to be let in: who has which, made and taken back.</summary>
internal static class TokenPages
{
    private const string Here = "/tokens";

    public static void Map(Door door)
    {
        door.Get(Here, ShowAsync, Role.Admin, shared: true);
        door.Post(Here, Role.Admin, CreateAsync, shared: true);
        door.Post("/tokens/{id}/revoke", Role.Admin, RevokeAsync, shared: true);
    }

    private static async Task<Answer> ShowAsync(Visit visit) =>
        Answer.Page.Of<TokensView>(new TokensModel([.. (await TokensOf(visit).ListAsync(visit.Ct)).Reverse().OrderByDescending(t => t.IsValid(visit.Now))], visit.Now), "Tokens");

    private static async Task<Answer> CreateAsync(Visit visit)
    {
        if (Tokens.RoleOf(visit.Field("role")) is not { } role || Term.Of(visit.Field("for")) is not { } term) return Answer.NotFound;
        if ((visit.Field("as") is { } name ? TokenWish.Person(name) : visit.Visitor.Id) is not { } actor) return visit.Refuse("Not made: whoever acts with it has a name without a colon.", Here);
        string[] tenants = [.. (visit.Field("tenants") ?? "").Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var wish = new TokenWish(visit.Field("name") ?? Tokens.Word(role), actor, role, tenants.Length == 0 ? null : tenants, term.For);
        if (wish.WhyNot is { } reason) return visit.Refuse($"Not made: {reason}.", Here);
        var (secret, token) = await TokensOf(visit).CreateAsync(wish, visit.Visitor.Id, visit.Ct);
        visit.Studio.Engine.Log.TokenMade(token.Id, token.Actor, token.Role, visit.Visitor.Id);
        visit.Session.Tell(new Notice($"Token {token.Id} for {token.Actor}. Copy it now: it is not shown again.") { Secret = secret });
        return new Answer.Redirect(Here);
    }

    private static async Task<Answer> RevokeAsync(Visit visit)
    {
        if (await TokensOf(visit).RevokeAsync(new TokenId(visit.Route("id")!), visit.Visitor.Id, visit.Ct) is not { } token) return Answer.NotFound;
        visit.Studio.Engine.Log.TokenRevoked(token.Id, visit.Visitor.Id);
        return visit.Tell($"Token {token.Id} lets nobody in any more.", Here);
    }

    private static Tokens TokensOf(Visit visit) => new(visit.Store, visit.Studio.Engine.Time);
}

/// <param name="Tokens">Those that are good first, then newest first.</param>
internal sealed record TokensModel(IReadOnlyList<ApiToken> Tokens, DateTimeOffset Now);

/// <summary>How long a token lasts.</summary>
/// <param name="Name">As forms have it.</param>
internal sealed record Term(string Name, string Title, TimeSpan For)
{
    public static readonly Term[] Choices =
    [
        new("1d", "1 day", TimeSpan.FromDays(1)),
        new("30d", "30 days", TimeSpan.FromDays(30)),
        new("90d", "90 days", TokenWish.UsualLifetime),
        new("365d", "1 year", TimeSpan.FromDays(365)),
    ];

    /// <returns>Null: no choice is called so.</returns>
    public static Term? Of(string? name) => Choices.FirstOrDefault(c => c.Name == name);
}
