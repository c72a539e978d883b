using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Contexts;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

public sealed class BudgetTests
{
    private readonly TestClock clock = new(Some.Now.AddSeconds(30));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "R6")]
    public async Task No_tenant_starves_and_whoever_did_not_fit_goes_first_next_time()
    {
        var vendor = Vendor(new RequestBudget(PerMinute: 10));
        await using var store = new InMemoryStore();
        await using var service = Service(store, 35, vendor);

        var served = new List<int>();
        for (var pass = 0; pass < 4; pass++)
        {
            var report = await service.RunOnceAsync(Ct);
            served.Add(vendor.Requests.Count);
            if (pass < 3) Assert.Contains(report.Cycles.SelectMany(c => c.ProviderFaults), f => f.Reason == "budget: account «vendor» has no requests left; it goes first next time");
            clock.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Equal([10, 20, 30, 35], served);
        Assert.Equal(35, vendor.Requests.Select(r => r.Contexts[0]).Distinct().Count());
    }

    [Fact]
    [Trait("Promise", "R6")]
    public void The_budget_is_never_passed_and_everybody_gets_a_turn() => Prop.ForAll(
        Gen.Choose(1, 6).Zip(Gen.Choose(1, 40)).Zip(Gen.Choose(1, 20).ArrayOf(40)).ToArbitrary(),
        script =>
        {
            var ((perMinute, tenants), waits) = script;
            var time = new TestClock();
            var ledger = new BudgetLedger(new RequestBudget(perMinute, PerHour: perMinute * 30), time);
            var sent = new List<DateTimeOffset>();
            var served = new Dictionary<int, int>();
            foreach (var wait in waits)
            {
                ledger.BeginPass();
                foreach (var tenant in Enumerable.Range(0, tenants).OrderBy(t => ledger.TurnOf("p", $"{t}")).ThenBy(t => t))
                {
                    if (!ledger.TryTake("p", [$"{tenant}"], 1)) continue;
                    ledger.Send(1);
                    sent.Add(time.GetUtcNow());
                    served[tenant] = served.GetValueOrDefault(tenant) + 1;
                }

                time.Advance(TimeSpan.FromSeconds(wait * 5));
            }

            Assert.All(sent, at => Assert.InRange(sent.Count(other => other > at - TimeSpan.FromMinutes(1) && other <= at), 1, perMinute));
            Assert.All(sent, at => Assert.InRange(sent.Count(other => other > at - TimeSpan.FromHours(1) && other <= at), 1, perMinute * 30));
            var turns = Enumerable.Range(0, tenants).Select(t => served.GetValueOrDefault(t)).ToArray();
            Assert.InRange(turns.Max() - turns.Min(), 0, 2); // who is served in one pass comes back in any order
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public async Task Providers_of_one_account_share_its_budget_and_the_operators_figure_counts_too()
    {
        var events = Vendor(new RequestBudget(PerMinute: 10));
        var errors = new FakeErrors { Traits = new ProviderTraits("errors") { Account = "vendor", ContextsPerRequest = 1 } };
        await using var store = new InMemoryStore();
        await using var service = Service(store, 5, events, o => o with { Providers = [errors], Accounts = new Dictionary<string, RequestBudget> { ["vendor"] = new(PerMinute: 7) } });

        var report = await service.RunOnceAsync(Ct);

        Assert.Equal(7, events.Requests.Count + errors.Requests.Count);
        Assert.All(report.Providers, p => Assert.Equal(("vendor", 0), (p.Account, p.BudgetLeft)));
    }

    [Fact]
    public void A_budget_that_nobody_can_live_on_is_refused() => Assert.Equal(
        "the budget of account «vendor»: PerMinute is 0; one read sends up to 1",
        Assert.Throws<ArgumentException>(() => Service(new InMemoryStore(), 1, Vendor(new RequestBudget(PerMinute: 0)))).Message);

    [Fact]
    public async Task No_more_requests_are_on_their_way_than_the_account_allows()
    {
        var vendor = new Gate(3) { Traits = new ProviderTraits("vendor") { ContextsPerRequest = 1, Budget = new RequestBudget(AtOnce: 3) } };
        await using var store = new InMemoryStore();
        await using var service = Service(store, 20, vendor);

        await service.RunOnceAsync(Ct);

        Assert.Equal((3, 20), (vendor.MostAtOnce, vendor.Served));
    }

    [Fact]
    public async Task An_account_may_say_that_more_are_on_their_way_than_usual()
    {
        var vendor = new Gate(150) { Traits = new ProviderTraits("vendor") { ContextsPerRequest = 1 } };
        await using var store = new InMemoryStore();
        await using var service = Service(store, 200, vendor, options => options with { Accounts = new Dictionary<string, RequestBudget>(StringComparer.Ordinal) { ["vendor"] = new(AtOnce: 150) } });

        await service.RunOnceAsync(Ct);

        Assert.Equal((150, 200), (vendor.MostAtOnce, vendor.Served));
    }

    [Fact]
    public async Task Where_nobody_says_how_many_a_hundred_are_on_their_way()
    {
        var vendor = new Gate(RequestBudget.UsuallyAtOnce) { Traits = new ProviderTraits("vendor") { ContextsPerRequest = 1 } };
        await using var store = new InMemoryStore();
        await using var service = Service(store, 200, vendor);

        await service.RunOnceAsync(Ct);

        Assert.Equal((100, 200), (vendor.MostAtOnce, vendor.Served));
    }

    private static FakeTelemetry Vendor(RequestBudget budget) => new() { Traits = new ProviderTraits("vendor") { ContextsPerRequest = 1, Budget = budget } };

    private RegeneratorService Service(IRegeneratorStore store, int tenants, ITelemetrySignalProvider provider, Func<RegeneratorOptions, RegeneratorOptions>? change = null)
    {
        var options = new RegeneratorOptions
        {
            Contexts = new FixedContexts(Enumerable.Range(0, tenants).Select(i => Some.Context($"cfg-{i:00}"))),
            Rules = [new FakeRule("none", (_, _) => [])],
            Adapters = new SignalAdapters { Telemetry = provider },
            Store = store,
            Time = clock,
        };
        return new RegeneratorService(change is null ? options : change(options));
    }

    /// <summary>Knows how many are inside, and lets nobody leave before so many have come.</summary>
    private sealed class Gate(int crowd) : ITelemetrySignalProvider
    {
        private readonly Lock gate = new();
        private readonly TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int now;

        public required ProviderTraits Traits { get; init; }

        public int MostAtOnce { get; private set; }

        public int Served { get; private set; }

        public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
        {
            lock (gate) MostAtOnce = Math.Max(MostAtOnce, ++now);
            if (MostAtOnce >= crowd) full.TrySetResult();
            await full.Task;
            for (var i = 0; i < 50; i++) await Task.Yield();
            lock (gate)
            {
                now--;
                Served++;
            }

            foreach (var context in contexts) yield return new Reading<TelemetrySignal>(context.Id, [], Coverage.Complete);
        }
    }
}
