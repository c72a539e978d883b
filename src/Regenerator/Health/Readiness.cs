using System.Globalization;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Health;

/// <summary>Whether the engine does its work. Names no context and no secret: it may be shown to whoever may reach the process.</summary>
public sealed record Readiness(IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>For so long the store may take to answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A pass may well take longer than its interval; three of them in a row without any end are no accident.
    private const int MostIntervals = 3;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(30);

    /// <summary>No check has failed; warnings do not count.</summary>
    public bool IsReady => Checks.All(c => c.State != CheckState.Failed);

    internal static Readiness Of(Vitals seen) => new([Store(seen), Pass(seen), Contexts(seen), Providers(seen), Sinks(seen)]);

    private static ReadinessCheck Store(Vitals seen) => seen.StoreFault is { } fault ? new("store", CheckState.Failed, fault)
        : seen.Latest is { StoreFaulted: true, Fault: { } refused } ? new("store", CheckState.Failed, refused)
        : new("store", CheckState.Ok, "answers");

    private static ReadinessCheck Pass(Vitals seen)
    {
        var limit = TimeSpan.FromTicks(Math.Max(LeastPatience.Ticks, seen.PollInterval.Ticks * MostIntervals));
        if (seen.LastGoodEnd is not { } end)
        {
            return (seen.Latest?.Fault ?? seen.Latest?.ContextSourceFault) is { } fault ? new("pass", CheckState.Failed, $"no pass has succeeded yet: {fault}")
                : new("pass", CheckState.Failed, $"no pass has ended since the start {Seconds(seen.Now - seen.MadeAt)} ago");
        }

        return seen.Now - end > limit
            ? new("pass", CheckState.Failed, $"the last pass that did not fail ended {Seconds(seen.Now - end)} ago; expected every {Seconds(seen.PollInterval)}")
            : new("pass", CheckState.Ok, $"ended {Seconds(seen.Now - end)} ago");
    }

    private static ReadinessCheck Contexts(Vitals seen) => seen.Latest switch
    {
        { ContextSourceFault: { } fault } => new("contexts", CheckState.Failed, fault),
        { Sick: { Count: > 0 } sick } latest => new("contexts", CheckState.Warning, $"{sick.Count} of {latest.Contexts + sick.Count} could not be built"),
        { Fault: null, Contexts: 0 } => new("contexts", CheckState.Warning, "there is none: nothing is watched"),
        _ => new("contexts", CheckState.Ok, "all could be built"),
    };

    // Whoever restarts us does not make a vendor well.
    private static ReadinessCheck Providers(Vitals seen)
    {
        var accounts = seen.Latest?.Providers.DistinctBy(p => p.Account).ToArray() ?? [];
        var open = accounts.Where(a => a.Breaker == BreakerState.Open).Select(a => a.Account).ToArray();
        return open.Length == 0 ? new("providers", CheckState.Ok, "no account is left alone")
            : new("providers", CheckState.Warning, $"{(open.Length == accounts.Length ? "every account failed" : "failed")} too often and left alone for a while: {string.Join(", ", open)}");
    }

    private static ReadinessCheck Sinks(Vitals seen)
    {
        var parked = seen.Sinks.Where(s => seen.Count?.Sinks.GetValueOrDefault(s)?.Parked > 0).ToArray();
        return parked.Length == 0 ? new("sinks", CheckState.Ok, "no delivery is parked")
            : new("sinks", CheckState.Warning, $"deliveries wait for an operator at {string.Join(", ", parked)}; «outbox list --parked» shows them");
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0} s");
}

/// <param name="Name">One word.</param>
/// <param name="Detail">One line for a person.</param>
public sealed record ReadinessCheck(string Name, CheckState State, string Detail);

public enum CheckState
{
    Ok,

    /// <summary>Somebody should look, but the engine does its work.</summary>
    Warning,

    Failed,
}

/// <summary>What readiness is judged by.</summary>
internal sealed record Vitals
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the engine was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    public required TimeSpan PollInterval { get; init; }

    public PassReport? Latest { get; init; }

    /// <summary>Of the last pass that did not fail.</summary>
    public DateTimeOffset? LastGoodEnd { get; init; }

    /// <summary>Who is told now.</summary>
    public IReadOnlyList<string> Sinks { get; init; } = [];

    /// <summary>Null: the store did not answer.</summary>
    public StoreCount? Count { get; init; }

    public string? StoreFault { get; init; }
}
