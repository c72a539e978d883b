using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Sqlite;
using Regenerator.Storage;
using Regenerator.Studio.Access;
using Regenerator.Testing;

namespace Regenerator.Studio.Tests.Browsing;

/// <summary>A Studio over real files and a real store: a shop platform with four tenants, of whom some have troubles.</summary>
public sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SqliteStore store;
    private readonly StudioOptions studio;

    private Shop(WebApplication app, SqliteStore store, StudioOptions studio, string folder, TestClock clock)
    {
        this.app = app;
        this.store = store;
        this.studio = studio;
        Folder = folder;
        Clock = clock;
    }

    public string Folder { get; }

    public TestClock Clock { get; }

    public string Address => app.Urls.First();

    public IRegeneratorStore Store => store;

    public Reviewer Reviewer => studio.Service.Reviewer;

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>With a longer past: an hour and more of figures, something that was applied, something that somebody said, a change of the blueprint.</summary>
    public static async Task<Shop> OpenRichAsync()
    {
        var shop = await OpenAsync(new Troubles { SearchFails = true });
        var wishlist = await shop.FindAsync("wishlist");
        await shop.Reviewer.ApproveAsync(wishlist.Id, wishlist.Revision.Digest, "person:bob", Ct);
        await shop.ApplyAsync(wishlist.Id);
        await shop.Reviewer.CommentAsync([(await shop.FindAsync("Checkout")).Id], "Support has three tickets about this since noon.\nThe new version asks for the address twice.", "person:bob", Ct);
        for (var pass = 0; pass < 9; pass++) await shop.PassAsync();
        return shop;
    }

    /// <param name="troubles">What the signals and rules say; default: the usual.</param>
    /// <param name="passes">How many windows were looked at.</param>
    public static async Task<Shop> OpenAsync(Troubles? troubles = null, int passes = 6, Role role = Role.Admin)
    {
        var folder = ShopFiles.Write();
        var clock = new TestClock(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        var kept = await SqliteStore.OpenAsync(Path.Combine(folder, "store.db"), clock, Ct);
        var specs = new FileSpecStore(folder);
        var contexts = new FileContexts(new FileContextOptions { Root = folder, Blueprints = ["blueprints/*.json"], Tenants = ["tenants/*.json"] });
        var said = troubles ?? new Troubles();
        var executor = new ProposalExecutor(new ExecutorDeps { BlueprintUpdater = specs, TenantConfigUpdater = specs }, new ExecutorOptions { Time = clock });
        var options = new RegeneratorOptions { Contexts = contexts, Store = kept, Time = clock, Rules = said.Rules, Providers = said.Providers, Executor = null };
        var service = new RegeneratorService(options);
        for (var pass = 0; pass < passes; pass++)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await service.RunOnceAsync(Ct);
        }

        var shown = new StudioOptions
        {
            Service = service,
            Engine = options,
            Environment = "production",
            Applier = new Applier(kept, executor, contexts, clock),
            Rollbacks = new RollbackDesk(kept, contexts, specs, clock),
            Executor = executor,
            LinkWanted = () => { },
        };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var host = builder.Build();
        host.UseRouting();
        host.MapRegeneratorStudio(shown);
        await host.StartAsync(Ct);
        return new Shop(host, kept, shown, folder, clock) { Role = role };
    }

    public Role Role { get; private init; }

    public string NewLink(string name = "ada") => Address + studio.Sessions.NewLink(new Visitor($"person:{name}", name, Role));

    /// <summary>Opens the inbox, signed in. The browser's clock is the shop's.</summary>
    public async Task<IPage> SignInAsync(IPage page, string name = "ada")
    {
        await page.Clock.SetFixedTimeAsync(Clock.GetUtcNow().UtcDateTime);
        await page.GotoAsync(NewLink(name));
        return page;
    }

    public async Task<Proposal> FindAsync(string title) =>
        await Store.AllAsync(new ProposalQuery { Limit = 1000 }, Ct).FirstAsync(p => p.Revision.Proposal.Title.Contains(title, StringComparison.Ordinal), Ct);

    public Task<ApplyResult> ApplyAsync(ProposalId id) => studio.Applier!.ApplyAsync(id, "person:bob", Ct);

    public string Document(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>From now on no proposal can be read.</summary>
    public void TakeStoreAway()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE proposals RENAME TO away";
        command.ExecuteNonQuery();
    }

    /// <summary>Gives a document a member of so many characters, in lines.</summary>
    public void Enlarge(string name, int characters)
    {
        var path = Path.Combine(Folder, name);
        var lines = string.Join(",\n", Enumerable.Range(0, characters / 100).Select(n => $"    \"{n:D8} {new string('x', 85)}\""));
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"locales\":", $"\"x-notes\": [\n{lines}\n  ],\n  \"locales\":", StringComparison.Ordinal));
    }

    public async Task PassAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));
        await studio.Service.RunOnceAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await studio.Service.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
