using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What a proposal is searched by, in one case: stores keep it apart from the rest, which is long.</summary>
public static class SearchText
{
    /// <summary>Title, summary, rule, document and id, one line each.</summary>
    public static string Of(Proposal proposal)
    {
        var wish = proposal.Revision.Proposal;
        return Fold($"{wish.Title}\n{wish.Summary}\n{proposal.RuleId}\n{proposal.Scope}\n{proposal.Id}");
    }

    /// <summary>Two texts are the same but for their case when this makes them equal. Without NUL, which not every store keeps.</summary>
    public static string Fold(string text) => text.Replace('\0', ' ').ToUpperInvariant();
}
