using System.Text.RegularExpressions;
using Regenerator.Studio.Access;

namespace Regenerator.Integration.Tests.Api;

/// <summary>Tokens, made and taken back on their page and by the API.</summary>
public sealed partial class TokenTests : IAsyncLifetime
{
    private StudioServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await StudioServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    [Trait("Promise", "S6")]
    public async Task A_token_made_on_the_page_is_shown_once_and_lets_its_actor_in()
    {
        var cookie = server.SignIn(Role.Admin, "person:eve");
        Assert.Equal(303, (await server.VisitAsync("POST", "/tokens", cookie, ("role", "reviewer"), ("name", "ci"), ("as", "bob"), ("tenants", "acme, zeta"), ("for", "30d"))).Status);
        var secret = Secret().Match((await server.VisitAsync("GET", "/tokens", cookie)).Body).Value;
        var again = (await server.VisitAsync("GET", "/tokens", cookie)).Body;

        Assert.DoesNotContain(secret, again, StringComparison.Ordinal);
        Assert.Contains("person:bob", again, StringComparison.Ordinal);
        Assert.Contains("made by person:eve", again, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await ExportAsync(), StringComparison.Ordinal);
        var me = (await server.SendAsync("GET", "/me", secret)).Json;
        Assert.Equal(("person:bob", "reviewer", 2), (me.GetProperty("id").GetString(), me.GetProperty("role").GetString(), me.GetProperty("tenants").GetArrayLength()));
    }

    [Fact]
    public async Task A_token_revoked_on_the_page_lets_nobody_in_and_says_who_took_it_back()
    {
        var secret = await server.TokenAsync(Role.Viewer);
        var cookie = server.SignIn(Role.Admin, "person:eve");
        var id = (await server.Store.TokensAsync(null, Ct)).Single().Id;

        Assert.Equal(303, (await server.VisitAsync("POST", $"/tokens/{id}/revoke", cookie)).Status);

        Assert.Equal(401, (await server.SendAsync("GET", "/me", secret)).Status);
        Assert.Contains("person:eve revoked it", (await server.VisitAsync("GET", "/tokens", cookie)).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await server.VisitAsync("POST", "/tokens/nobody/revoke", cookie)).Status);
    }

    [Fact]
    public async Task The_API_makes_lists_and_revokes_them()
    {
        var admin = await server.TokenAsync(Role.Admin, "person:eve");
        var made = (await server.SendAsync("POST", "/tokens", admin, new { role = "viewer", name = "dashboard", tenants = new[] { "acme" } })).Json;
        var secret = made.GetProperty("secret").GetString()!;
        var id = made.GetProperty("token").GetProperty("id").GetString();

        Assert.Equal(("person:eve", server.Clock.GetUtcNow().AddDays(90)), (made.GetProperty("token").GetProperty("actor").GetString(), made.GetProperty("token").GetProperty("expiresAt").GetDateTimeOffset()));
        Assert.Equal(("person:eve", server.Clock.GetUtcNow()), (made.GetProperty("token").GetProperty("createdBy").GetString(), made.GetProperty("token").GetProperty("createdAt").GetDateTimeOffset()));
        Assert.Equal(200, (await server.SendAsync("GET", "/me", secret)).Status);
        var list = await server.SendAsync("GET", "/tokens", admin);
        Assert.Contains("dashboard", list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list.Body, StringComparison.Ordinal);
        Assert.Equal("person:eve", (await server.SendAsync("POST", $"/tokens/{id}/revoke", admin)).Json.GetProperty("revokedBy").GetString());
        Assert.Equal(401, (await server.SendAsync("GET", "/me", secret)).Status);
    }

    [Theory]
    [InlineData("""{ "role": "boss" }""", "role: «boss» is no role; viewer, reviewer, operator or admin")]
    [InlineData("""{ "role": "viewer", "as": "rule:checkout" }""", "as: «rule:checkout» is no name; a name has no colon")]
    [InlineData("""{ "role": "viewer", "tenants": [] }""", "no such token is made: a token that is confined names the tenants that it sees")]
    [InlineData("""{ "role": "viewer", "until": "2020-01-01T00:00:00Z" }""", "no such token is made: it would be over already")]
    [InlineData("""{ "role": "viewer", "name": " " }""", "no such token is made: its name has 1 to 100 characters")]
    public async Task What_makes_no_sense_makes_no_token(string body, string detail)
    {
        var refused = await server.SendAsync("POST", "/tokens", await server.TokenAsync(Role.Admin), body);

        Assert.Equal((400, detail), (refused.Status, refused.Detail));
        Assert.Single(await server.Store.TokensAsync(null, Ct));
    }

    private async Task<string> ExportAsync() => string.Concat(await server.Store.ExportAsync(Ct).Select(line => line.ToString()).ToListAsync(Ct)) + string.Concat(await server.Store.TokensAsync(null, Ct));

    [GeneratedRegex("rgn_[A-Za-z0-9_-]{43}", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
