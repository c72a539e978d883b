using Microsoft.Extensions.Logging;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator;

/// <summary>Tells a log what a pass came to: one event for each thing that happened, the pass itself last.</summary>
internal static class PassLog
{
    public static void Write(ILogger log, PassReport report)
    {
        if (report.Fault is { } fault) log.PassFailed(fault);
        if (report.ContextSourceFault is { } gone) log.ContextsFailed(gone);
        if (report.MissedTicks > 0) log.TicksMissed(report.MissedTicks);
        foreach (var sick in report.Sick) log.ContextSick(sick.Id, FaultLine.Of(sick.Reason));
        foreach (var silent in report.Cycles.SelectMany(c => c.ProviderFaults)) log.ProviderFault(silent.Provider, silent.Contexts.Count, FaultLine.Of(silent.Reason));
        foreach (var broken in report.Quarantined) log.AnswerQuarantined(broken.Provider, broken.Contexts.Count, broken.Reason);
        foreach (var open in report.Providers.Where(p => p.Breaker == BreakerState.Open).DistinctBy(p => p.Account)) log.BreakerOpen(open.Account);
        foreach (var opened in report.Opened) log.ProposalOpened(opened.Id, opened.RuleId, opened.Scope);
        foreach (var decision in report.Decisions) Write(log, decision);
        foreach (var apply in report.Applies) Write(log, apply);
        foreach (var sink in report.SinkFaults) log.SinkFault(FaultLine.Of(sink));
        log.PassFinished(report.Result.ToString().ToLowerInvariant(), report.Contexts, report.Signals, report.Opened.Count(), Math.Round((report.FinishedAt - report.StartedAt).TotalSeconds, 3));
    }

    private static void Write(ILogger log, Decision decision)
    {
        switch (decision.Outcome)
        {
            case Admission.Joined { Change: { } change } joined:
                log.ProposalChanged(joined.Proposal.Id, decision.RuleId, FaultLine.Of(change));
                break;
            case Admission.Outdated outdated:
                log.ProposalChanged(outdated.Proposal.Id, decision.RuleId, "obsolete");
                break;
            case Admission.Cleared cleared:
                log.ProposalChanged(cleared.Proposal.Id, decision.RuleId, "withdrawn");
                break;
            case Admission.RuleFailed failed:
                log.RuleFailed(decision.RuleId, decision.ContextId, FaultLine.Of(failed.Error));
                break;
            case Admission.Refused refused:
                log.WishRefused(decision.RuleId, decision.ContextId, FaultLine.Of(refused.Reason));
                break;
            default:
                break; // nothing happened
        }
    }

    private static void Write(ILogger log, ApplyResult apply)
    {
        switch (apply)
        {
            case ApplyResult.Applied applied:
                Steps(log, applied.Proposal, applied.Result);
                log.Applied(applied.Proposal.Id);
                break;
            case ApplyResult.Failed failed:
                Steps(log, failed.Proposal, failed.Result);
                log.ApplyFailed(failed.Proposal.Id, failed.Proposal.State);
                break;
            case ApplyResult.Refused refused:
                log.ApplyRefused(refused.Proposal?.Id, FaultLine.Of(refused.Reason));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void Steps(ILogger log, Proposal proposal, ExecutionResult result)
    {
        foreach (var action in result.Actions) log.ApplyStep(proposal.Id, action.Index, action.Kind, action.Status.ToString().ToLowerInvariant());
    }
}
