using System.Net;
using System.Text.RegularExpressions;
using Regenerator.Proposals;
using Regenerator.Studio.Access;
using Regenerator.Studio.Tests.Browsing;

namespace Regenerator.Studio.Tests.Access;

/// <summary>Who comes in, and what comes in with them. By plain HTTP: a browser would be kinder than an attacker.</summary>
public sealed partial class DoorTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/proposals/01a20490-1080-7faf-a8b5-42771bfa3002")]
    [InlineData("/contexts")]
    [InlineData("/nothing")]
    public async Task Nobody_sees_anything_without_a_session(string path)
    {
        await using var shop = await Shop.OpenAsync();
        using var http = Browser();
        using var answer = await http.GetAsync(shop.Address + path, Shop.Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("nordwind", await answer.Content.ReadAsStringAsync(Shop.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_once()
    {
        await using var shop = await Shop.OpenAsync(passes: 0);
        var link = shop.NewLink();
        using var first = Browser();
        using var second = Browser();

        Assert.Equal(HttpStatusCode.SeeOther, (await first.GetAsync(link, Shop.Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync(link, Shop.Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync(shop.Address, Shop.Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync(shop.Address, Shop.Ct)).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_nobody_looked_for_long()
    {
        await using var shop = await Shop.OpenAsync(passes: 0);
        using var http = await SignedInAsync(shop);
        shop.Clock.Advance(Sessions.LongestIdle - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(shop.Address, Shop.Ct)).StatusCode);
        shop.Clock.Advance(Sessions.LongestIdle);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(shop.Address, Shop.Ct)).StatusCode);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Guessing_links_is_slowed_down()
    {
        await using var shop = await Shop.OpenAsync(passes: 0);
        using var http = Browser();
        for (var guess = 0; guess < 20; guess++) Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"{shop.Address}/sign-in?token={guess}", Shop.Ct)).StatusCode);
        var refused = await http.GetAsync($"{shop.Address}/sign-in?token=21", Shop.Ct);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));

        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"{shop.Address}/sign-in?token=22", Shop.Ct)).StatusCode);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Every_page_is_sent_with_a_policy_and_none_is_kept()
    {
        await using var shop = await Shop.OpenAsync(passes: 0);
        using var http = await SignedInAsync(shop);
        foreach (var path in new[] { "/", "/contexts", "/nothing", "/sign-in" })
        {
            using var answer = await http.GetAsync(shop.Address + path, Shop.Ct);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.DoesNotContain(" style=", await answer.Content.ReadAsStringAsync(Shop.Ct), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://evil.example", true)]
    [InlineData("null", true)]
    [InlineData(null, true)]
    [InlineData("own", false)]
    [Trait("Promise", "S5")]
    public async Task A_form_of_another_site_or_without_our_token_decides_nothing(string? origin, bool withToken)
    {
        await using var shop = await Shop.OpenAsync();
        using var http = await SignedInAsync(shop);
        var proposal = await shop.FindAsync("Checkout");
        var token = withToken ? await TokenAsync(http, shop) : "guessed";
        using var request = Form($"{shop.Address}/proposals/{proposal.Id}/approve", origin == "own" ? shop.Address : origin, ("form", token), ("digest", proposal.Revision.Digest));
        using var answer = await http.SendAsync(request, Shop.Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ProposalState.Open, (await shop.FindAsync("Checkout")).State);
    }

    [Theory]
    [InlineData(Role.Viewer, "approve", HttpStatusCode.Forbidden)]
    [InlineData(Role.Viewer, "reject", HttpStatusCode.Forbidden)]
    [InlineData(Role.Reviewer, "apply", HttpStatusCode.Forbidden)]
    [InlineData(Role.Reviewer, "approve", HttpStatusCode.SeeOther)]
    [InlineData(Role.Operator, "apply", HttpStatusCode.SeeOther)]
    public async Task A_role_does_what_is_its_own_and_no_more(Role role, string deed, HttpStatusCode status)
    {
        await using var shop = await Shop.OpenAsync(role: role);
        using var http = await SignedInAsync(shop);
        var proposal = await shop.FindAsync("Checkout");
        using var request = Form($"{shop.Address}/proposals/{proposal.Id}/{deed}", shop.Address, ("form", await TokenAsync(http, shop)), ("digest", proposal.Revision.Digest), ("reason", "no"), ("for", "news"));
        using var answer = await http.SendAsync(request, Shop.Ct);

        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.Forbidden) Assert.Equal(ProposalState.Open, (await shop.FindAsync("Checkout")).State);
    }

    [Fact]
    public async Task Scripts_and_styles_are_kept_for_good_under_names_that_change_with_them()
    {
        await using var shop = await Shop.OpenAsync(passes: 0);
        using var http = Browser();
        var page = await (await http.GetAsync(shop.Address, Shop.Ct)).Content.ReadAsStringAsync(Shop.Ct);
        var script = ScriptName().Match(page).Value;
        using var answer = await http.GetAsync(shop.Address + script, Shop.Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{shop.Address}/assets/studio.000000000000.js", Shop.Ct)).StatusCode);
    }

    private static HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }, disposeHandler: true);

    private static async Task<HttpClient> SignedInAsync(Shop shop)
    {
        var http = Browser();
        (await http.GetAsync(shop.NewLink(), Shop.Ct)).Dispose();
        return http;
    }

    private static async Task<string> TokenAsync(HttpClient http, Shop shop)
    {
        var page = await http.GetStringAsync(shop.Address, Shop.Ct);
        return Token().Match(page).Groups["token"].Value;
    }

    private static HttpRequestMessage Form(string address, string? origin, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        if (origin is not null) request.Headers.Add("Origin", origin);
        return request;
    }

    [GeneratedRegex("""/assets/studio\.[0-9a-f]{12}\.js""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScriptName();

    [GeneratedRegex("""name="form" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
