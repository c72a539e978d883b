using Regenerator.Judgements;
using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>What people look at: lines, counts, reasons, the trail. Fast over a hundred thousand proposals.</summary>
public interface IInboxStore
{
    /// <summary>Lines of the inbox, newest first: proposals of one item are one line.</summary>
    /// <param name="query">Which proposals count; a page holds so many items, and comes after that item.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<ItemPage> ItemsAsync(ProposalQuery query, CancellationToken ct);

    /// <summary>The ids of what a query finds, in no order; its page does not count. Whoever asks several things of a search looks for it once.</summary>
    /// <param name="query">Which proposals count.</param>
    /// <param name="most">1 and above.</param>
    /// <param name="ct">Before the answer is there.</param>
    /// <returns>Null: they are more than the most.</returns>
    Task<IReadOnlyCollection<ProposalId>?> FewAsync(ProposalQuery query, int most, CancellationToken ct);

    /// <summary>How many lines the inbox has under a query, once for each of these sets of states; each stands in place of the query's own.</summary>
    /// <param name="query">Which proposals count; its page does not.</param>
    /// <param name="groups">Such as the tabs of a page; an item counts in each of whose states it has a proposal.</param>
    /// <param name="most">To count on to: one more than that means more. Null: all, exactly.</param>
    /// <param name="ct">Before the answer is there.</param>
    /// <returns>One number per set, in their order.</returns>
    Task<IReadOnlyList<int>> CountItemsAsync(ProposalQuery query, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, int? most, CancellationToken ct);

    /// <summary>How many proposals a query finds, by rule, state and whether they are shadows; its page does not count.</summary>
    Task<IReadOnlyList<RuleTally>> TallyAsync(ProposalQuery query, CancellationToken ct);

    /// <summary>How far some contexts were read, and how many proposals each has asked for.</summary>
    /// <param name="contexts">A page of them.</param>
    /// <param name="counted">Which proposals count; its page does not.</param>
    /// <param name="ct">Before the answer is there.</param>
    /// <returns>One for each that was asked about, in their order.</returns>
    Task<IReadOnlyList<ContextStanding>> StandingsAsync(IReadOnlyList<string> contexts, ProposalQuery counted, CancellationToken ct);

    /// <summary>What rules came to in contexts, a page of it in the order of <see cref="JudgementPlace"/>.</summary>
    Task<JudgementPage> JudgementsAsync(JudgementQuery query, CancellationToken ct);

    /// <summary>In how many contexts rules came to what, by rule and kind.</summary>
    /// <param name="query">Which judgements count; its page does not.</param>
    /// <param name="most">To count on to, for each rule and kind: where there are very many, that is as good, and at once. Null: all.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<IReadOnlyList<JudgementTally>> TallyJudgementsAsync(JudgementQuery query, int? most, CancellationToken ct);

    /// <summary>What happened to proposals, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(AuditQuery query, CancellationToken ct);

    /// <summary>Cheap enough to be asked every few seconds.</summary>
    Task<StoreCount> CountAsync(CancellationToken ct);
}
