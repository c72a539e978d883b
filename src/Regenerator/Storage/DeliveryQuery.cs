using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>Which deliveries to list; every condition that is set must hold.</summary>
public sealed record DeliveryQuery
{
    public string? Sink { get; init; }

    public IReadOnlyCollection<DeliveryState> States { get; init; } = [DeliveryState.Waiting, DeliveryState.Failing, DeliveryState.Parked];

    /// <summary>At most so many, the oldest first.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>What a sink was offered and did not take.</summary>
    public static DeliveryQuery Stuck { get; } = new() { States = [DeliveryState.Failing, DeliveryState.Parked] };
}

/// <summary>A notice that a sink does not have.</summary>
/// <param name="At">When it happened.</param>
public sealed record Undelivered(string Sink, string Key, Moment Moment, DateTimeOffset At, ProposalId ProposalId, DeliveryState State)
{
    public int Tries { get; init; }

    /// <summary>What it failed by last.</summary>
    public string? Error { get; init; }

    /// <summary>When it is tried again; null: at the next chance, or never by itself.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Who let the sink go without it, and why; null unless dropped.</summary>
    public DeliveryOutcome.Dropped? Dropped { get; init; }
}

public enum DeliveryState
{
    /// <summary>Was not tried yet, or waits behind another one of its proposal.</summary>
    Waiting,

    /// <summary>The sink did not take it; it is tried again.</summary>
    Failing,

    /// <summary>The sink did not take it so often that an operator has to look.</summary>
    Parked,

    /// <summary>An operator let the sink go without it.</summary>
    Dropped,
}
