using System.Text.Json;
using Regenerator.Contexts;

namespace Regenerator.Proposals;

/// <summary>
/// The drafts of the wishes that were seen lately. Most wishes come again window after window, and the same actions on the same documents come to the
/// same: what <see cref="Draft.Of(RegenerationContext, SpecChangeProposal, string, bool)"/> would give, without working it out anew. For one pass at a time.
/// </summary>
internal sealed class Drafts(bool proseAccepted)
{
    // So many are kept, and of the others those that were asked for since.
    private const int Kept = 10_000;

    private Dictionary<Fingerprint, Known> older = [];
    private Dictionary<Fingerprint, Known> latest = [];

    /// <param name="fingerprint">Of the wish.</param>
    public Draft Of(Fingerprint fingerprint, RegenerationContext context, SpecChangeProposal wish, string author)
    {
        // As text: rules are strangers' code, and may change a list that they have handed out.
        var actions = JsonSerializer.SerializeToUtf8Bytes(wish.Actions, RegeneratorJson.Default.IReadOnlyListProposalAction);
        var known = latest.GetValueOrDefault(fingerprint) ?? older.GetValueOrDefault(fingerprint);
        if (known?.IsOf(context, wish, actions, author) != true) known = new Known(context, actions, [.. wish.Blockers ?? []], author, Draft.Of(context, wish, author, proseAccepted));
        if (latest.Count == Kept) (older, latest) = (latest, []);
        latest[fingerprint] = known;
        return known.Draft is Draft.Ready ready ? ready with { Revision = ready.Revision with { Proposal = wish } } : known.Draft;
    }

    private sealed record Known(RegenerationContext Context, byte[] Actions, ProposalBlocker[] Blockers, string Author, Draft Draft)
    {
        // Documents by reference: whoever reads a changed file makes another object of it.
        public bool IsOf(RegenerationContext context, SpecChangeProposal wish, ReadOnlySpan<byte> actions, string author) =>
            ReferenceEquals(Context.BlueprintDocument, context.BlueprintDocument) && ReferenceEquals(Context.TenantDocument, context.TenantDocument) && ReferenceEquals(Context.Dependencies, context.Dependencies)
            && string.Equals(Author, author) && actions.SequenceEqual(Actions) && Blockers.SequenceEqual(wish.Blockers ?? []);
    }
}
