using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Regenerator.Integration.Tests.Cli;

namespace Regenerator.Integration.Tests.Api;

/// <summary>A served workspace whose people sign in elsewhere.</summary>
public sealed partial class OidcTests : IAsyncLifetime
{
    private readonly CliFolder folder = CliFolder.Of<OidcTests>();
    private readonly RSA key = RSA.Create(2048);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }, disposeHandler: true);
    private WebApplication provider = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Authority => provider.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        provider = builder.Build();
        provider.UseRouting();
        provider.MapGet("/.well-known/openid-configuration", (RequestDelegate)(context => context.Response.WriteAsync($$"""{ "issuer": "{{Authority}}", "jwks_uri": "{{Authority}}/keys" }""", Ct)));
        provider.MapGet("/keys", (RequestDelegate)(context =>
        {
            var parameters = key.ExportParameters(false);
            return context.Response.WriteAsync($$"""{ "keys": [ { "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k", "n": "{{Base64Url.EncodeToString(parameters.Modulus)}}", "e": "{{Base64Url.EncodeToString(parameters.Exponent)}}" } ] }""", Ct);
        }));
        await provider.StartAsync(Ct);
        folder.CopyFrom(Path.Combine(ShopTests.Repository(), "samples", "shop"));
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        key.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_token_of_the_provider_says_who_asks_what_they_may_and_whose_they_see()
    {
        await using var serving = Serve();
        var address = await AddressAsync(serving);

        var (status, me) = await AskAsync(address, Token("regenerator", "shop-dev", "vela"));
        Assert.Equal(200, status);
        Assert.Equal(("person:4711", "reviewer", "vela"), (me.GetProperty("id").GetString(), me.GetProperty("role").GetString(), Assert.Single(me.GetProperty("tenants").EnumerateArray()).GetString()));
        Assert.Equal(JsonValueKind.Null, (await AskAsync(address, Token("regenerator", "shop-dev", "*"))).Body.GetProperty("tenants").ValueKind);
        Assert.Equal(401, (await AskAsync(address, Token("somebody else", "shop-dev", "vela"))).Status);
        Assert.Equal(401, (await AskAsync(address, Token("regenerator", "visitor", "vela"))).Status);
        Assert.Equal(401, (await AskAsync(address, Token("regenerator", "shop-dev", "vela") + "x")).Status);
        Assert.Equal(401, (await AskAsync(address, Token("regenerator", "shop-dev", "vela", DateTimeOffset.FromUnixTimeSeconds(1)))).Status);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Behind_a_sign_in_proxy_the_token_that_it_passes_on_opens_the_pages_and_nothing_else_does()
    {
        await using var serving = Serve();
        var address = await AddressAsync(serving);
        await serving.SaysAsync("To review");
        Assert.DoesNotContain("sign in, once", serving.Said, StringComparison.Ordinal);

        var stranger = await VisitAsync(address, ("X-Forwarded-User", "ada"), ("X-Forwarded-Email", "ada@example.com"), ("X-Forwarded-Preferred-Username", "ada"));
        Assert.Equal(401, stranger.Status);
        Assert.Contains("this request came without its token", stranger.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("The link to sign in", stranger.Body, StringComparison.Ordinal);
        Assert.Contains("lets nobody in", (await VisitAsync(address, Bearer(Token("somebody else", "shop-dev", "vela")))).Body, StringComparison.Ordinal);

        var ada = Bearer(Token("regenerator", "shop-dev", "vela"));
        var page = await VisitAsync(address, ada, ("X-Forwarded-Proto", "https"));
        Assert.Equal(200, page.Status);
        Assert.Contains(">Ada</button>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("nordwind", page.Body, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; secure; samesite=strict; httponly", page.Cookie, StringComparison.Ordinal);
        var cookie = ("Cookie", page.Cookie!.Split(';')[0]);
        var form = FormToken().Match(page.Body).Groups["token"].Value;

        Assert.Null((await VisitAsync(address, ada, cookie)).Cookie); // the same session
        Assert.Equal(401, (await VisitAsync(address, cookie)).Status); // is nothing without the token
        Assert.Equal(400, (await SendAsync(address, "guessed", ada, cookie)).Status);
        Assert.Equal(400, (await SendAsync(address, form, ada)).Status);
        Assert.Equal(400, (await SendAsync(address, form, Bearer(Token("regenerator", "shop-dev", "vela", subject: "4712")), cookie)).Status); // somebody else's form
        Assert.Equal(303, (await SendAsync(address, form, Bearer(Token("regenerator", "shop-dev", "vela")), cookie)).Status); // a new token of the same person
    }

    private RegeneratorCommand Serve()
    {
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace(
            "\"rules\"", $$"""
            "auth": { "oidc": { "authority": "{{Authority}}", "audience": "regenerator", "roles": { "shop-dev": "reviewer" }, "tenants": "shops" } },
              "rules"
            """, StringComparison.Ordinal));
        return RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0");
    }

    private static async Task<string> AddressAsync(RegeneratorCommand serving)
    {
        await serving.EventuallyAsync(() => Listening().IsMatch(serving.Said), "named its address");
        return Listening().Match(serving.Said).Value;
    }

    private static (string, string) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private async Task<(int Status, string Body, string? Cookie)> VisitAsync(string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/contexts");
        return await VisitAsync(request, headers);
    }

    private async Task<(int Status, string Body, string? Cookie)> SendAsync(string address, string form, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}/sign-out") { Content = new FormUrlEncodedContent([KeyValuePair.Create("form", form)]) };
        request.Headers.Add("Origin", address);
        return await VisitAsync(request, headers);
    }

    private async Task<(int Status, string Body, string? Cookie)> VisitAsync(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request, Ct);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single() : null);
    }

    private async Task<(int Status, JsonElement Body)> AskAsync(string address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/api/v1/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, Ct);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Ct)));
    }

    private string Token(string audience, string role, string tenant, DateTimeOffset? expires = null, string subject = "4711")
    {
        var end = expires ?? TimeProvider.System.GetUtcNow().AddHours(1);
        var unsigned = $"{Part("""{ "alg": "RS256", "typ": "JWT", "kid": "k" }""")}.{Part($$"""{ "iss": "{{Authority}}", "aud": "{{audience}}", "sub": "{{subject}}", "name": "Ada", "roles": ["{{role}}"], "shops": ["{{tenant}}"], "exp": {{end.ToUnixTimeSeconds()}} }""")}";
        return $"{unsigned}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    [GeneratedRegex("""name="form" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
