using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;

namespace Regenerator.Execution;

/// <summary>What would be done, without doing any of it.</summary>
internal static class DryRun
{
    public static IReadOnlyList<ActionResult> Preview(ExecutorDeps deps, RegenerationContext context, SpecChangeProposal proposal) =>
        [.. proposal.Actions.Index().Select(a => new ActionResult(a.Index, a.Item.Kind, ActionStatus.Skipped) { Reason = "dry_run", Preview = Preview(deps, context, a.Item) })];

    private static string Preview(ExecutorDeps deps, RegenerationContext context, ProposalAction action) => action switch
    {
        ProposalAction.UpdateBlueprint => Update(deps.BlueprintUpdater, context.BlueprintDocument, action),
        ProposalAction.UpdateTenantConfig => Update(deps.TenantConfigUpdater, context.TenantDocument, action),
        ProposalAction.RunTests tests => $"would run tests {string.Join(", ", tests.Tests)}{By(deps.TestExecutor)}",
        ProposalAction.RunMigrations migrations => $"would run migrations {string.Join(", ", migrations.Migrations)}{By(deps.MigrationExecutor)}",
        ProposalAction.TriggerRegeneration => $"would trigger regeneration{By(deps.RegenerationTrigger)}",
        _ => $"nobody knows the action «{action.Kind}»",
    };

    private static string Update(object? updater, SpecDocument document, ProposalAction action) =>
        updater is not null and not ISpecStore ? $"would hand «{action.Summary}» to the updater{By(updater)}" : Candidate.Build(document, action.Edits, null) switch
        {
            CandidateResult.Built built => UnifiedDiff.Of(document.Bytes.Span, built.Bytes, document.Place.Name),
            CandidateResult.AlreadyTrue => $"{document.Place.Name} says so already",
            CandidateResult.Refused refused => refused.Reason,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string By(object? handler) => handler is null ? " (nobody is configured to)" : $" with {handler}";
}
