using Regenerator.Access;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api;
using Regenerator.Testing;
using static Regenerator.Proposals.ProposalState;

namespace Regenerator.Integration.Tests.Api;

/// <summary>Every endpoint × role × tenants × state of the proposal that it is about.</summary>
public sealed class AccessMatrixTests
{
    private const string Acme = "acme";
    private const string Zeta = "zeta";

    private static readonly ProposalState[] States = [Open, Snoozed, Approved, Applied, Rejected];

    private static readonly object Why = new { reason = "because" };

    private static readonly object Said = new { text = "Support has three tickets about it." };

    private static readonly object Later = new { until = "2026-01-09T00:00:00Z" };

    private static readonly object Edited = new { actions = new[] { new { kind = "update_tenant_config", edits = new[] { new { pinWorkflow = new { slot = "checkout", to = new { key = "checkout.safe", version = "1.3.0" } } } } } } };

    /// <summary>Endpoint, least role, body, and what whoever may gets, by state. The order of the states is that of <see cref="States"/>.</summary>
    private static readonly Row[] Rows =
    [
        new("GET /proposals", Role.Viewer, null, 200),
        new("GET /proposals/{id}", Role.Viewer, null, 200),
        new("POST /proposals/{id}/approve", Role.Reviewer, null, 200, 409, 409, 409, 409),
        new("POST /proposals/{id}/reject", Role.Reviewer, _ => Why, 200, 200, 200, 409, 409),
        new("POST /proposals/{id}/snooze", Role.Reviewer, _ => Later, 200, 409, 409, 409, 409),
        new("POST /proposals/{id}/edit", Role.Reviewer, _ => Edited, 200, 409, 200, 409, 409),
        new("POST /proposals/{id}/cancel", Role.Reviewer, _ => Why, 409),
        new("POST /proposals/{id}/apply", Role.Operator, null, 409, 409, 200, 409, 409),
        new("POST /proposals/{id}/settle", Role.Operator, _ => new { applied = true, reason = "done by hand" }, 409),
        new("POST /proposals/{id}/rollback", Role.Reviewer, null, 409, 409, 409, 200, 409),
        new("POST /proposals/{id}/comments", Role.Reviewer, _ => Said, 200),
        new("GET /items", Role.Viewer, null, 200),
        new("GET /items/{id}", Role.Viewer, null, 200, 200, 200, 404, 404),
        new("POST /items/{id}/approve", Role.Reviewer, null, 200, 409, 409, 404, 404),
        new("POST /items/{id}/reject", Role.Reviewer, _ => Why, 200, 200, 200, 404, 404),
        new("POST /items/{id}/snooze", Role.Reviewer, _ => Later, 200, 409, 409, 404, 404),
        new("POST /items/{id}/apply", Role.Operator, null, 409, 409, 200, 404, 404),
        new("POST /items/{id}/comments", Role.Reviewer, _ => Said, 200, 200, 200, 404, 404),
        new("GET /me", Role.Viewer, null, 200),
        new("GET /contexts", Role.Viewer, null, 200),
        new("GET /contexts/{id}", Role.Viewer, null, 200),
        new("GET /rules", Role.Viewer, null, 200),
        new("GET /judgements", Role.Viewer, null, 200),
        new("GET /freezes", Role.Viewer, null, 200),
        new("POST /freezes", Role.Operator, _ => new { until = "2026-01-09T00:00:00Z", reason = "release", context = "cfg-acme" }, 200) { NamesATenant = true },
        new("POST /freezes/{id}/end", Role.Operator, _ => Why, 200),
        new("GET /providers", Role.Viewer, null, 200) { Shared = true },
        new("POST /providers/quarantine/clear", Role.Operator, null, 200) { Shared = true },
        new("GET /outbox", Role.Viewer, null, 200) { Shared = true },
        new("POST /outbox/retry", Role.Operator, at => new { sink = "queue", key = at.Stuck }, 200) { Shared = true },
        new("POST /outbox/drop", Role.Operator, at => new { sink = "queue", key = at.Stuck, reason = "gone" }, 200) { Shared = true },
        new("GET /tokens", Role.Admin, null, 200) { Shared = true },
        new("POST /tokens", Role.Admin, _ => new { role = "viewer" }, 200) { Shared = true },
        new("POST /tokens/{id}/revoke", Role.Admin, null, 200) { Shared = true },
        new("GET /activity", Role.Viewer, null, 200),
        new("GET /activity/export", Role.Viewer, null, 200),
        new("GET /events", Role.Viewer, null, 200),
    ];

    public static TheoryData<string, ProposalState> Cells => [.. Rows.SelectMany(row => States.Select(state => new TheoryDataRow<string, ProposalState>(row.Entrance, state)))];

