using System.Net.Http.Headers;
using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Studio.Access;

namespace Regenerator.Integration.Tests.Api;

/// <summary>What is told as it happens, to whom, and for how long.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler(), disposeHandler: true);
    private StudioServer server = null!;
    private Proposal acme = null!;
    private Proposal zeta = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await StudioServer.StartAsync();
        (acme, zeta) = (await server.OpenAsync("acme"), await server.OpenAsync("zeta"));
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task What_happens_is_told_as_it_happens_to_those_who_may_see_it()
    {
        using var answer = await FollowAsync(await server.TokenAsync(Role.Viewer, "person:ann", "zeta"));
        using var lines = await ReadAsync(answer);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var proposal in new[] { acme, zeta }) await server.Studio.Service.Reviewer.RejectAsync(proposal.Id, "no", null, "person:bob", Ct);

        var (type, data) = await WithTimeAsync(NextAsync(lines));

        Assert.Equal(("activity", zeta.Id.ToString(), "rejected", "person:bob"), (type, data.GetProperty("proposal").GetString(), data.GetProperty("type").GetString(), data.GetProperty("actor").GetString()));
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task New_evidence_is_told_with_its_figures_to_those_who_may_see_it()
    {
        using var answer = await FollowAsync(await server.TokenAsync(Role.Viewer, "person:ann", "zeta"));
        using var lines = await ReadAsync(answer);
        foreach (var proposal in new[] { acme, zeta }) await server.JoinAsync(proposal);

        var (type, data) = await WithTimeAsync(NextAsync(lines));

        Assert.Equal(("joined", zeta.Id.ToString(), 2), (type, data.GetProperty("proposal").GetString(), data.GetProperty("windows").GetInt32()));
        Assert.Equal(zeta.Sightings.LastWindow.AddMinutes(5), data.GetProperty("lastWindow").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Promise", "S4")]
    public async Task A_stream_ends_within_two_seconds_of_the_token_that_opened_it(bool revoked)
    {
        var tokens = new Tokens(server.Store, server.Clock);
        var (secret, token) = await tokens.CreateAsync(new TokenWish("short", "person:ann", Role.Viewer, null, TimeSpan.FromMinutes(1)), "person:root", Ct);
        using var answer = await FollowAsync(secret);
        using var lines = await ReadAsync(answer);
        if (revoked) await tokens.RevokeAsync(token.Id, "person:bob", Ct);
        else server.Clock.Advance(TimeSpan.FromMinutes(1));
        var ended = server.Clock.GetUtcNow();

        await WithTimeAsync(lines.ReadToEndAsync(Ct), TimeSpan.FromMilliseconds(200));

        Assert.InRange(server.Clock.GetUtcNow() - ended, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private async Task<HttpResponseMessage> FollowAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.AddressOf("/events")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    private static async Task<StreamReader> ReadAsync(HttpResponseMessage answer)
    {
        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        Assert.Equal(": follows", await lines.ReadLineAsync(Ct));
        return lines;
    }

    private static async Task<(string Type, JsonElement Data)> NextAsync(StreamReader lines)
    {
        var type = "";
        while (await lines.ReadLineAsync(Ct) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line["event: ".Length..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return (type, JsonElement.Parse(line["data: ".Length..]));
        }

        throw new EndOfStreamException();
    }

    // The server's clock goes on by steps, each of which leaves it time to act.
    private async Task<T> WithTimeAsync<T>(Task<T> told, TimeSpan? step = null)
    {
        while (!told.IsCompleted)
        {
            server.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct));
        }

        return await told;
    }
}
