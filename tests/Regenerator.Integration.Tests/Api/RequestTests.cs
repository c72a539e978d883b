using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api;

namespace Regenerator.Integration.Tests.Api;

/// <summary>How requests are read, whom they are taken from, and what answers show.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private StudioServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await StudioServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("{ \"reason\": \"x\",\n  \"quiet\": 1 }", "line 2")]
    [InlineData("{ \"reason\": 5 }", "$.reason")]
    [InlineData("{ \"quietUntil\": \"soon\", \"reason\": \"x\" }", "$.quietUntil")]
    [InlineData("{ \"reason\": ", "line 1")]
    [InlineData("{}", "reason")]
    [InlineData("null", "null")]
    [InlineData("{ \"reason\": \" \" }", "reason: it is empty")]
    public async Task A_body_that_can_not_be_read_is_refused_with_its_place(string body, string place)
    {
        var proposal = await server.OpenAsync();

        var answer = await server.SendAsync("POST", $"/proposals/{proposal.Id}/reject", await server.TokenAsync(Role.Reviewer), body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(place, answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proposals?limit=0", "limit")]
    [InlineData("/proposals?limit=many", "limit")]
    [InlineData("/proposals?state=lost", "state")]
    [InlineData("/proposals?after=x", "after")]
    [InlineData("/proposals?confidence=sure", "confidence")]
    [InlineData("/activity?after=x", "after")]
    [InlineData("/activity?since=x", "since")]
    [InlineData("/activity?kind=exploded", "kind")]
    [InlineData("/activity/export?format=xls", "format")]
    public async Task A_query_that_can_not_be_read_names_the_parameter(string path, string parameter)
    {
        var answer = await server.SendAsync("GET", path, await server.TokenAsync(Role.Viewer));

        Assert.Equal(400, answer.Status);
        Assert.StartsWith(parameter, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task A_body_is_bounded_and_json()
    {
        var proposal = await server.OpenAsync();
        var token = await server.TokenAsync(Role.Reviewer);
        Assert.Equal(413, (await server.SendAsync("POST", $"/proposals/{proposal.Id}/reject", token, new { reason = new string('x', 64 * 1024) })).Status);

        using var http = new HttpClient(new SocketsHttpHandler());
        using var form = new HttpRequestMessage(HttpMethod.Post, server.AddressOf($"/proposals/{proposal.Id}/reject")) { Content = new StringContent("{\"reason\":\"x\"}", new MediaTypeHeaderValue("text/plain")) };
        form.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(form, Ct);
        Assert.Equal(415, (int)answer.StatusCode);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Whoever_tries_many_tokens_waits_a_minute()
    {
        var good = await server.TokenAsync(Role.Viewer);
        for (var i = 0; i < 10; i++) Assert.Equal(401, (await server.SendAsync("GET", "/me", $"rgn_wrong{i}")).Status);

        var answer = await server.SendAsync("GET", "/me", good);
        Assert.Equal((429, "60"), (answer.Status, answer.RetryAfter));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await server.SendAsync("GET", "/me", good)).Status);
    }

    [Fact]
    public async Task A_token_ends_when_it_was_said_to_or_is_revoked()
    {
        var tokens = new Tokens(server.Store, server.Clock);
        var (secret, token) = await tokens.CreateAsync(new TokenWish("ci", "person:ada", Role.Viewer, null, TimeSpan.FromHours(1)), "person:root", Ct);
        Assert.Equal(200, (await server.SendAsync("GET", "/me", secret)).Status);
        Assert.Equal(server.Clock.GetUtcNow(), Assert.Single(await tokens.ListAsync(Ct)).LastUsedAt);
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(token, RegeneratorJson.Default.ApiToken), StringComparison.Ordinal);

        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, (await server.SendAsync("GET", "/me", secret)).Status);

        var (other, second) = await tokens.CreateAsync(new TokenWish("ci", "person:ada", Role.Viewer, null, null), "person:root", Ct);
        Assert.Equal(200, (await server.SendAsync("GET", "/me", other)).Status);
        await tokens.RevokeAsync(second.Id, "person:bob", Ct);
        Assert.Equal(401, (await server.SendAsync("GET", "/me", other)).Status);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task No_answer_shows_a_token_or_its_hash()
    {
        var proposal = await server.OpenAsync();
        var secret = await server.TokenAsync(Role.Admin);
        var hash = Assert.Single(await server.Store.TokensAsync(null, Ct)).Hash;
        foreach (var endpoint in ApiRoutes.Table.Where(e => e is { IsWrite: false, Answers: not null }))
        {
            var answer = await server.SendAsync("GET", endpoint.Path.Replace("{id}", endpoint.Path.StartsWith("/contexts", StringComparison.Ordinal) ? "cfg-acme" : proposal.Id.ToString(), StringComparison.Ordinal), secret);
            Assert.True(answer.Status == 200, $"{endpoint}: {answer.Body}");
            Assert.DoesNotContain(secret, answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(hash, answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lists_come_page_by_page_and_narrow_down()
    {
        var (acme, zeta) = (await server.OpenAsync("acme"), await server.OpenAsync("zeta"));
        var token = await server.TokenAsync(Role.Viewer);
        string[] Ids(StudioServer.Reply answer) => [.. answer.Json.GetProperty("proposals").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];

        var first = await server.SendAsync("GET", "/proposals?limit=1", token);
        var second = await server.SendAsync("GET", $"/proposals?limit=1&after={first.Json.GetProperty("next").GetString()}", token);

        Assert.Equal(new[] { acme.Id, zeta.Id }.OrderDescending().Select(id => id.ToString()), Ids(first).Concat(Ids(second)));
        Assert.Equal(JsonValueKind.Null, second.Json.GetProperty("next").ValueKind);
        Assert.Equal([acme.Id.ToString()], Ids(await server.SendAsync("GET", "/proposals?tenant=acme&target=workflow&confidence=medium&owner=ann&q=PIN", token)));
        Assert.Empty(Ids(await server.SendAsync("GET", "/proposals?owner=bob", token)));
        Assert.Empty(Ids(await server.SendAsync("GET", "/proposals?state=applied", token)));
    }

    [Fact]
    public async Task The_document_of_the_api_is_the_one_that_is_checked_in()
    {
        var served = (await server.SendAsync("GET", "/openapi.json", null)).Body;
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "reference", "openapi.json"));
        if (Environment.GetEnvironmentVariable("REGENERATOR_WRITE_DOCS") == "1") await File.WriteAllTextAsync(path, served, Ct);

        Assert.True(await File.ReadAllTextAsync(path, Ct) == served, $"{path} is not what the API serves; REGENERATOR_WRITE_DOCS=1 writes it");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