    [Fact]
    public void Every_endpoint_has_a_row_and_every_row_an_endpoint() => Assert.Equal(
        ApiRoutes.Table.Select(e => $"{e.Method} {e.Path} {e.Role} {e.Shared}").Order(StringComparer.Ordinal),
        Rows.Select(r => $"{r.Entrance} {r.Least} {r.Shared}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cells))]
    [Trait("Promise", "S3")]
    [Trait("Promise", "S4")]
    public async Task Who_may_is_answered_by_the_state_of_things_and_who_may_not_is_told_nothing(string endpoint, ProposalState state)
    {
        var row = Rows.Single(r => r.Entrance == endpoint);
        await using (var scene = await Scene.OfAsync(row, state))
        {
            Assert.Equal(401, (await scene.AskAsync(row, null)).Status);
            foreach (var role in Enum.GetValues<Role>())
            {
                if (role < row.Least) Assert.Equal(403, (await scene.AskAsync(row, role)).Status);
                if (role < row.Least || row.Shared) Assert.Equal(403, (await scene.AskAsync(row, role, Acme)).Status);
                var foreign = await scene.AskAsync(row, role, Zeta);
                Assert.Equal(row.ForeignStatus(role, 200), foreign.Status);
                Assert.DoesNotContain(scene.Proposal.Revision.Digest, foreign.Body, StringComparison.Ordinal);
                if (!row.IsAboutOne) Assert.DoesNotContain(Acme, foreign.Body, StringComparison.Ordinal);
                if (foreign.Status == 404) Assert.Equal(await scene.OfNobodyAsync(row, role), foreign.Body.Replace(scene.IdOf(row), "…", StringComparison.Ordinal));
            }
        }

        foreach (var (role, tenants) in row.Allowed)
        {
            await using var scene = await Scene.OfAsync(row, state);
            var answer = await scene.AskAsync(row, role, tenants);
            Assert.True(row.StatusOf(state) == answer.Status, $"{role}: {answer.Status} {answer.Body}");
        }
    }

    private sealed record Row(string Entrance, Role Least, Func<Scene, object>? Body, params int[] Statuses) : AccessRow(Entrance, Least)
    {
        public int StatusOf(ProposalState state) => Statuses.Length == 1 ? Statuses[0] : Statuses[Array.IndexOf(States, state)];
    }

    /// <summary>A server with one proposal in a state, a freeze and a delivery that is stuck; all acme's.</summary>
    private sealed record Scene(StudioServer Server, Proposal Proposal, string Stuck, FreezeId Freeze, TokenId Token) : IAsyncDisposable
    {
        public static async Task<Scene> OfAsync(Row row, ProposalState state)
        {
            var server = await StudioServer.StartAsync();
            var proposal = await server.OpenAsync(state);
            var stuck = await server.StickAsync();
            // A freeze would hold the apply that other rows are about.
            var freeze = row.Path.StartsWith("/freezes", StringComparison.Ordinal) ? await server.FreezeAsync(new FreezeReach.Context("cfg-acme")) : new FreezeId("none");
            return new Scene(server, proposal, stuck, freeze, await server.SpareTokenAsync());
        }

        public async Task<StudioServer.Reply> AskAsync(Row row, Role? role, params string[] tenants) => await Server.SendAsync(
            row.Method,
            row.PathOf(IdOf(row)),
            role is { } of ? await Server.TokenAsync(of, "person:ann", tenants) : null,
            row.Body?.Invoke(this),
            row.Path.StartsWith("/proposals/", StringComparison.Ordinal) ? Proposal.Revision.Digest : row.Path.StartsWith("/items/", StringComparison.Ordinal) ? RevisionDigest.OfItem([Proposal]) : null);

        /// <summary>What is said of an id that is nobody's, without the id.</summary>
        public async Task<string> OfNobodyAsync(Row row, Role role)
        {
            var nobody = row.Path.StartsWith("/proposals", StringComparison.Ordinal) || row.Path.StartsWith("/items", StringComparison.Ordinal) ? Some.Proposal("nobody's").Id.ToString() : "nobody";
            var body = row.NamesATenant ? new { until = "2026-01-09T00:00:00Z", reason = "release", context = nobody } : row.Body?.Invoke(this);
            var answer = await Server.SendAsync(row.Method, row.PathOf(nobody), await Server.TokenAsync(role, "person:ann", Zeta), body, Proposal.Revision.Digest);
            return answer.Body.Replace(nobody, "…", StringComparison.Ordinal);
        }

        public string IdOf(Row row) => row.Path.Split('/')[1] switch
        {
            "contexts" => "cfg-acme",
            "tokens" => Token.Value,
            "freezes" => row.NamesATenant ? "cfg-acme" : Freeze.Value,
            _ => Proposal.Id.ToString(),
        };

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
