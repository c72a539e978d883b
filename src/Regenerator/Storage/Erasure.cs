using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What goes from beside a proposal's history; the records themselves stay. A closed hierarchy.</summary>
public abstract record Erasure
{
    private Erasure()
    {
    }

    /// <returns>Null: the event erases nothing.</returns>
    public static Erasure? Of(ProposalEvent happened) => happened switch
    {
        ProposalEvent.Forgotten => new Everything(),
        ProposalEvent.ContextForgotten { ContextId: { } context } forgotten => new Share(context, forgotten.Records, forgotten.Steps),
        _ => null,
    };

    /// <summary>All payloads but the last, the evidence, the steps, the contexts.</summary>
    public sealed record Everything : Erasure;

    /// <summary>What there is of one context.</summary>
    /// <param name="Records">Numbers of the payloads to erase.</param>
    /// <param name="Steps">Keys of the steps to erase.</param>
    public sealed record Share(string ContextId, IReadOnlyList<int> Records, IReadOnlyList<string> Steps) : Erasure;
}
