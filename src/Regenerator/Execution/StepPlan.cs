using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Specs;

namespace Regenerator.Execution;

/// <summary>The steps of a proposal in the order in which they are taken: tests before the promotion they guard, the rest as it was written.</summary>
internal sealed class StepPlan : IDisposable
{
    private readonly ExecutorDeps deps;
    private readonly RegenerationContext context;
    private readonly SpecChangeProposal proposal;
    private readonly Journal journal;
    private readonly List<Staging> staged = [];

    private StepPlan(ExecutorDeps deps, RegenerationContext context, SpecChangeProposal proposal, Journal journal)
    {
        this.deps = deps;
        this.context = context;
        this.proposal = proposal;
        this.journal = journal;
    }

    public IReadOnlyList<ExecutionStep> Steps { get; private set; } = [];

    public static StepPlan Of(ExecutorDeps deps, RegenerationContext context, SpecChangeProposal proposal, Journal journal, TimeProvider time)
    {
        var plan = new StepPlan(deps, context, proposal, journal);
        var promotions = plan.Promotions(time).ToArray();
        var promoted = promotions.SelectMany(p => p.Indices).ToHashSet();
        var gate = promotions.Length > 0 ? plan.Indices(a => a is ProposalAction.RunTests) : [];
        var rest = plan.Indices(_ => true).Where(i => !promoted.Contains(i) && !gate.Contains(i));
        plan.Steps = [.. gate.Select(plan.StepOf), .. promotions, .. rest.Select(plan.StepOf)];
        return plan;
    }

    public void Dispose() => staged.ForEach(s => s.Dispose());

    // What later steps see: the documents as the promotions left them.
    private RegenerationContext Current => staged.Aggregate(context, (current, s) => current.With(s.Context.Document(s.Live.Kind == SpecKind.Tenant)));

    private IEnumerable<PromoteStep> Promotions(TimeProvider time)
    {
        foreach (var (kind, handler, indices) in new[]
        {
            (SpecKind.Blueprint, (object?)deps.BlueprintUpdater, Indices(a => a is ProposalAction.UpdateBlueprint)),
            (SpecKind.Tenant, deps.TenantConfigUpdater, Indices(a => a is ProposalAction.UpdateTenantConfig)),
        })
        {
            if (handler is not ISpecStore store || indices.Count == 0) continue;
            staged.Add(new Staging(store, context, proposal, kind, journal, time));
            yield return new PromoteStep(indices, proposal.Actions[indices[0]].Kind, staged[^1]);
        }
    }

    private List<int> Indices(Func<ProposalAction, bool> match) => [.. proposal.Actions.Index().Where(a => match(a.Item)).Select(a => a.Index)];

    private ExecutionStep StepOf(int index) => proposal.Actions[index] switch
    {
        ProposalAction.UpdateBlueprint action => deps.BlueprintUpdater is { } updater
            ? new UpdaterStep(index, action, ct => updater.UpdateBlueprintAsync(Call(index, action), ct)) : Missing(index, "blueprint_updater"),
        ProposalAction.UpdateTenantConfig action => deps.TenantConfigUpdater is { } updater
            ? new UpdaterStep(index, action, ct => updater.UpdateTenantConfigAsync(Call(index, action), ct)) : Missing(index, "tenant_config_updater"),
        ProposalAction.RunTests action => deps.TestExecutor is { } tests
            ? new TestStep(index, action, async ct => await tests.RunTestsAsync(Call(index, action) with { Candidate = await FilesAsync(ct) }, ct)) : Missing(index, "test_executor"),
        ProposalAction.RunMigrations action => deps.MigrationExecutor is { } migrations
            ? new MigrationStep(index, action, ct => migrations.RunMigrationsAsync(Call(index, action), ct), ct => migrations.UndoMigrationsAsync(Call(index, action, "/undo"), ct)) : Missing(index, "migration_executor"),
        ProposalAction.TriggerRegeneration action => deps.RegenerationTrigger is { } trigger
            ? new RegenerationStep(index, action, ct => trigger.TriggerAsync(Call(index, action), ct), ct => trigger.TriggerAsync(Call(index, action, "/undo"), ct)) : Missing(index, "regeneration_trigger"),
        var unknown => new MissingStep(index, unknown, "unknown_action"),
    };

    private async Task<CandidateFiles?> FilesAsync(CancellationToken ct) => staged.Count > 0 ? await staged[0].FilesAsync(ct) : null;

    private MissingStep Missing(int index, string handler) => new(index, proposal.Actions[index], $"missing_{handler}");

    // Taking back has a key of its own: whoever does a key only once would not do it at all.
    private ActionCall<TAction> Call<TAction>(int index, TAction action, string direction = "")
        where TAction : ProposalAction => new(Current, proposal, action, $"{journal.Key}/{index}{direction}");
}
