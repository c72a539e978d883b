using System.Diagnostics;

namespace Regenerator.Storage;

/// <summary>How far one sink has been told of one proposal. Pure; the same for every store.</summary>
/// <param name="Settled">Number of the last notice that is done with; 0: none.</param>
public sealed record DeliveryTrack(long Settled)
{
    /// <summary>Number of the notice that comes next though the sink may be past it: it failed, or it waited behind one that did. Null: nothing is behind.</summary>
    public long? Head { get; init; }

    /// <summary>How often the head failed.</summary>
    public int Tries { get; init; }

    /// <summary>What it failed by last.</summary>
    public string? Error { get; init; }

    /// <summary>Null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The head waits for an operator.</summary>
    public bool IsParked { get; init; }

    public DeliveryState State => IsParked ? DeliveryState.Parked : Tries > 0 ? DeliveryState.Failing : DeliveryState.Waiting;

    /// <param name="notice">The number of the notice that was tried: the oldest that the sink does not have.</param>
    /// <param name="behind">The proposal's next notice, where the sink is past it; null: it comes by itself.</param>
    public DeliveryTrack After(DeliveryOutcome outcome, long notice, long? behind) => outcome switch
    {
        DeliveryOutcome.Delivered or DeliveryOutcome.Dropped => new DeliveryTrack(notice) { Head = behind },
        DeliveryOutcome.Failed(var error, var notBefore) => this with { Head = notice, Tries = Tries + 1, Error = error, NotBefore = notBefore, IsParked = false },
        DeliveryOutcome.Parked(var error) => this with { Head = notice, Tries = Tries + 1, Error = error, NotBefore = null, IsParked = true },
        DeliveryOutcome.Released => new DeliveryTrack(Settled) { Head = notice },
        _ => throw new UnreachableException(),
    };
}
