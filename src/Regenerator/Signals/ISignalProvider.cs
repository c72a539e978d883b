using Regenerator.Contexts;

namespace Regenerator.Signals;

/// <summary>
/// A source of one kind of signal. Keep it dumb: throw when you cannot answer; do not retry, cache, batch or log.
/// A throw counts as unavailable for all that were asked, a context without a reading as unavailable: never as zero.
/// </summary>
/// <typeparam name="TSignal">The kind. One object serves one kind.</typeparam>
public interface ISignalProvider<out TSignal>
    where TSignal : RegeneratorSignal
{
    ProviderTraits Traits { get; }

    /// <param name="contexts">At most <see cref="ProviderTraits.ContextsPerRequest"/>.</param>
    /// <param name="window">Closed, half-open.</param>
    /// <param name="ct">Ends the request.</param>
    /// <returns>One reading per context, in any order.</returns>
    IAsyncEnumerable<IReading<TSignal>> ReadAsync(IReadOnlyList<RegenerationContext> contexts, TimeWindow window, CancellationToken ct);
}

public interface ITelemetrySignalProvider : ISignalProvider<TelemetrySignal>;

public interface IErrorSignalProvider : ISignalProvider<ErrorSignal>;

public interface IBehaviorSignalProvider : ISignalProvider<BehaviorSignal>;

/// <summary>What the engine must know of a provider to use it well.</summary>
/// <param name="Name">Unique, stable, such as <c>prom/telemetry</c>: part of the watermark and of every signal id.</param>
public sealed record ProviderTraits(string Name)
{
    /// <summary>How many contexts one request may name.</summary>
    public int ContextsPerRequest { get; init; } = 500;

    /// <summary>How long after a window's end its events still come in; null: the pass's own setting.</summary>
    public TimeSpan? Lateness { get; init; }

    /// <summary>
    /// How long after that late events still trickle in: once it has passed, the window is read a second time, and what it says then replaces
    /// what it said first. Zero, the default: what a window says once, it says for good.
    /// </summary>
    public TimeSpan RereadFor { get; init; }

    /// <summary>Nothing after this moment will ever be known: a recording. Later windows are not asked for. Null: it goes on.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whose limits count: the providers of one vendor's account share one. Default: the provider's own name.</summary>
    public string Account { get; init => field = value ?? ""; } = Name;

    /// <summary>What the account may ask. Several providers of one account: the tightest figures count.</summary>
    public RequestBudget Budget { get; init => field = value ?? RequestBudget.Unlimited; } = RequestBudget.Unlimited;

    /// <summary>How many requests one read sends at most: so much it costs of the budget. 1…, default 1.</summary>
    public int RequestsPerRead { get; init; } = 1;
}

/// <summary>One provider's answer for one context and one window.</summary>
public interface IReading<out TSignal>
    where TSignal : RegeneratorSignal
{
    string ContextId { get; }

    /// <summary>Backed by an array: the collector takes it, it does not copy.</summary>
    IReadOnlyList<TSignal> Signals { get; }

    Coverage Coverage { get; }
}

/// <inheritdoc cref="IReading{TSignal}"/>
public sealed record Reading<TSignal>(string ContextId, TSignal[] Signals, Coverage Coverage) : IReading<TSignal>
    where TSignal : RegeneratorSignal
{
    IReadOnlyList<TSignal> IReading<TSignal>.Signals => Signals;
}
