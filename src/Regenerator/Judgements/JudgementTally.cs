namespace Regenerator.Judgements;

/// <summary>In how many contexts a rule comes to the same kind of judgement.</summary>
public sealed record JudgementTally(string RuleId, JudgementKind Kind, int Count);
