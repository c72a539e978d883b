using System.Text.Json;
using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Execution;

/// <summary>Changes a blueprint in a way of its own. Has no candidate: it acts at its place in the order and can not be undone.</summary>
public interface IBlueprintUpdater
{
    /// <summary>It carries out prose too, so that <c>missing_diff</c> is no blocker.</summary>
    bool AcceptsProse => true;

    Task<ActionOutcome> UpdateBlueprintAsync(ActionCall<ProposalAction.UpdateBlueprint> call, CancellationToken ct);
}

/// <summary>Changes a tenant's config in a way of its own. Has no candidate: it acts at its place in the order and can not be undone.</summary>
public interface ITenantConfigUpdater
{
    /// <inheritdoc cref="IBlueprintUpdater.AcceptsProse"/>
    bool AcceptsProse => true;

    Task<ActionOutcome> UpdateTenantConfigAsync(ActionCall<ProposalAction.UpdateTenantConfig> call, CancellationToken ct);
}

/// <summary>Runs tests. Where the change has a candidate, against the candidate, before anything live has changed.</summary>
public interface ITestExecutor
{
    /// <returns>Failed tests are an error, also when the runner came to its end.</returns>
    Task<ActionOutcome> RunTestsAsync(ActionCall<ProposalAction.RunTests> call, CancellationToken ct);
}

/// <summary>Runs migrations after the new spec is in force.</summary>
public interface IMigrationExecutor
{
    Task<ActionOutcome> RunMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct);

    /// <summary>Takes them back after a later step failed. Null: it can not.</summary>
    Task<ActionOutcome?> UndoMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct) => Task.FromResult<ActionOutcome?>(null);
}

/// <summary>Makes the app run on the spec that is now in force.</summary>
public interface IRegenerationTrigger
{
    Task<ActionOutcome> TriggerAsync(ActionCall<ProposalAction.TriggerRegeneration> call, CancellationToken ct);
}

/// <summary>One action, handed to whoever carries it out.</summary>
/// <param name="StepKey">
/// Proposal / revision / action: the same when a step is tried again after a crash, another one when it is taken back. Use it to do a thing only once.
/// </param>
public sealed record ActionCall<TAction>(RegenerationContext Context, SpecChangeProposal Proposal, TAction Action, string StepKey)
    where TAction : ProposalAction
{
    /// <summary>The staged documents; null outside the gate.</summary>
    public CandidateFiles? Candidate { get; init; }
}

/// <summary>Where the staged documents lie, for tests to read.</summary>
/// <param name="Folder">Holds both documents; gone after the run.</param>
public sealed record CandidateFiles(string Folder, string Blueprint, string TenantConfig);

/// <summary>What a handler says. A throw is an error too.</summary>
public abstract record ActionOutcome
{
    private ActionOutcome()
    {
    }

    /// <param name="Output">For people and programs; kept in the journal.</param>
    public sealed record Succeeded(JsonElement? Output = null) : ActionOutcome;

    /// <param name="Error">One line.</param>
    public sealed record Failed(string Error, JsonElement? Output = null) : ActionOutcome;

    /// <summary>Output as a text.</summary>
    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, RegeneratorJson.Default.String);
}

/// <summary>Who carries out what. Whatever is missing is skipped and says so.</summary>
public sealed record ExecutorDeps
{
    /// <summary>An <see cref="ISpecStore"/> stages, tests and promotes; anything else acts at its place in the order.</summary>
    public IBlueprintUpdater? BlueprintUpdater { get; init; }

    /// <inheritdoc cref="BlueprintUpdater"/>
    public ITenantConfigUpdater? TenantConfigUpdater { get; init; }

    public ITestExecutor? TestExecutor { get; init; }

    public IMigrationExecutor? MigrationExecutor { get; init; }

    public IRegenerationTrigger? RegenerationTrigger { get; init; }
}

/// <summary>How a proposal is carried out.</summary>
public sealed record ExecutorOptions
{
    /// <summary>Skips every action and says what it would do.</summary>
    public bool DryRun { get; init; }

    public OnFailure OnFailure { get; init; } = OnFailure.Stop;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What happens after a failed action.</summary>
public enum OnFailure
{
    /// <summary>Nothing more is done, and what was done is undone backwards.</summary>
    Stop,

    /// <summary>The original's behaviour: the other actions go on and nothing is undone.</summary>
    Continue,
}
