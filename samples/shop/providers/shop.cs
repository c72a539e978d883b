// A shop that answers to its specs: what it reports follows from the specs in force, so that an approved change shows in the numbers.
public sealed record ShopOptions
{
    /// <summary>Two runs with the same seed tell the same story.</summary>
    public int Seed { get; init; } = 1;
}

public static class Module
{
    public static ITelemetrySignalProvider Telemetry(ModuleContext m) => new ShopTelemetry(m.Options<ShopOptions>());

    public static IBehaviorSignalProvider Behavior(ModuleContext m) => new ShopBehavior(m.Options<ShopOptions>());
}

/// <summary>The shop's own clock: it starts at 14:05 with the first window that is asked for, and a second here is a minute there.</summary>
public static class ShopClock
{
    private static readonly Lock Gate = new();
    private static DateTimeOffset? opened;

    /// <summary>Minutes since 14:05, when nordwind switched to its new checkout; negative before.</summary>
    public static double Minutes(TimeWindow window)
    {
        lock (Gate)
        {
            opened ??= window.Since;
            return (window.Until - opened.Value).TotalSeconds;
        }
    }

    /// <summary>The same numbers for the same tenant and window in every process.</summary>
    public static Random Random(int seed, string tenant, TimeWindow window) => new((int)(tenant.Aggregate(seed * 31L + window.Until.ToUnixTimeSeconds(), (hash, c) => hash * 31 + c) & int.MaxValue));
}

/// <summary>Starts and failures of the checkout.</summary>
public sealed class ShopTelemetry(ShopOptions options) : ITelemetrySignalProvider
{
    public ProviderTraits Traits { get; } = new("shop/telemetry");

    public async IAsyncEnumerable<IReading<TelemetrySignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var minutes = ShopClock.Minutes(window);
        foreach (var context in contexts) yield return new Reading<TelemetrySignal>(context.Id, [.. Checkout(context, window, minutes)], Coverage.Complete);
        await Task.CompletedTask;
    }

    private IEnumerable<TelemetrySignal> Checkout(RegenerationContext context, TimeWindow window, double minutes)
    {
        var random = ShopClock.Random(options.Seed, context.Id, window);
        var workflow = context.Resolved.Workflows["checkout"];
        var before = minutes <= 0; // the new checkout came at 14:05
        var failing = workflow.Version.Value == "2.0.0" && !before ? 0.31 : 0.006;
        var perMinute = context.Id switch { "nordwind" => 26, "brotzeit" => 14, _ => 9 };
        var starts = (int)(perMinute * window.Length.TotalSeconds * (0.9 + 0.2 * random.NextDouble()));
        var failures = Enumerable.Range(0, starts).Count(_ => random.NextDouble() < failing);
        yield return Signal("workflow.started", starts);
        if (!context.Resolved.IsEventDisabled("workflow.failure")) yield return Signal("workflow.failure", failures);

        TelemetrySignal Signal(string name, int count) => new()
        {
            EventName = name,
            Count = count,
            WindowStart = window.Since,
            WindowEnd = window.Until,
            Entity = new SpecEntity("workflow", workflow.Key, before ? null : workflow.Version.Value, "checkout"),
        };
    }
}

/// <summary>How fast the product list is, and who uses the wishlist.</summary>
public sealed class ShopBehavior(ShopOptions options) : IBehaviorSignalProvider
{
    public ProviderTraits Traits { get; } = new("shop/behavior");

    public async IAsyncEnumerable<IReading<BehaviorSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        ShopClock.Minutes(window);
        foreach (var context in contexts) yield return new Reading<BehaviorSignal>(context.Id, [.. Behavior(context, window)], Coverage.Complete);
        await Task.CompletedTask;
    }

    private IEnumerable<BehaviorSignal> Behavior(RegenerationContext context, TimeWindow window)
    {
        var random = ShopClock.Random(options.Seed + 1, context.Id, window);
        var view = context.Resolved.DataViews["productList"];
        var p95 = (view.Version.Value == "2.0.0" ? 2400 : 600) * (0.97 + 0.06 * random.NextDouble());
        yield return Signal("productList", "latency", Math.Round(p95), random.Next(900, 1500), new SpecEntity("dataView", view.Key, view.Version.Value, "productList"));
        if (context.Resolved.Flag("wishlist") is { Enabled: true })
            yield return Signal("wishlist", "usage", random.Next(2, 5), random.Next(21_000, 21_800), null);

        BehaviorSignal Signal(string feature, string metric, double value, double sample, SpecEntity? entity) => new()
        {
            Feature = feature,
            Metric = metric,
            Value = value,
            SampleSize = sample,
            WindowStart = window.Since,
            WindowEnd = window.Until,
            Entity = entity,
        };
    }
}
