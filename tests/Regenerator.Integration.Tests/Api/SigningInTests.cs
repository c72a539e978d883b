using System.Text;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Integration.Tests.Api;

/// <summary>From a token to a session of the pages, and what ends it.</summary>
public sealed class SigningInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "S5")]
    public async Task A_token_signs_in_as_its_actor_with_its_role_and_tenants()
    {
        await using var server = await StudioServer.StartAsync();
        await server.OpenAsync();
        await server.OpenAsync("zeta");
        var signed = await server.VisitAsync("POST", "/sign-in/token", null, ("token", $" {await server.TokenAsync(Role.Viewer, "person:eva", "zeta")} "));

        Assert.Equal(303, signed.Status);
        Assert.Contains("; path=/; samesite=strict; httponly", signed.SetCookie, StringComparison.Ordinal);
        var inbox = await server.VisitAsync("GET", "/", Cookie(signed));
        Assert.Equal(200, inbox.Status);
        Assert.Contains("person:eva", inbox.Body, StringComparison.Ordinal);
        Assert.Contains("zeta", inbox.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", inbox.Body, StringComparison.Ordinal);
        Assert.Equal(403, (await server.VisitAsync("POST", "/freezes", Cookie(signed))).Status);
    }

    [Fact]
    public async Task A_revoked_token_ends_its_session_at_the_next_request()
    {
        await using var server = await StudioServer.StartAsync();
        var signed = await server.VisitAsync("POST", "/sign-in/token", null, ("token", await server.TokenAsync(Role.Viewer)));
        Assert.Equal(200, (await server.VisitAsync("GET", "/", Cookie(signed))).Status);
        var tokens = new Tokens(server.Store, server.Clock);

        await tokens.RevokeAsync((await tokens.ListAsync(Ct)).Single().Id, "person:bob", Ct);

        Assert.Equal(401, (await server.VisitAsync("GET", "/", Cookie(signed))).Status);
        Assert.Null(server.Studio.Sessions.Find(Cookie(signed)));
    }

    [Fact]
    public async Task A_token_that_is_over_ends_its_session_too()
    {
        await using var server = await StudioServer.StartAsync();
        var (secret, _) = await new Tokens(server.Store, server.Clock).CreateAsync(new TokenWish("short", "person:ann", Role.Viewer, null, TimeSpan.FromMinutes(5)), "person:root", Ct);
        var signed = await server.VisitAsync("POST", "/sign-in/token", null, ("token", secret));
        server.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await server.VisitAsync("GET", "/", Cookie(signed))).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await server.VisitAsync("GET", "/", Cookie(signed))).Status);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Guessing_tokens_is_slowed_down_for_the_good_ones_too()
    {
        await using var server = await StudioServer.StartAsync();
        var good = await server.TokenAsync(Role.Viewer);
        for (var guess = 0; guess < 10; guess++) Assert.Equal(401, (await server.VisitAsync("POST", "/sign-in/token", null, ("token", $"rgn_{guess}"))).Status);
        var refused = await server.VisitAsync("POST", "/sign-in/token", null, ("token", good));
        Assert.Equal((429, "60"), (refused.Status, refused.RetryAfter));
        Assert.Null(refused.SetCookie);

        server.Clock.Advance(Throttle.Span);
        Assert.Equal(303, (await server.VisitAsync("POST", "/sign-in/token", null, ("token", good))).Status);
    }

    [Fact]
    public async Task Whoever_keeps_no_cookies_does_not_fill_the_memory_with_sessions()
    {
        await using var server = await StudioServer.StartAsync();
        string[] cookies = [.. Enumerable.Range(0, 60).Select(_ => server.SignIn(Role.Viewer))];

        Assert.Equal(50, cookies.Count(c => server.Studio.Sessions.Find(c) is not null));
        Assert.NotNull(server.Studio.Sessions.Find(cookies[^1]));
    }

    [Theory]
    [InlineData("/sign-in/token", null)]
    [InlineData("/freezes", Role.Operator)]
    [Trait("Promise", "S5")]
    public async Task A_form_holds_so_much_and_no_more(string path, Role? role)
    {
        await using var server = await StudioServer.StartAsync();
        var cookie = role is { } of ? server.SignIn(of) : null;
        var tooMuch = new string('x', Door.LargestForm);

        Assert.Equal(413, (await server.VisitAsync("POST", path, cookie, ("token", tooMuch))).Status);
        Assert.Equal(413, (await server.SendFormAsync(path, cookie, new Unmeasured($"token={tooMuch}"))).Status);
        Assert.Equal(400, (await server.SendFormAsync(path, cookie, new StringContent(string.Join('&', Enumerable.Range(0, 2000).Select(i => $"f{i}=1")), Encoding.UTF8, "application/x-www-form-urlencoded"))).Status);
    }

    private static string Cookie(StudioServer.Reply signed) => signed.SetCookie!.Split(';')[0].Split('=', 2)[1];

    /// <summary>A form that does not say how long it is.</summary>
    private sealed class Unmeasured : StreamContent
    {
        public Unmeasured(string text)
            : base(new MemoryStream(Encoding.UTF8.GetBytes(text))) => Headers.ContentType = new("application/x-www-form-urlencoded");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
