using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Rules;
using Regenerator.Specs;

namespace Embedded;

public sealed class WorkflowFailureRule : IRegenerationRule
{
    public string Id => "workflow-failure";

    public string Description => "Suggest splitting workflows that exceed failure thresholds";

    public ValueTask<IReadOnlyList<SpecChangeProposal>> EvaluateAsync(RegenerationContext context, SignalBatch signals, CancellationToken ct)
    {
        var failures = signals.FindTelemetry(signal => signal.EventName == "workflow.failure" && signal.Count >= 10);

        if (failures.Count == 0) return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>([]);

        return ValueTask.FromResult<IReadOnlyList<SpecChangeProposal>>(
        [
            new SpecChangeProposal
            {
                Id = "split-onboarding",
                Title = "Split onboarding workflow",
                Summary = "Step 3 fails consistently; propose dedicated remediation branch.",
                Confidence = Confidence.Medium,
                Rationale = ["Failure count ≥ 10 within last window"],
                Target = new ProposalTarget("workflow", new SpecRef("onboarding.workflow", "1"), TenantScoped: true),
                Actions =
                [
                    new ProposalAction.UpdateTenantConfig { Summary = "Add alternate fallback path" },
                    new ProposalAction.RunTests("workflows/onboarding.spec.ts"),
                ],
                Signals = failures,
            },
        ]);
    }
}
