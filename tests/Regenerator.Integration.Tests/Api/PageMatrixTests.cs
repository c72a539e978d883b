using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Studio.Access;
using Regenerator.Testing;
using static Regenerator.Proposals.ProposalState;

namespace Regenerator.Integration.Tests.Api;

/// <summary>Every page and everything that can be done on one × role × tenants.</summary>
public sealed class PageMatrixTests
{
    private const string Acme = "acme";
    private const string Zeta = "zeta";

    private static readonly Row[] Rows =
    [
        new("GET /", Role.Viewer, 200),
        new("POST /decisions", Role.Reviewer, 303) { Fields = at => [("item", $"{at.Proposal.Id}"), ("do", "snooze"), ("for", "3d")], Then = Snoozed },
        new("GET /proposals/{id}", Role.Viewer, 200),
        new("GET /proposals/{id}/document", Role.Viewer, 200),
        new("POST /proposals/{id}/approve", Role.Reviewer, 303) { Fields = at => [("digest", at.Proposal.Revision.Digest)], Then = Approved },
        new("POST /proposals/{id}/reject", Role.Reviewer, 303) { Fields = _ => [("reason", "no"), ("for", "news")], Then = Rejected },
        new("POST /proposals/{id}/snooze", Role.Reviewer, 303) { Fields = _ => [("for", "3d")], Then = Snoozed },
        new("POST /proposals/{id}/apply", Role.Operator, 303),
        new("POST /proposals/{id}/break-glass", Role.Admin, 303) { Fields = _ => [("reason", "it can not wait")] },
        new("POST /proposals/{id}/dry-run", Role.Reviewer, 200),
        new("POST /proposals/{id}/settle", Role.Operator, 303) { Fields = _ => [("reason", "by hand"), ("as", "applied")] },
        new("POST /proposals/{id}/rollback", Role.Reviewer, 303),
        new("POST /proposals/{id}/comments", Role.Reviewer, 303) { Fields = _ => [("text", "Support has three tickets about it.")] },
        new("GET /proposals/{id}/reach", Role.Viewer, 404), // of a tenant's own document there is none
        new("GET /proposals/{id}/edit", Role.Viewer, 200),
        new("POST /proposals/{id}/edit", Role.Reviewer, 200) { Fields = _ => [("edits", """[{ "pinWorkflow": { "slot": "checkout", "to": { "key": "checkout.safe", "version": "1.3.0" } } }]"""), ("do", "preview")] },
        new("GET /left-alone", Role.Viewer, 200),
        new("GET /contexts", Role.Viewer, 200),
        new("GET /rules", Role.Viewer, 200),
        new("GET /providers", Role.Viewer, 200),
        new("POST /providers/quarantine", Role.Operator, 303) { Shared = true },
        new("GET /activity", Role.Viewer, 200),
        new("GET /activity/export", Role.Viewer, 200),
        new("GET /freezes", Role.Viewer, 200),
        new("POST /freezes", Role.Operator, 303) { Fields = at => [("what", "context"), ("name", at.Named ?? "cfg-acme"), ("for", "3d"), ("reason", "release")], NamesATenant = true },
        new("POST /freezes/{id}/end", Role.Operator, 303) { Fields = _ => [("reason", "released")] },
        new("GET /tokens", Role.Admin, 200) { Shared = true },
        new("POST /tokens", Role.Admin, 303) { Fields = _ => [("role", "viewer"), ("for", "30d")], Shared = true },
        new("POST /tokens/{id}/revoke", Role.Admin, 303) { Shared = true },
        new("POST /sign-out", Role.Viewer, 303),
    ];

    public static TheoryData<string> Entrances => [.. Rows.Select(row => row.Entrance)];

