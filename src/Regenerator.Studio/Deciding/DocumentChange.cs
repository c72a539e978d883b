using System.Text;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;

namespace Regenerator.Studio.Deciding;

/// <summary>A document as it is, and as it would be.</summary>
/// <param name="Name">Of its file, as people know it.</param>
/// <param name="Check">What there is to say of both.</param>
internal sealed record DocumentChange(string Name, string Before, string After, IReadOnlyList<DiffLine> Lines, ChangeCheck Check)
{
    public int Added => Lines.Count(l => l.Kind == '+');

    public int Removed => Lines.Count(l => l.Kind == '-');

    /// <returns>Null: there are no edits, or they do not fit the document as it is.</returns>
    public static DocumentChange? Of(RegenerationContext? context, Proposal proposal, IEnumerable<ProposalAction> updates)
    {
        if (context?.Document(proposal.Scope.TenantScoped) is not { } document) return null;
        if (Candidate.Build(document, [.. updates.SelectMany(a => a.Edits)], at: null) is not CandidateResult.Built built) return null;
        var name = document.Place.Name;
        return new DocumentChange(name, Encoding.UTF8.GetString(document.Bytes.Span), Encoding.UTF8.GetString(built.Bytes), DiffLine.Read(UnifiedDiff.Of(document.Bytes.Span, built.Bytes, name)), ChangeCheck.Of(context, document, built.Document));
    }
}
