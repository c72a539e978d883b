using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>How many proposals of one rule are in one state.</summary>
public sealed record RuleTally(string RuleId, ProposalState State, bool Shadow, int Count);