    [Fact]
    public async Task Every_entrance_has_a_row_and_every_row_an_entrance()
    {
        await using var server = await StudioServer.StartAsync();
        Assert.Equal(
            server.Entrances.Select(e => $"{e.Method} {e.Pattern} {e.Role} {e.Shared}").Order(StringComparer.Ordinal),
            Rows.Select(r => $"{r.Entrance} {r.Least} {r.Shared}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Entrances))]
    [Trait("Promise", "S3")]
    [Trait("Promise", "S4")]
    public async Task Who_may_not_is_told_nothing_and_nothing_is_done(string entrance)
    {
        var row = Rows.Single(r => r.Entrance == entrance);
        await using var scene = await Scene.OfAsync(row);
        Assert.Equal(401, (await scene.VisitAsync(row, null)).Status);
        foreach (var role in Enum.GetValues<Role>())
        {
            if (role < row.Least) Assert.Equal(403, (await scene.VisitAsync(row, scene.Server.SignIn(role))).Status);
            if (role < row.Least || row.Shared) Assert.Equal(403, (await scene.VisitAsync(row, scene.Server.SignIn(role, "person:ann", Acme))).Status);
            var cookie = scene.Server.SignIn(role, "person:ann", Zeta);
            var foreign = await scene.VisitAsync(row, cookie);
            Assert.Equal(row.ForeignStatus(role, row.Status), foreign.Status);
            Assert.DoesNotContain(scene.Proposal.Revision.Digest, foreign.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Acme, foreign.Body, StringComparison.Ordinal);
            if (foreign.Status == 404) Assert.Equal((await scene.OfNobody(row).VisitAsync(row, cookie)).Body, foreign.Body);
            Assert.DoesNotContain(Acme, (await scene.Server.VisitAsync("GET", "/", cookie)).Body, StringComparison.Ordinal);
        }

        Assert.Equal(scene.Proposal, (await scene.Server.Store.GetAsync(scene.Proposal.Id, TestContext.Current.CancellationToken))!.Proposal);
    }

    [Theory]
    [MemberData(nameof(Entrances))]
    public async Task Who_may_sees_and_does_what_is_theirs(string entrance)
    {
        var row = Rows.Single(r => r.Entrance == entrance);
        foreach (var (role, tenants) in row.Allowed)
        {
            await using var scene = await Scene.OfAsync(row);
            var answer = await scene.VisitAsync(row, scene.Server.SignIn(role, "person:ann", tenants));
            Assert.True(row.Status == answer.Status, $"{role}: {answer.Status} {answer.Body}");
            Assert.Equal(row.Then, (await scene.Server.Store.GetAsync(scene.Proposal.Id, TestContext.Current.CancellationToken))!.Proposal.State);
        }
    }

    [Theory]
    [MemberData(nameof(Entrances))]
    [Trait("Promise", "S5")]
    public async Task Nothing_is_done_by_looking(string entrance)
    {
        var row = Rows.Single(r => r.Entrance == entrance);
        await using var scene = await Scene.OfAsync(row);
        var (cookie, path) = (scene.Server.SignIn(Role.Admin), row.PathOf(scene.Id));
        var fields = row.Fields(scene).Append(("form", scene.Server.Studio.Sessions.Find(cookie)!.FormToken));

        await scene.Server.VisitAsync("GET", $"{path}?{string.Join('&', fields.Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}"))}", cookie);

        Assert.Equal(scene.Proposal, (await scene.Server.Store.GetAsync(scene.Proposal.Id, TestContext.Current.CancellationToken))!.Proposal);
        Assert.True((await scene.Server.Store.FreezesAsync(null, TestContext.Current.CancellationToken)).All(f => f.History.Count == 1));
        Assert.All(await scene.Server.Store.TokensAsync(null, TestContext.Current.CancellationToken), t => Assert.Null(t.Revocation));
        Assert.Equal(200, (await scene.Server.VisitAsync("GET", "/", cookie)).Status);
    }

    [Theory]
    [InlineData("/", "(1) Inbox")]
    [InlineData("/contexts", "1 watched")]
    [InlineData("/activity", "rule:checkout-failing")]
    [InlineData("/activity/export?format=csv", "rule:checkout-failing")]
    public async Task Counts_and_lists_are_of_what_the_visitor_sees(string page, string words)
    {
        await using var server = await StudioServer.StartAsync();
        await server.OpenAsync();
        await server.OpenAsync("zeta");
        var body = (await server.VisitAsync("GET", page, server.SignIn(Role.Viewer, "person:ann", Acme))).Body;

        Assert.Contains(words, body, StringComparison.Ordinal);
        Assert.Contains(Acme, body, StringComparison.Ordinal);
        Assert.DoesNotContain(Zeta, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_freeze_of_more_than_their_own_is_seen_by_those_whom_it_holds_and_not_theirs_to_end()
    {
        await using var server = await StudioServer.StartAsync();
        var freeze = await server.FreezeAsync(new FreezeReach.Everything());
        var cookie = server.SignIn(Role.Operator, "person:ann", Acme);
        var page = (await server.VisitAsync("GET", "/freezes", cookie)).Body;

        Assert.Contains("release week", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/freezes/{freeze}/end", page, StringComparison.Ordinal);
        Assert.Equal(403, (await server.VisitAsync("POST", $"/freezes/{freeze}/end", cookie, ("reason", "now"))).Status);
        Assert.Equal(403, (await server.VisitAsync("POST", "/freezes", cookie, ("what", "everything"), ("for", "3d"), ("reason", "now"))).Status);
    }

    private sealed record Row(string Entrance, Role Least, int Status) : AccessRow(Entrance, Least)
    {
        public Func<Scene, (string Name, string Value)[]> Fields { get; init; } = _ => [];

        /// <summary>The state of the proposal afterwards.</summary>
        public ProposalState Then { get; init; } = Open;
    }

    /// <summary>A server with one open proposal and, where freezes are looked at, one freeze; all acme's.</summary>
    /// <param name="Id">Of what a page is about.</param>
    private sealed record Scene(StudioServer Server, Proposal Proposal, string Id) : IAsyncDisposable
    {
        /// <summary>The context that a form names; null: acme's.</summary>
        public string? Named { get; private init; }

        public static async Task<Scene> OfAsync(Row row)
        {
            var server = await StudioServer.StartAsync();
            var proposal = await server.OpenAsync();
            return new Scene(server, proposal, row.Path.Split('/')[1] switch
            {
                "freezes" => (await server.FreezeAsync(new FreezeReach.Context("cfg-acme"))).Value,
                "tokens" => (await server.SpareTokenAsync()).Value,
                _ => proposal.Id.ToString(),
            });
        }

        /// <summary>The same about what does not exist.</summary>
        public Scene OfNobody(Row row) => this with { Id = row.Path.StartsWith("/freezes", StringComparison.Ordinal) ? "nobody" : Some.Proposal("nobody's").Id.ToString(), Named = "nobody" };

        public Task<StudioServer.Reply> VisitAsync(Row row, string? cookie) => Server.VisitAsync(row.Method, row.PathOf(Id), cookie, row.Fields(this));

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
