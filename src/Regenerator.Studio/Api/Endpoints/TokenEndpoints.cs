using Microsoft.AspNetCore.Http;
using Regenerator.Access;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Api.Endpoints;

/// <summary>What programs show to be let in.</summary>
internal static class TokenEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new(HttpMethods.Get, "/tokens", Role.Admin, "Tokens, oldest first, and when each was last used; never their secrets", ApiJson.Wire.TokenListShape, ListAsync) { Shared = true },
        new(HttpMethods.Post, "/tokens", Role.Admin, "Make a token; its secret is in this answer and nowhere else", ApiJson.Wire.TokenMadeShape, CreateAsync) { Shared = true, Makes = true, Asks = ApiJson.Wire.TokenBody },
        new(HttpMethods.Post, "/tokens/{id}/revoke", Role.Admin, "Let nobody in with it any more", ApiJson.Wire.TokenShape, RevokeAsync) { Shared = true },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiCall call) =>
        ApiAnswer.Of(new TokenListShape([.. (await TokensOf(call).ListAsync(call.Ct)).Select(t => TokenShape.Of(t, call.Now))]), ApiJson.Wire.TokenListShape);

    private static async Task<ApiAnswer> CreateAsync(ApiCall call)
    {
        var wish = Wish(call.Read(ApiJson.Wire.TokenBody), call);
        if (wish.WhyNot is { } reason) throw new ApiRefusal(ApiProblem.Malformed($"no such token is made: {reason}"));
        var (secret, token) = await TokensOf(call).CreateAsync(wish, call.Visitor.Id, call.Ct);
        call.Studio.Engine.Log.TokenMade(token.Id, token.Actor, token.Role, call.Visitor.Id);
        return ApiAnswer.Of(new TokenMadeShape(TokenShape.Of(token, call.Now), secret), ApiJson.Wire.TokenMadeShape) with
        {
            Again = new ApiAnswer.Problem(ApiProblem.Conflict($"token {token.Id} was made for this key already, and its secret is not kept: revoke it, and make another with another key")),
        };
    }

    private static async Task<ApiAnswer> RevokeAsync(ApiCall call)
    {
        var id = new TokenId(call.Path("id"));
        if (await TokensOf(call).RevokeAsync(id, call.Visitor.Id, call.Ct) is not { } token) throw new ApiRefusal(ApiProblem.NotFound("token", id.Value));
        call.Studio.Engine.Log.TokenRevoked(token.Id, call.Visitor.Id);
        return ApiAnswer.Of(TokenShape.Of(token, call.Now), ApiJson.Wire.TokenShape);
    }

    private static TokenWish Wish(TokenBody body, ApiCall call)
    {
        var role = Tokens.RoleOf(body.Role) ?? throw new ApiRefusal(ApiProblem.Malformed($"role: «{body.Role}» is no role; viewer, reviewer, operator or admin"));
        var actor = body.As is null ? call.Visitor.Id : TokenWish.Person(body.As) ?? throw new ApiRefusal(ApiProblem.Malformed($"as: «{body.As}» is no name; a name has no colon"));
        return new TokenWish(body.Name ?? body.Role, actor, role, body.Tenants, body.Until is { } until ? until - call.Now : TokenWish.UsualLifetime);
    }

    private static Tokens TokensOf(ApiCall call) => new(call.Store, call.Studio.Engine.Time);
}
