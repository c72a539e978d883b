using Regenerator.Contexts;
using Regenerator.Signals;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;
using Xunit;

namespace Regenerator.Testing;

/// <summary>What the engine relies on in every provider. Inherit it in a test class, and give it a provider that has something to say.</summary>
public abstract class ProviderContract<TSignal>
    where TSignal : RegeneratorSignal
{
    /// <summary>At least two contexts that the provider knows.</summary>
    protected abstract IReadOnlyList<RegenerationContext> Contexts { get; }

    /// <summary>A window in which the first context has at least one signal.</summary>
    protected abstract TimeWindow Window { get; }

    /// <summary>A fresh provider whose server answers.</summary>
    protected abstract ValueTask<ISignalProvider<TSignal>> ProviderAsync();

    [Fact]
    public async Task Every_context_gets_exactly_one_reading()
    {
        var readings = await ReadAsync(await ProviderAsync(), Contexts);

        Assert.Equal(Contexts.Select(c => c.Id).Order(StringComparer.Ordinal), readings.Select(r => r.ContextId).Order(StringComparer.Ordinal));
        Assert.NotEmpty(readings.Single(r => r.ContextId == Contexts[0].Id).Signals);
    }

    [Fact]
    public async Task Who_was_not_asked_for_gets_no_reading()
    {
        var reading = Assert.Single(await ReadAsync(await ProviderAsync(), [Contexts[0]]));

        Assert.Equal(Contexts[0].Id, reading.ContextId);
    }

    [Fact]
    public async Task Nobody_asked_nothing_answered() => Assert.Empty(await ReadAsync(await ProviderAsync(), []));

    [Fact]
    public async Task Signals_are_an_array_and_lie_in_the_window()
    {
        foreach (var reading in await ReadAsync(await ProviderAsync(), Contexts))
        {
            Assert.IsType<TSignal[]>(reading.Signals);
            Assert.All(reading.Signals, s => Assert.True(Lies(s), $"{s.Name} lies outside of {Window}"));
        }
    }

    [Fact]
    public async Task A_context_has_no_two_signals_of_the_same_name()
    {
        foreach (var reading in await ReadAsync(await ProviderAsync(), Contexts))
            Assert.Equal(reading.Signals.Count, reading.Signals.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Reading_twice_gives_the_same_names_and_numbers()
    {
        var provider = await ProviderAsync();

        Assert.Equal(await SummaryAsync(provider), await SummaryAsync(provider));
    }

    [Fact]
    public async Task The_name_is_there_and_stays()
    {
        var first = (await ProviderAsync()).Traits;

        Assert.NotEmpty(first.Name);
        Assert.True(first.ContextsPerRequest > 0);
        Assert.Equal(first, (await ProviderAsync()).Traits);
    }

    [Fact]
    public async Task A_cancelled_read_ends()
    {
        var provider = await ProviderAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(provider, Contexts, new CancellationToken(canceled: true)));
    }

    private bool Lies(TSignal signal) => signal switch
    {
        ErrorSignal e => Window.Contains(e.OccurredAt),
        TelemetrySignal t => t.WindowStart >= Window.Since && t.WindowEnd <= Window.Until,
        BehaviorSignal b => b.WindowStart >= Window.Since && b.WindowEnd <= Window.Until,
        _ => false,
    };

    private async Task<IEnumerable<string>> SummaryAsync(ISignalProvider<TSignal> provider) =>
        from reading in await ReadAsync(provider, Contexts)
        from signal in reading.Signals
        let number = signal switch { TelemetrySignal t => t.Count, ErrorSignal e => e.Count, BehaviorSignal b => b.Value, _ => 0 }
        orderby reading.ContextId, signal.Name
        select $"{reading.ContextId} {signal.Name} {number} {reading.Coverage}";

    private protected Task<List<IReading<TSignal>>> ReadAsync(ISignalProvider<TSignal> provider, IReadOnlyList<RegenerationContext> contexts) =>
        ReadAsync(provider, contexts, TestContext.Current.CancellationToken);

    private async Task<List<IReading<TSignal>>> ReadAsync(ISignalProvider<TSignal> provider, IReadOnlyList<RegenerationContext> contexts, CancellationToken ct)
    {
        var readings = new List<IReading<TSignal>>();
        await foreach (var reading in provider.ReadAsync(contexts, Window, ct)) readings.Add(reading);
        return readings;
    }
}

/// <summary>What the engine relies on in a provider that asks a server.</summary>
public abstract class ServerProviderContract<TSignal> : ProviderContract<TSignal>
    where TSignal : RegeneratorSignal
{
    /// <summary>A provider whose server is gone or refuses.</summary>
    protected abstract ValueTask<ISignalProvider<TSignal>> FailingProviderAsync();

    [Fact]
    public async Task A_failing_server_throws_one_line_and_never_says_zero()
    {
        var failing = await FailingProviderAsync();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(failing, Contexts));

        Assert.IsNotType<OperationCanceledException>(error, exactMatch: false);
        Assert.NotEmpty(error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}

/// <summary>The least that a provider's test needs of a context.</summary>
public static class ProviderContract
{
    /// <param name="tenant">Also the context's id, with <c>cfg-</c> before it.</param>
    public static RegenerationContext Context(string tenant, string app = "shop") => new(
        new AppBlueprintSpec { Meta = new BlueprintMeta { Key = app, Version = "1.0.0", AppId = app } },
        new TenantAppConfig { Meta = new TenantMeta { Id = $"cfg-{tenant}", TenantId = tenant, AppId = app, BlueprintName = app, BlueprintVersion = "1.0.0", Version = "1" } });

    /// <summary>All readings, by context.</summary>
    public static async Task<Dictionary<string, IReading<TSignal>>> ReadAllAsync<TSignal>(
        this ISignalProvider<TSignal> provider, IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct)
        where TSignal : RegeneratorSignal
    {
        var readings = new Dictionary<string, IReading<TSignal>>(StringComparer.Ordinal);
        await foreach (var reading in provider.ReadAsync(contexts, window, ct)) readings.Add(reading.ContextId, reading);
        return readings;
    }
}
