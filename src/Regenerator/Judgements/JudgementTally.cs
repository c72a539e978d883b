namespace Regenerator.Judgements;

/// <summary>In how many contexts a rule comes to the same kind of judgement.</summary>
/// <param name="IsMore">There are more: nobody asked to count on.</param>
public sealed record JudgementTally(string RuleId, JudgementKind Kind, int Count, bool IsMore = false)
{
    /// <param name="counted">One more than the most, where there are more.</param>
    /// <param name="most">Null: all were to be counted.</param>
    public static JudgementTally Of(string ruleId, JudgementKind kind, long counted, int? most) =>
        counted > most ? new JudgementTally(ruleId, kind, most.Value, IsMore: true) : new JudgementTally(ruleId, kind, (int)counted);
}
