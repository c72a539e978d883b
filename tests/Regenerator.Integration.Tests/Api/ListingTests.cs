using System.Text.Json;
using System.Text.RegularExpressions;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Studio.Access;

namespace Regenerator.Integration.Tests.Api;

/// <summary>What lists say: filtered, counted and exported, by the API and on pages.</summary>
public sealed partial class ListingTests : IAsyncLifetime
{
    private StudioServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await StudioServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_snooze_that_has_ended_is_listed_as_open_before_anybody_writes_it_down()
    {
        var proposal = await server.OpenAsync(ProposalState.Snoozed);
        var token = await server.TokenAsync(Role.Viewer);
        Assert.Empty(Ids(await server.SendAsync("GET", "/proposals?state=open", token)));

        server.Clock.Advance(TimeSpan.FromDays(1));
        token = await server.TokenAsync(Role.Viewer);

        var listed = await server.SendAsync("GET", "/proposals?state=open", token);
        Assert.Equal([proposal.Id.ToString()], Ids(listed));
        Assert.Equal("open", listed.Json.GetProperty("proposals")[0].GetProperty("state").GetString());
        Assert.Empty(Ids(await server.SendAsync("GET", "/proposals?state=snoozed", token)));
        Assert.Contains($"/proposals/{proposal.Item}", (await server.VisitAsync("GET", "/", server.SignIn(Role.Viewer))).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/items?q=NO-SUCH")]
    [InlineData("/items?owner=bob")]
    [InlineData("/items?confidence=high")]
    [InlineData("/items?target=dataView")]
    [InlineData("/items?tenant=zeta")]
    [InlineData("/items?tenant=nobody")]
    public async Task Lines_of_the_inbox_take_every_filter(string nothing)
    {
        var proposal = await server.OpenAsync();
        var token = await server.TokenAsync(Role.Viewer);

        Assert.Empty((await server.SendAsync("GET", nothing, token)).Json.GetProperty("items").EnumerateArray());
        var found = (await server.SendAsync("GET", "/items?q=pin&owner=ann&confidence=medium&target=workflow&tenant=acme&limit=1", token)).Json.GetProperty("items");
        Assert.Equal(proposal.Item.ToString(), Assert.Single(found.EnumerateArray()).GetProperty("item").GetString());
    }

    [Fact]
    public async Task The_inbox_counts_lines_under_the_filters_that_its_address_has()
    {
        await server.OpenAsync("acme");
        await server.OpenAsync("zeta");
        var cookie = server.SignIn(Role.Viewer);

        Assert.Contains("Open<span class=\"count\">2</span>", await PageAsync("/"), StringComparison.Ordinal);
        var narrowed = await PageAsync("/?tenant=zeta&confidence=medium&target=workflow&owner=ann&find=SAFE");
        Assert.Contains("Open<span class=\"count\">1</span>", narrowed, StringComparison.Ordinal);
        Assert.Contains("href=\"/?state=held&amp;confidence=medium&amp;target=workflow&amp;tenant=zeta&amp;owner=ann&amp;find=SAFE\"", narrowed, StringComparison.Ordinal);
        Assert.Contains("cfg-zeta", narrowed, StringComparison.Ordinal);
        Assert.Contains("Nothing fits", await PageAsync("/?find=no-such-thing"), StringComparison.Ordinal);

        async Task<string> PageAsync(string path) => (await server.VisitAsync("GET", path, cookie)).Body;
    }

    [Fact]
    public async Task Each_rule_says_what_became_of_its_proposals_to_whoever_sees_them()
    {
        await server.OpenAsync(ProposalState.Rejected);
        await server.OpenAsync("zeta");

        Assert.Equal((2, 1, 1), Rule(await server.SendAsync("GET", "/rules", await server.TokenAsync(Role.Viewer))));
        Assert.Equal((1, 1, 0), Rule(await server.SendAsync("GET", "/rules", await server.TokenAsync(Role.Viewer, "person:zoe", "zeta"))));
        Assert.Contains("<dt>proposed</dt><dd>2</dd>", (await server.VisitAsync("GET", "/rules", server.SignIn(Role.Viewer))).Body, StringComparison.Ordinal);

        static (int, int, int) Rule(StudioServer.Reply answer) =>
            Assert.Single(answer.Json.GetProperty("rules").EnumerateArray()) is var rule ? (rule.GetProperty("proposed").GetInt32(), rule.GetProperty("open").GetInt32(), rule.GetProperty("rejected").GetInt32()) : default;
    }

    [Fact]
    public async Task A_context_says_how_far_its_providers_were_read_and_what_it_asks_for()
    {
        await server.OpenAsync("acme");
        var epochs = (await server.Store.ProgressAsync([.. (await server.Contexts.ReadAsync(Ct)).Contexts.Select(c => c.Id)], Ct)).Epochs;
        Watermark[] marks = [new(new WatermarkKey("cfg-acme", "prom/telemetry", TimeSpan.FromMinutes(5)), server.Clock.GetUtcNow().AddMinutes(-7))];
        await server.Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", epochs["cfg-acme"], marks)], Changes = [] }, Ct);
        await server.Store.NoteProvidersAsync(new ProviderNotes([new ProviderNote(new ProviderHealth("prom/telemetry", "prom", TimeSpan.Zero, null, BreakerState.Open), server.Clock.GetUtcNow())], []), Ct);

        var context = Assert.Single((await server.SendAsync("GET", "/contexts?q=ACME", await server.TokenAsync(Role.Viewer))).Json.GetProperty("contexts").EnumerateArray());
        var confined = (await server.SendAsync("GET", "/contexts/cfg-acme", await server.TokenAsync(Role.Viewer, "person:zoe", "acme"))).Json.GetProperty("context");

        var source = Assert.Single(context.GetProperty("sources").EnumerateArray());
        Assert.Equal((1, 420, "open"), (context.GetProperty("open").GetInt32(), source.GetProperty("lagSeconds").GetDouble(), source.GetProperty("breaker").GetString()));
        Assert.Equal(marks[0].Until, context.GetProperty("readUntil").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, confined.GetProperty("sources")[0].GetProperty("breaker").ValueKind);
        var page = (await server.VisitAsync("GET", "/contexts?find=acme", server.SignIn(Role.Viewer))).Body;
        Assert.Contains("prom/telemetry", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cfg-zeta", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judgements_come_page_by_page_the_weightiest_first()
    {
        await JudgeAsync(("cfg-acme", "slow", JudgementKind.Quiet), ("cfg-zeta", "slow", JudgementKind.Unseen), ("cfg-zeta", "failing", JudgementKind.Quiet));
        var (token, confined) = (await server.TokenAsync(Role.Viewer), await server.TokenAsync(Role.Viewer, "person:zoe", "acme"));

        var first = (await server.SendAsync("GET", "/judgements?limit=2", token)).Json;
        var second = (await server.SendAsync("GET", $"/judgements?limit=2&after={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}", token)).Json;

        Assert.Equal(["cfg-zeta slow unseen", "cfg-zeta failing quiet", "cfg-acme slow quiet"], [.. Said(first), .. Said(second)]);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(["cfg-zeta slow unseen"], Said((await server.SendAsync("GET", "/judgements?kind=unseen,threw&rule=slow", token)).Json));
        Assert.Equal(["cfg-acme slow quiet"], Said((await server.SendAsync("GET", "/judgements", confined)).Json));
        Assert.Contains("«calm» is no kind; known: threw, fired", (await server.SendAsync("GET", "/judgements?kind=calm", token)).Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((400, 400, 404), ((await server.SendAsync("GET", "/judgements?after=x", token)).Status, (await server.SendAsync("GET", "/judgements?limit=0", token)).Status, (await server.SendAsync("GET", "/judgements?context=cfg-zeta", confined)).Status));

        static IEnumerable<string> Said(JsonElement page) =>
            page.GetProperty("judgements").EnumerateArray().Select(j => $"{j.GetProperty("context").GetString()} {j.GetProperty("rule").GetString()} {j.GetProperty("kind").GetString()}");
    }

    [Fact]
    public async Task What_was_left_alone_comes_page_by_page_with_how_much_there_is_of_it()
    {
        await JudgeAsync([.. Enumerable.Range(0, 51).Select(n => ("cfg-acme", $"rule-{n:D2}", JudgementKind.Unseen)), ("cfg-zeta", "rule-00", JudgementKind.Quiet)]);

        var page = (await server.VisitAsync("GET", "/left-alone", server.SignIn(Role.Viewer))).Body;
        var next = More().Match(page).Groups["next"].Value;
        var rest = (await server.VisitAsync("GET", next.Replace("&amp;", "&", StringComparison.Ordinal), server.SignIn(Role.Viewer))).Body;

        Assert.Contains("Sees nothing<span class=\"count\">51</span>", page, StringComparison.Ordinal);
        Assert.Contains("Nothing to change<span class=\"count\">1</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rule=rule-50", page, StringComparison.Ordinal);
        Assert.Contains("rule=rule-50", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("rule=rule-49", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("cfg-acme", (await server.VisitAsync("GET", "/left-alone", server.SignIn(Role.Viewer, "person:zoe", "zeta"))).Body, StringComparison.Ordinal);
    }

    [GeneratedRegex("href=\"(?<next>/left-alone\\?after=[^\"]+)\">More", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex More();

    private async Task JudgeAsync(params (string Context, string Rule, JudgementKind Kind)[] judged)
    {
        var epochs = (await server.Store.ProgressAsync([.. (await server.Contexts.ReadAsync(Ct)).Contexts.Select(c => c.Id)], Ct)).Epochs;
        var contexts = judged.GroupBy(j => j.Context).Select(of => new ContextCommit(of.Key, epochs[of.Key], []) { Judgements = [.. of.Select(j => new Judgement(j.Context, j.Rule, j.Kind, "why", server.Clock.GetUtcNow()))] });
        await server.Store.CommitAsync(new PassCommit { Contexts = [.. contexts], Changes = [] }, Ct);
    }

    [Fact]
    public async Task Contexts_come_page_by_page()
    {
        var token = await server.TokenAsync(Role.Viewer);

        var first = (await server.SendAsync("GET", "/contexts?limit=1", token)).Json;
        var second = (await server.SendAsync("GET", $"/contexts?limit=1&after={first.GetProperty("next").GetString()}", token)).Json;

        Assert.Equal(["cfg-acme", "cfg-zeta"], new[] { first, second }.Select(p => Assert.Single(p.GetProperty("contexts").EnumerateArray()).GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Freezes_stand_in_the_trail_among_the_proposals_in_the_order_in_which_it_happened()
    {
        var proposal = await server.OpenAsync();
        await StepAsync();
        var freeze = await server.FreezeAsync(new FreezeReach.Everything());
        await server.Studio.Service.Reviewer.SnoozeAsync(proposal.Id, server.Clock.GetUtcNow().AddDays(1), null, "person:bob", Ct); // at the same instant
        await StepAsync();
        await server.Store.RecordFreezeAsync(freeze, new FreezeEvent.Ended("released") { Actor = "person:ada", At = server.Clock.GetUtcNow() }, Ct);
        await StepAsync();
        await server.Studio.Service.Reviewer.RejectAsync(proposal.Id, "no", null, "person:bob", Ct);
        var token = await server.TokenAsync(Role.Viewer);

        string[] all = ["rejected", "freeze_ended", "freeze_set", "snoozed", "opened"];
        Assert.Equal(all, await TypesAsync(""));
        Assert.Equal(all[..2], await TypesAsync("?limit=2"));
        var paged = new List<string>();
        string? after = null;
        do
        {
            var page = (await server.SendAsync("GET", $"/activity?limit=1{(after is null ? "" : $"&after={after}")}", token)).Json;
            paged.AddRange(page.GetProperty("activity").EnumerateArray().Select(a => a.GetProperty("type").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(all, paged);

        Assert.Equal(["rejected", "freeze_set", "snoozed"], await TypesAsync("?actor=person:bob"));
        Assert.Equal(["freeze_set"], await TypesAsync("?kind=freeze_set"));
        Assert.Equal(["snoozed"], await TypesAsync("?kind=snoozed"));
        Assert.Equal(["rejected", "snoozed", "opened"], await TypesAsync($"?proposal={proposal.Id}"));
        Assert.Equal(["rejected", "snoozed", "opened"], await TypesAsync("?rule=checkout-failing"));
        Assert.Equal(["freeze_set", "snoozed"], await TypesAsync("?since=2026-01-05T09:06:00Z&until=2026-01-05T09:07:00Z"));
        Assert.Equal(all, await TypesAsync("?since=2026-01-05&until=2026-01-05"));
        Assert.Empty(await TypesAsync("?since=2026-01-06"));

        async Task<IEnumerable<string>> TypesAsync(string query) =>
            (await server.SendAsync("GET", $"/activity{query}", token)).Json.GetProperty("activity").EnumerateArray().Select(a => a.GetProperty("type").GetString()!);

        Task StepAsync()
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task An_export_holds_all_of_it_and_no_formula()
    {
        var proposal = await server.OpenAsync();
        await server.Studio.Service.Reviewer.RejectAsync(proposal.Id, "she said \"no\",\nso no", null, "=HYPERLINK(1)", Ct);
        var token = await server.TokenAsync(Role.Viewer);

        var csv = (await server.SendAsync("GET", "/activity/export?format=csv", token)).Body.Split("\r\n");
        Assert.Equal("\"at\",\"actor\",\"event\",\"proposal\",\"rule\",\"document\",\"freeze\",\"what\"", csv[0]);
        Assert.Equal($"\"2026-01-05T09:05:00.000Z\",\"'=HYPERLINK(1)\",\"rejected\",\"{proposal.Id}\",\"checkout-failing\",\"tenant:cfg-acme\",\"\",\"rejected it: she said \"\"no\"\",\nso no\"", csv[1]);
        Assert.Equal(4, csv.Length);

        var lines = (await server.SendAsync("GET", "/activity/export?format=ndjson&kind=opened", token)).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("opened", JsonElement.Parse(Assert.Single(lines)).GetProperty("type").GetString());

        var page = (await server.VisitAsync("GET", "/activity?kind=opened", server.SignIn(Role.Viewer))).Body;
        Assert.Contains("href=\"/activity/export?kind=opened&amp;format=csv\"", page, StringComparison.Ordinal);
        Assert.StartsWith("\"at\"", (await server.VisitAsync("GET", "/activity/export?kind=opened&format=csv", server.SignIn(Role.Viewer))).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task Whoever_is_confined_exports_what_is_theirs()
    {
        await server.OpenAsync("acme");
        var zeta = await server.OpenAsync("zeta");
        await server.FreezeAsync(new FreezeReach.Context("cfg-acme"));

        var lines = (await server.SendAsync("GET", "/activity/export?format=ndjson", await server.TokenAsync(Role.Viewer, "person:zoe", "zeta"))).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(zeta.Id.ToString(), JsonElement.Parse(Assert.Single(lines)).GetProperty("proposal").GetString());
    }

    private static IEnumerable<string> Ids(StudioServer.Reply answer) => answer.Json.GetProperty("proposals").EnumerateArray().Select(p => p.GetProperty("id").GetString()!);
}
