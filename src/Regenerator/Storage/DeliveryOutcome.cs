namespace Regenerator.Storage;

/// <summary>What became of a try to deliver, or what an operator says about it.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The sink has it.</summary>
    public sealed record Delivered : DeliveryOutcome;

    /// <summary>The sink did not take it; it is tried again, and what comes after it of the same proposal waits.</summary>
    /// <param name="Error">One line, without secrets.</param>
    public sealed record Failed(string Error, DateTimeOffset NotBefore) : DeliveryOutcome;

    /// <summary>It is not tried again until an operator says so; what comes after it of the same proposal waits.</summary>
    /// <param name="Error">One line, without secrets.</param>
    public sealed record Parked(string Error) : DeliveryOutcome;

    /// <summary>An operator wants it tried again at once, with its tries counted anew.</summary>
    public sealed record Released : DeliveryOutcome;

    /// <summary>An operator lets the sink go without it.</summary>
    /// <param name="Actor">Who, as in <see cref="Proposals.ProposalEvent.Actor"/>.</param>
    public sealed record Dropped(string Actor, string Reason, DateTimeOffset At) : DeliveryOutcome;
}
