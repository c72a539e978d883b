using Regenerator.Execution;
using Regenerator.Proposals;

namespace Regenerator.Tests.Execution;

/// <summary>Handlers that note what they are asked for and do as a test says.</summary>
internal sealed class ScriptedHandlers : ITestExecutor, IMigrationExecutor, IRegenerationTrigger
{
    private static readonly Task<ActionOutcome> Fine = Task.FromResult<ActionOutcome>(new ActionOutcome.Succeeded());

    /// <summary>Kind of action (taken back: with <c>undo </c> before it) and the end of its step key.</summary>
    public List<string> Calls { get; } = [];

    public Func<ActionCall<ProposalAction.RunTests>, CancellationToken, Task<ActionOutcome>> Tests { get; set; } = (_, _) => Fine;

    public Func<ActionCall<ProposalAction.RunMigrations>, Task<ActionOutcome>> Migrations { get; set; } = _ => Fine;

    /// <summary>Null: migrations can not be taken back.</summary>
    public Func<ActionCall<ProposalAction.RunMigrations>, Task<ActionOutcome>>? Undo { get; set; } = _ => Fine;

    public Func<ActionCall<ProposalAction.TriggerRegeneration>, Task<ActionOutcome>> Regeneration { get; set; } = _ => Fine;

    public static Task<ActionOutcome> Fail(string why = "no luck") => Task.FromResult<ActionOutcome>(new ActionOutcome.Failed(why));

    public ExecutorDeps With(ISpecStore specs) => new() { BlueprintUpdater = specs, TenantConfigUpdater = specs, TestExecutor = this, MigrationExecutor = this, RegenerationTrigger = this };

    public Task<ActionOutcome> RunTestsAsync(ActionCall<ProposalAction.RunTests> call, CancellationToken ct)
    {
        Calls.Add("run_tests");
        return Tests(call, ct);
    }

    public Task<ActionOutcome> RunMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct)
    {
        Calls.Add($"run_migrations {string.Join(',', call.Action.Migrations)}");
        return Migrations(call);
    }

    public async Task<ActionOutcome?> UndoMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct)
    {
        if (Undo is null) return null;
        Calls.Add($"undo run_migrations {string.Join(',', call.Action.Migrations)}");
        return await Undo(call);
    }

    public Task<ActionOutcome> TriggerAsync(ActionCall<ProposalAction.TriggerRegeneration> call, CancellationToken ct)
    {
        Calls.Add("trigger_regeneration");
        return Regeneration(call);
    }
}
