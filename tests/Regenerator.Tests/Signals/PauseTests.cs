using Regenerator.Contexts;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Tests.Signals;

/// <summary>What a vendor asked one process for, the next one keeps to.</summary>
[Trait("Promise", "R6")]
public sealed class PauseTests : IAsyncDisposable
{
    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly InMemoryStore store = new();
    private readonly FakeTelemetry vendor = new() { Traits = new ProviderTraits("telemetry") { Account = "vendor", ContextsPerRequest = 1 } };
    private RegenerationContext[] watched = [Some.Context("cfg-acme"), Some.Context("cfg-zeta")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_new_process_does_not_ask_before_the_pause_is_over_and_then_goes_on_where_it_stood()
    {
        Throttle("cfg-acme", TimeSpan.FromMinutes(50));
        await PassAsync();

        clock.Advance(TimeSpan.FromMinutes(40));
        var early = await PassAsync();
        clock.Advance(TimeSpan.FromMinutes(11));
        vendor.Answer = static (context, _) => [new Reading<TelemetrySignal>(context, [], Coverage.Complete)];
        await PassAsync();

        Assert.Equal("throttled: account «vendor» was asked to wait until 2026-01-05 09:55:30Z", Assert.Single(early.Cycles.SelectMany(c => c.ProviderFaults)).Reason);
        var asked = vendor.Requests.Where(r => r.Contexts is ["cfg-acme"]).Select(r => r.Window).ToArray();
        Assert.Equal((Some.Window, Some.Window), (asked[0], asked[1]));
        Assert.Equal(Some.Window.Until.AddMinutes(50), asked[^1].Until);
    }

    [Fact]
    public async Task A_pause_of_a_whole_account_holds_everybody_in_the_next_process_too()
    {
        Throttle("cfg-", TimeSpan.FromHours(3));
        await PassAsync();
        var asked = vendor.Requests.Count;

        clock.Advance(TimeSpan.FromHours(2));
        watched = [.. watched, Some.Context("cfg-new")];
        await PassAsync();

        Assert.Equal(asked, vendor.Requests.Count);
        Assert.Equal(new AccountPause(Some.Now.AddSeconds(30).AddHours(3), null), Noted().PauseAt(clock.GetUtcNow()));
        Assert.Null(Noted().PauseAt(clock.GetUtcNow().AddHours(1)));
    }

    [Fact]
    public async Task A_pause_is_a_day_at_most_whatever_the_vendor_or_the_clock_says()
    {
        Throttle("cfg-acme", TimeSpan.FromDays(30));
        await PassAsync();
        Assert.Equal(clock.GetUtcNow().AddDays(1), Noted().PauseAt(clock.GetUtcNow())!.Until);

        clock.Step(TimeSpan.FromDays(-3));
        await PassAsync();

        Assert.Equal(clock.GetUtcNow().AddDays(1), Noted().PauseAt(clock.GetUtcNow())!.Until);
    }

    [Fact]
    public async Task A_process_that_can_not_begin_forgets_no_pause()
    {
        Throttle("cfg-acme", TimeSpan.FromHours(3));
        await PassAsync();
        var (all, asked) = (watched, vendor.Requests.Count(r => r.Contexts is ["cfg-acme"]));
        watched = [];
        Assert.NotNull((await PassAsync()).ContextSourceFault);
        watched = all;

        await PassAsync();

        Assert.Equal(asked, vendor.Requests.Count(r => r.Contexts is ["cfg-acme"]));
        Assert.Equal(["cfg-acme"], Noted().PauseAt(clock.GetUtcNow())!.Contexts);
    }

    private void Throttle(string contexts, TimeSpan pause) => vendor.Answer = (context, _) => context.StartsWith(contexts, StringComparison.Ordinal)
        ? throw new ThrottledException("leave me alone", pause) : [new Reading<TelemetrySignal>(context, [], Coverage.Complete)];

    private ProviderHealth Noted() => Assert.Single(store.ProviderNotesAsync(Ct).Result.Providers).Health;

    /// <summary>One pass of a process of its own.</summary>
    private async Task<PassReport> PassAsync()
    {
        await using var service = new RegeneratorService(new RegeneratorOptions
        {
            Contexts = new FixedContexts(watched),
            Rules = [new FakeRule("none", (_, _) => [])],
            Adapters = new SignalAdapters { Telemetry = vendor },
            Windows = new WindowOptions { Retries = 0 },
            MaxWindowsPerPass = 100,
            Store = store,
            Time = clock,
        });
        return await service.RunOnceAsync(Ct);
    }
}
