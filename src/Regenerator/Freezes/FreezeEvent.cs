using System.Text.Json.Serialization;
using Regenerator.Proposals;

namespace Regenerator.Freezes;

/// <summary>One thing that happened to a freeze. Append-only; <see cref="Freeze"/> is what they fold to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Set), "set")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Broken), "broken")]
public abstract record FreezeEvent
{
    private FreezeEvent()
    {
    }

    /// <summary>As in <see cref="ProposalEvent.Actor"/>.</summary>
    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <param name="Until">When it ends by itself; at most <see cref="Freeze.Longest"/> from now.</param>
    public sealed record Set(FreezeReach Reach, string Reason, DateTimeOffset Until) : FreezeEvent;

    /// <summary>Before its time.</summary>
    public sealed record Ended(string Reason) : FreezeEvent;

    /// <summary>A proposal is applied in spite of it. Written with the claim, hence before anything is done.</summary>
    public sealed record Broken(ProposalId Proposal, string Reason) : FreezeEvent;
}
