using System.Text.RegularExpressions;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Sqlite;
using Regenerator.Storage;

namespace Regenerator.CrashHost;

/// <summary>One approved proposal with every kind of action, in a workspace with a store of its own.</summary>
/// <param name="folder">The workspace.</param>
/// <param name="fails">Kind of the action that fails, <c>-</c> for none; with <c>!</c> behind it, migrations can not be taken back.</param>
public sealed partial class ApplyScenario(string folder, string fails)
{
    public const string Before = """
        {
          "meta": { "id": "cfg-acme", "tenantId": "acme", "blueprintName": "shop", "version": "1.0.0", "updatedAt": "2025-12-01T00:00:00.000Z" },
          "x-notes": [ 1,2,   3 ],
          "workflowOverrides": [ { "slot": "refund", "pointer": { "key": "refund.slow", "version": "1" } } ]
        }

        """;

    public string Document => Path.Combine(folder, "tenants", "acme.json");

    private string Calls => Path.Combine(folder, "calls.log");

    /// <summary>Lays the workspace out and approves the proposal.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Document)!);
        await File.WriteAllTextAsync(Path.Combine(folder, "shop.json"), """{ "meta": { "key": "shop", "version": "1.0.0", "appId": "shop" }, "workflows": { "checkout": { "key": "checkout.fast" } } }""", ct);
        await File.WriteAllTextAsync(Document, Before, ct);
        await using var store = await OpenAsync(ct);
        var context = (await Contexts().ReadAsync(ct)).Contexts.Single();
        var wish = Wish();
        var fingerprint = Fingerprint.Of("checkout-failing", ProposalScope.Of(context.TenantDocument), wish);
        var at = new DateTimeOffset(2026, 1, 5, 9, 5, 0, TimeSpan.Zero);
        var proposal = new Proposal
        {
            Id = ProposalId.Of(fingerprint, 0, at),
            Fingerprint = fingerprint,
            RuleId = "checkout-failing",
            Scope = ProposalScope.Of(context.TenantDocument),
            State = ProposalState.Open,
            Version = 1,
            Revision = ((Draft.Ready)Draft.Of(context, wish, "rule:checkout-failing")).Revision,
            Sightings = new Sightings(at, at, 1, ["cfg-acme"], [], 42),
            OpenedAt = at,
        };
        await store.CommitAsync(
            new PassCommit
            {
                Contexts = [new ContextCommit("cfg-acme", 0, [])],
                Changes = [new ProposalChange.Open(new ProposalEvent.Opened(proposal) { Actor = "rule:checkout-failing", At = at }) { Id = proposal.Id, Contexts = ["cfg-acme"] }],
            },
            ct);
        await store.DecideAsync(proposal.Id, new ProposalEvent.ApprovalGiven(proposal.Revision.Digest) { Actor = "person:ann", At = at }, ct);
    }

    /// <summary>Goes on with whatever there is to do, as a daemon does when it starts.</summary>
    public async Task ContinueAsync(CancellationToken ct)
    {
        await using var store = await OpenAsync(ct);
        var applier = new Applier(store, Executor(), Contexts(), TimeProvider.System);
        await applier.RecoverAsync(ct);
        foreach (var proposal in (await store.ListAsync(new ProposalQuery { States = [ProposalState.Approved] }, ct)).Proposals)
            await applier.ApplyAsync(proposal.Id, "executor:test", ct);
    }

    /// <summary>How it stands, without anything that differs from run to run.</summary>
    public async Task<Outcome> OutcomeAsync(CancellationToken ct)
    {
        await using var store = await OpenAsync(ct);
        var proposal = (await store.ListAsync(new ProposalQuery(), ct)).Proposals.Single();
        var record = (await store.GetAsync(proposal.Id, ct))!;
        return new Outcome(
            proposal.State.ToString(),
            await LiveAsync(ct),
            string.Join('\n', record.Steps.Select(s => $"{s.Key[36..]} {s.Kind} {s.Status} {s.Reason} {s.Left}")),
            string.Join('\n', proposal.Left.Select(l => HistoryName.Replace(l, "history/…"))),
            string.Join('\n', record.History.Where(e => e is not ProposalEvent.Claimed { Takeover: true }).Select(e => e.GetType().Name)));
    }

    /// <summary>The live text, with a fixed time of change where it is the new one.</summary>
    public async Task<string> LiveAsync(CancellationToken ct)
    {
        var text = await File.ReadAllTextAsync(Document, ct);
        return string.Equals(text, Before) ? text : UpdatedAt.Replace(text, "\"updatedAt\": \"…\"");
    }

    /// <summary>What the handlers were asked to do: step key and action, in order.</summary>
    public async Task<string[]> CallsAsync(CancellationToken ct) => File.Exists(Calls) ? await File.ReadAllLinesAsync(Calls, ct) : [];

    private static SpecChangeProposal Wish() => new()
    {
        Id = "checkout-failing",
        Title = "Pin checkout to a safe workflow",
        Summary = "checkout fails more than it should",
        Target = new ProposalTarget("workflow", new SpecRef("checkout.safe", "1.2.0"), TenantScoped: true),
        Actions =
        [
            new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.2.0")] },
            new ProposalAction.RunTests("smoke"),
            new ProposalAction.RunMigrations("0007", "0008"),
            new ProposalAction.TriggerRegeneration(),
        ],
    };

    private Task<SqliteStore> OpenAsync(CancellationToken ct) => SqliteStore.OpenAsync(Path.Combine(folder, ".regenerator", "store.db"), TimeProvider.System, ct);

    private FileContexts Contexts() => new(new FileContextOptions { Root = folder, Blueprints = ["shop.json"], Tenants = ["tenants/*.json"] });

    private ProposalExecutor Executor()
    {
        var handlers = new Handlers(Calls, fails.TrimEnd('!'), !fails.EndsWith('!'));
        return new ProposalExecutor(new ExecutorDeps { TenantConfigUpdater = new FileSpecStore(folder), TestExecutor = handlers, MigrationExecutor = handlers, RegenerationTrigger = handlers });
    }

    [GeneratedRegex("\"updatedAt\": \"[^\"]*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UpdatedAt { get; }

    [GeneratedRegex("history/\\S+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HistoryName { get; }

    public sealed record Outcome(string State, string Live, string Steps, string Left, string History);

    private sealed class Handlers(string calls, string fails, bool undoes) : ITestExecutor, IMigrationExecutor, IRegenerationTrigger
    {
        public Task<ActionOutcome> RunTestsAsync(ActionCall<ProposalAction.RunTests> call, CancellationToken ct) => DoAsync(call.StepKey, call.Action.Kind, ct);

        public Task<ActionOutcome> RunMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct) => DoAsync(call.StepKey, call.Action.Kind, ct);

        public async Task<ActionOutcome?> UndoMigrationsAsync(ActionCall<ProposalAction.RunMigrations> call, CancellationToken ct) =>
            undoes ? await DoAsync(call.StepKey, call.Action.Kind, ct) : null;

        public Task<ActionOutcome> TriggerAsync(ActionCall<ProposalAction.TriggerRegeneration> call, CancellationToken ct) => DoAsync(call.StepKey, call.Action.Kind, ct);

        private async Task<ActionOutcome> DoAsync(string stepKey, string kind, CancellationToken ct)
        {
            await File.AppendAllTextAsync(calls, $"{stepKey} {kind}\n", ct);
            return string.Equals(kind, fails) && !stepKey.EndsWith("/undo", StringComparison.Ordinal) ? new ActionOutcome.Failed("as it was told to") : new ActionOutcome.Succeeded();
        }
    }
}
