using System.Text.Json;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Json;

namespace Regenerator.Proposals;

/// <summary>What an approval stands for.</summary>
public static class RevisionDigest
{
    /// <summary>
    /// H(edits, old values of the touched elements, resolved effect, actions without prose). Where an update carries no edits its prose
    /// counts, because it is all there is to approve.
    /// </summary>
    public static string Of(SpecChangeProposal proposal, IReadOnlyList<TouchedElement> touched, IReadOnlyList<ResolvedChange> effect) => Hash.Of(
        Actions(proposal),
        string.Join('\n', touched.Select(t => $"{t.Element}={t.Before ?? "absent"}")),
        string.Join('\n', effect.Select(c => $"{c.Path}:{c.Before ?? "absent"}→{c.After ?? "absent"}")));

    /// <summary>Of the edits alone: tells whether a wish that comes again wants the same.</summary>
    public static string OfEdits(SpecChangeProposal proposal) => Hash.Of(Actions(proposal));

    /// <summary>Of an item: of its only proposal, or of all of them, whatever their order.</summary>
    /// <param name="members">Those that the decision is about.</param>
    public static string OfItem(IReadOnlyCollection<Proposal> members) => members.Count == 1
        ? members.First().Revision.Digest
        : Hash.Of(string.Join('\n', members.OrderBy(m => m.Id).Select(m => $"{m.Id}={m.Revision.Digest}")));

    private static string Actions(SpecChangeProposal proposal)
    {
        var prose = proposal.Actions.Select(action => action.Edits.Count == 0 && action is ProposalAction.UpdateBlueprint or ProposalAction.UpdateTenantConfig
            ? action
            : action with { Summary = null });
        return string.Join('\n', prose.Select(action => System.Text.Encoding.UTF8.GetString(CanonicalJson.Of(JsonSerializer.SerializeToElement(action, RegeneratorJson.Default.ProposalAction)))));
    }
}
