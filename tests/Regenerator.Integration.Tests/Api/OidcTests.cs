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
    private readonly HttpClient http = new(new SocketsHttpHandler(), disposeHandler: true);
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
        folder.Write("regenerator.json", folder.Read("regenerator.json").Replace(
            "\"rules\"", $$"""
            "auth": { "oidc": { "authority": "{{Authority}}", "audience": "regenerator", "roles": { "shop-dev": "reviewer" }, "tenants": "shops" } },
              "rules"
            """, StringComparison.Ordinal));
        await using var serving = RegeneratorCommand.Start(folder.Location, [], "serve", ".", "--urls", "http://127.0.0.1:0");
        await serving.EventuallyAsync(() => Listening().IsMatch(serving.Said), "named its address");
        var address = Listening().Match(serving.Said).Value;

        var (status, me) = await AskAsync(address, Token("regenerator", "shop-dev", "vela"));
        Assert.Equal(200, status);
        Assert.Equal(("person:4711", "reviewer", "vela"), (me.GetProperty("id").GetString(), me.GetProperty("role").GetString(), Assert.Single(me.GetProperty("tenants").EnumerateArray()).GetString()));
        Assert.Equal(JsonValueKind.Null, (await AskAsync(address, Token("regenerator", "shop-dev", "*"))).Body.GetProperty("tenants").ValueKind);
        Assert.Equal(401, (await AskAsync(address, Token("somebody else", "shop-dev", "vela"))).Status);
        Assert.Equal(401, (await AskAsync(address, Token("regenerator", "visitor", "vela"))).Status);
        Assert.Equal(401, (await AskAsync(address, Token("regenerator", "shop-dev", "vela") + "x")).Status);
        Assert.Equal(401, (await AskAsync(address, Token("regenerator", "shop-dev", "vela", DateTimeOffset.FromUnixTimeSeconds(1)))).Status);
    }

    private async Task<(int Status, JsonElement Body)> AskAsync(string address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/api/v1/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, Ct);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Ct)));
    }

    private string Token(string audience, string role, string tenant, DateTimeOffset? expires = null)
    {
        var end = expires ?? TimeProvider.System.GetUtcNow().AddHours(1);
        var unsigned = $"{Part("""{ "alg": "RS256", "typ": "JWT", "kid": "k" }""")}.{Part($$"""{ "iss": "{{Authority}}", "aud": "{{audience}}", "sub": "4711", "name": "Ada", "roles": ["{{role}}"], "shops": ["{{tenant}}"], "exp": {{end.ToUnixTimeSeconds()}} }""")}";
        return $"{unsigned}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
