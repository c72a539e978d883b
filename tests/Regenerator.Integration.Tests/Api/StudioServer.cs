using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Regenerator.Access;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Rules;
using Regenerator.Storage;
using Regenerator.Studio;
using Regenerator.Studio.Access;
using Regenerator.Studio.Api;
using Regenerator.Studio.Hosting;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Api;

/// <summary>The API and the pages on a port of their own, over one blueprint and two tenants, acme and zeta, each with an app.</summary>
internal sealed class StudioServer : IAsyncDisposable
{
    private const string Shop = """
        { "meta": { "key": "shop", "version": "3", "appId": "shop", "owners": ["ann"] }, "workflows": { "checkout": { "key": "checkout.fast", "version": "1.0.0" } } }
        """;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }, disposeHandler: true);

    private readonly string root = Directory.CreateTempSubdirectory("regenerator-api-").FullName;
    private readonly WebApplication app;
    private readonly Tokens tokens;

    private StudioServer(IReviewPolicy policy, InMemoryStore store)
    {
        Store = store;
        File.WriteAllText(Path.Combine(root, "shop.json"), Shop);
        foreach (var tenant in new[] { "acme", "zeta" })
            File.WriteAllText(Path.Combine(root, $"tenant-{tenant}.json"), $$"""{ "meta": { "id": "cfg-{{tenant}}", "tenantId": "{{tenant}}", "blueprintName": "shop", "version": "1.0.0" } }""");
        Contexts = new FileContexts(new FileContextOptions { Root = root, Blueprints = ["shop.json"], Tenants = ["tenant-*.json"] });
        var specs = new FileSpecStore(root);
        var executor = new ProposalExecutor(new ExecutorDeps { TenantConfigUpdater = specs, BlueprintUpdater = specs }, new ExecutorOptions { Time = Clock });
        var options = new RegeneratorOptions { Contexts = Contexts, Rules = [new NoRule()], Store = Store, Review = policy, Time = Clock };
        Studio = new StudioOptions
        {
            Service = new RegeneratorService(options),
            Engine = options,
            Applier = new Applier(Store, executor, Contexts, Clock),
            Executor = executor,
            Rollbacks = new RollbackDesk(Store, Contexts, specs, Clock),
            ApplyOnApprove = false,
        };
        tokens = new Tokens(Store, Clock);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.UseRouting();
        app.MapRegeneratorApi(Studio);
        app.MapRegeneratorStudio(Studio);
    }

    public TestClock Clock { get; } = new();

    public InMemoryStore Store { get; }

    public FileContexts Contexts { get; }

    public StudioOptions Studio { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="over">What another one has left; null: nothing.</param>
    public static async Task<StudioServer> StartAsync(IReviewPolicy? policy = null, InMemoryStore? over = null)
    {
        var server = new StudioServer(policy ?? new ManualReview(), over ?? new InMemoryStore());
        await server.Store.TakeDeliveriesAsync("queue", new HashSet<Moment>(Enum.GetValues<Moment>()), server.Clock.GetUtcNow(), 1, Ct);
        await server.app.StartAsync(Ct);
        return server;
    }

    public async Task<string> TokenAsync(Role role, string actor = "person:ann", params string[] tenants) =>
        (await tokens.CreateAsync(new TokenWish(actor, actor, role, tenants.Length == 0 ? null : tenants, TimeSpan.FromDays(1)), "person:root", Ct)).Secret;

    /// <summary>Every way into the pages.</summary>
    public IReadOnlyList<Entrance> Entrances => [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).Select(e => e.Metadata.GetMetadata<Entrance>()).OfType<Entrance>()];

    public Uri AddressOf(string path) => new($"{app.Urls.Single()}{ApiRoutes.Root}{path}");

    /// <param name="body">Sent as it is when it is a text, else as JSON; null: none.</param>
    public async Task<Reply> SendAsync(string method, string path, string? token, object? body = null, string? ifMatch = null, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), AddressOf(path));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", $"\"{ifMatch}\"");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(Ct);
        return new Reply((int)answer.StatusCode, text, answer.Headers.ETag?.Tag.Trim('"'), answer.Headers.RetryAfter?.ToString());
    }

    /// <summary>A token that nobody shows.</summary>
    public async Task<TokenId> SpareTokenAsync() => (await tokens.CreateAsync(new TokenWish("spare", "person:bob", Role.Viewer, null, null), "person:root", Ct)).Token.Id;

    /// <returns>The cookie of somebody's session.</returns>
    public string SignIn(Role role, string actor = "person:ann", params string[] tenants) =>
        Studio.Sessions.SignIn(Studio.Sessions.NewLink(new Visitor(actor, actor, role, tenants.Length == 0 ? null : tenants.ToHashSet(StringComparer.Ordinal))).Split("token=")[1])!;

    /// <summary>As a browser has it: a deed comes with the form that its page had.</summary>
    /// <param name="cookie">Null: of a stranger.</param>
    public async Task<Reply> VisitAsync(string method, string path, string? cookie, params (string Name, string Value)[] fields)
    {
        if (method == "POST") return await SendFormAsync(path, cookie, new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("form", Studio.Sessions.Find(cookie)?.FormToken ?? "")]));
        using var request = Request(method, path, cookie);
        return await VisitAsync(request);
    }

    /// <summary>A form as somebody has made it up.</summary>
    public async Task<Reply> SendFormAsync(string path, string? cookie, HttpContent form)
    {
        using var request = Request("POST", path, cookie);
        request.Headers.Add("Origin", new Uri(app.Urls.Single()).GetLeftPart(UriPartial.Authority));
        request.Content = form;
        return await VisitAsync(request);
    }

    private HttpRequestMessage Request(string method, string path, string? cookie)
    {
        var address = new Uri(app.Urls.Single());
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, path));
        if (cookie is not null) request.Headers.Add("Cookie", $"regenerator-{address.Port}={cookie}");
        return request;
    }

    private static async Task<Reply> VisitAsync(HttpRequestMessage request)
    {
        using var answer = await Http.SendAsync(request, Ct);
        return new Reply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), null, answer.Headers.RetryAfter?.ToString()) { SetCookie = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single() : null };
    }

    /// <summary>A proposal for one tenant's own document, as the engine opens it.</summary>
    public async Task<Proposal> OpenAsync(string tenant = "acme", string version = "1.2.0", string author = "rule:checkout-failing", Cause? cause = null)
    {
        var context = (await Contexts.ReadAsync(Ct)).Contexts.Single(c => c.Id == $"cfg-{tenant}");
        var wish = Some.Wish(tenantScoped: true, version: version);
        var scope = ProposalScope.Of(context.TenantDocument);
        var proposal = Some.Proposal(wish.Id, scope, context: context.Id) with
        {
            Revision = Assert.IsType<Draft.Ready>(Draft.Of(context, Draft.Guarded(context, wish), author)).Revision,
            ExpiresAt = Some.Now.AddDays(14),
            Cause = cause,
            Buckets = ["fleet", "owner:ann"],
        };
        if (cause is not null) proposal = proposal with { Item = cause.ItemOf(Some.Now) };
        var epochs = (await Store.ProgressAsync([context.Id], Ct)).Epochs;
        var open = new ProposalChange.Open(Some.Opened(proposal) with { Actor = author }) { Id = proposal.Id, Contexts = [context.Id], Evidence = [Some.Evidence(contextId: context.Id)] };
        await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit(context.Id, epochs[context.Id], [])], Changes = [open] }, Ct);
        return (await Store.GetAsync(proposal.Id, Ct))!.Proposal;
    }

    /// <summary>New evidence joins it, as a pass commits it.</summary>
    public async Task JoinAsync(Proposal proposal)
    {
        var context = (await Contexts.ReadAsync(Ct)).Contexts.Single(c => c.Id == proposal.Sightings.Contexts[0]);
        var epochs = (await Store.ProgressAsync([context.Id], Ct)).Epochs;
        var last = proposal.Sightings.LastWindow.AddMinutes(5);
        var join = new ProposalChange.Join(proposal.Sightings with { FirstWindow = last, LastWindow = last }) { Id = proposal.Id, Contexts = [context.Id], Evidence = [Some.Evidence(contextId: context.Id)] };
        await Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit(context.Id, epochs[context.Id], [])], Changes = [join] }, Ct);
    }

    /// <summary>A proposal of acme's in a state.</summary>
    public async Task<Proposal> OpenAsync(ProposalState state)
    {
        var proposal = await OpenAsync();
        var desk = Studio.Service.Reviewer;
        if (state is ProposalState.Snoozed) await desk.SnoozeAsync(proposal.Id, Clock.GetUtcNow().AddDays(1), null, "person:bob", Ct);
        if (state is ProposalState.Rejected) await desk.RejectAsync(proposal.Id, "not now", null, "person:bob", Ct);
        if (state is ProposalState.Approved or ProposalState.Applied) await desk.ApproveAsync(proposal.Id, proposal.Revision.Digest, "person:bob", Ct);
        if (state is ProposalState.Applied) await Studio.Applier!.ApplyAsync(proposal.Id, "person:bob", Ct);
        var now = (await Store.GetAsync(proposal.Id, Ct))!.Proposal;
        Assert.Equal(state, now.State);
        return now;
    }

    public async Task<FreezeId> FreezeAsync(FreezeReach reach)
    {
        var set = new FreezeEvent.Set(reach, "release week", Clock.GetUtcNow().AddDays(1)) { Actor = "person:bob", At = Clock.GetUtcNow() };
        return Assert.IsType<FreezeResult.Recorded>(await Store.RecordFreezeAsync(FreezeId.Of(set), set, Ct)).Freeze.Id;
    }

    /// <summary>The key of a notice that a sink did not take.</summary>
    public async Task<string> StickAsync()
    {
        var entry = (await Store.TakeDeliveriesAsync("queue", new HashSet<Moment>(Enum.GetValues<Moment>()), Clock.GetUtcNow(), 1, Ct)).Single();
        Assert.True(await Store.SettleDeliveryAsync("queue", entry.Key, new DeliveryOutcome.Parked("it is down"), Ct));
        return entry.Key;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Studio.Service.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    internal sealed record Reply(int Status, string Body, string? ETag, string? RetryAfter)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        /// <summary>Null: none is set.</summary>
        public string? SetCookie { get; init; }

        public string Detail => Json.GetProperty("detail").GetString()!;
    }

    private sealed class NoRule : IRegenerationRule
    {
        public string Id => "checkout-failing";

        public string Description => "never proposes";

        public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
    }
}
