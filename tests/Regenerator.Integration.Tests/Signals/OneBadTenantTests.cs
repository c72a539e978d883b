using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Providers.Http;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Signals;

/// <summary>A hundred tenants, one request each, over real sockets; the clock of the engine passes only when the test says so.</summary>
public sealed class OneBadTenantTests : IAsyncDisposable
{
    private const int Limit = 1 << 20;

    private readonly TestClock clock = new(Some.Now.AddSeconds(30));
    private readonly InMemoryStore store = new();
    private readonly RegenerationContext[] contexts = [.. Enumerable.Range(0, 100).Select(i => Some.Context($"cfg-{i:00}"))];
    private string Bad => contexts[37].Id;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [Trait("Promise", "R5")]
    [InlineData(Misbehaviour.Hangs, "no answer within 30 s")]
    [InlineData(Misbehaviour.Drips, "no answer within 30 s")]
    [InlineData(Misbehaviour.Throttles, "throttled: 127.0.0.1: 429 asks to wait 60 s")]
    [InlineData(Misbehaviour.ThrottlesUntilADate, "throttled: 127.0.0.1: 503 asks to wait 60 s")]
    [InlineData(Misbehaviour.Fails, "500")]
    [InlineData(Misbehaviour.Resets, "")]
    [InlineData(Misbehaviour.NeverEnds, "malformed: the answer is longer than 1048576 bytes")]
    [InlineData(Misbehaviour.Babbles, "malformed: ")]
    public async Task The_others_commit_without_it_and_it_is_named(Misbehaviour misbehaviour, string reason)
    {
        await using var server = new MisbehavingServer { Victim = Bad, Misbehaviour = misbehaviour };
        using var http = AnswerGuard.Client(clock, Limit);
        await using var service = Service(new NumberPerTenant(http, server.Url));

        var passing = service.RunOnceAsync(Ct);
        // Long before its request is given up; the pass may still wait for it.
        await UntilAsync(async () => await CommittedAsync() == 99, advance: TimeSpan.FromSeconds(20));
        if (misbehaviour is Misbehaviour.Hangs or Misbehaviour.Drips) Assert.False(passing.IsCompleted);
        await UntilAsync(() => Task.FromResult(passing.IsCompleted), advance: TimeSpan.FromMinutes(2));

        var report = await passing;
        var fault = Assert.Single(report.Cycles.SelectMany(c => c.ProviderFaults));
        Assert.Equal([Bad], fault.Contexts);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Equal(99, report.Signals);
        Assert.Null(report.Fault);
    }

    [Theory]
    [Trait("Promise", "R7")]
    [InlineData(Misbehaviour.Babbles, """{"count":"forty-two","owner":"***"}xxxxx""", 52)]
    [InlineData(Misbehaviour.NeverEnds, "", null)]
    public async Task What_can_not_be_read_is_quarantined_and_never_becomes_data(Misbehaviour misbehaviour, string excerpt, int? size)
    {
        await using var server = new MisbehavingServer { Victim = Bad, Misbehaviour = misbehaviour };
        using var http = AnswerGuard.Client(clock, Limit);
        await using var service = Service(new NumberPerTenant(http, server.Url));

        var passing = service.RunOnceAsync(Ct);
        await UntilAsync(() => Task.FromResult(passing.IsCompleted), advance: TimeSpan.FromSeconds(20));

        var broken = Assert.Single(service.Quarantine.Answers);
        Assert.Equal(broken, Assert.Single((await passing).Quarantined));
        Assert.Equal(("numbers", Some.Window, excerpt), (broken.Provider, broken.Window, broken.Excerpt.Trim()));
        Assert.Equal([Bad], broken.Contexts);
        Assert.True(size is null ? broken.Size > Limit : broken.Size == size);
        Assert.Equal(Some.Window.Since, (await store.ProgressAsync([contexts[37].Id], Ct)).Watermarks.Values.Single().Until);
    }

    [Fact]
    [Trait("Promise", "R6")]
    public async Task Who_was_asked_to_wait_is_not_asked_again_before_and_then_goes_on_where_it_stood()
    {
        await using var server = new MisbehavingServer { Victim = Bad, Misbehaviour = Misbehaviour.Throttles };
        using var http = AnswerGuard.Client(clock, Limit);
        await using var service = Service(new NumberPerTenant(http, server.Url));
        await PassAsync(service);

        clock.Advance(TimeSpan.FromSeconds(50));
        var early = await PassAsync(service);
        clock.Advance(TimeSpan.FromSeconds(11));
        await PassAsync(service);

        Assert.StartsWith("throttled: account «numbers» was asked to wait", Assert.Single(early.Cycles.SelectMany(c => c.ProviderFaults)).Reason, StringComparison.Ordinal);
        Assert.Equal(2, server.Asked.Count(path => path == Bad));
        Assert.Equal(101, server.Asked.Count);
    }

    private RegeneratorService Service(ITelemetrySignalProvider provider) => new(new RegeneratorOptions
    {
        Contexts = new FixedContexts(contexts),
        Rules = [new Silent()],
        Adapters = new SignalAdapters { Telemetry = provider },
        Store = store,
        Time = clock,
    });

    /// <summary>A pass that waits for nothing but the network.</summary>
    private async Task<PassReport> PassAsync(RegeneratorService service)
    {
        var passing = service.RunOnceAsync(Ct);
        await UntilAsync(() => Task.FromResult(passing.IsCompleted), advance: TimeSpan.FromSeconds(2));
        return await passing;
    }

    private async Task<int> CommittedAsync() => (await store.ProgressAsync([.. contexts.Select(c => c.Id)], Ct)).Watermarks.Values.Count(w => w.Until == Some.Window.Until);

    /// <summary>Lets the engine's time pass, little by little, up to so much; the network has as long as it needs.</summary>
    private async Task UntilAsync(Func<Task<bool>> condition, TimeSpan advance)
    {
        for (var passed = TimeSpan.Zero; !await condition(); await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct))
        {
            if (passed >= advance) continue;
            clock.Advance(TimeSpan.FromMilliseconds(250));
            passed += TimeSpan.FromMilliseconds(250);
        }
    }

    /// <summary>As dumb as a provider is to be.</summary>
    private sealed class NumberPerTenant(HttpClient http, Uri url) : ITelemetrySignalProvider
    {
        public ProviderTraits Traits { get; } = new("numbers") { ContextsPerRequest = 1 };

        public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [EnumeratorCancellation] CancellationToken ct)
        {
            foreach (var context in contexts)
            {
                var answer = await http.GetFromJsonAsync<JsonElement>(new Uri(url, context.Id), ct);
                var signal = Some.TelemetrySignal(count: answer.GetProperty("count").GetDouble(), window: window);
                yield return new Reading<TelemetrySignal>(context.Id, [signal], Coverage.Complete);
            }
        }
    }

    private sealed class Silent : IRegenerationRule
    {
        public string Id => "silent";

        public string Description => "wants nothing";

        public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);
    }
}
