using Regenerator.Execution;

namespace Regenerator.Studio.Deciding;

internal sealed record DryRunModel(ProposalModel Of, ExecutionResult Result);
