using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Storage;

namespace Regenerator.Benchmarks;

/// <summary>Proposals for the tenants of <see cref="Invented"/>, each to pin the slot «checkout» to a safe workflow, and the passes that open them.</summary>
internal static class InventedProposals
{
    public static TimeWindow Window { get; } = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 5, 9, 5, 0, TimeSpan.Zero));

    public static SpecChangeProposal Wish(string title, string summary) => new()
    {
        Id = "checkout",
        Title = title,
        Summary = summary,
        Target = new ProposalTarget("workflow", new SpecRef("checkout.fast", "2.0.0"), TenantScoped: true),
        Actions = [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.2.0")] }],
        Magnitude = 31,
    };

    /// <summary>A wish of a rule for a tenant's own document, as the window has opened it.</summary>
    public static Proposal Open(string rule, string context, SpecChangeProposal wish, TimeWindow window)
    {
        var scope = new ProposalScope(SpecKind.Tenant, context);
        TouchedElement[] touched = [new("workflowOverrides[checkout]", null)];
        ResolvedChange[] effect = [new("workflows.checkout", """{"key":"checkout.fast","version":"2.0.0"}""", """{"key":"checkout.safe","version":"1.2.0"}""", "workflow slot «checkout» now points to checkout.safe@1.2.0")];
        var fingerprint = Fingerprint.Of(rule, scope, wish);
        return new Proposal
        {
            Id = ProposalId.Of(fingerprint, 0, window.Until),
            Fingerprint = fingerprint,
            RuleId = rule,
            Scope = scope,
            State = ProposalState.Open,
            Version = 1,
            Revision = new Revision { Number = 1, Digest = RevisionDigest.Of(wish, touched, effect), Author = $"rule:{rule}", Proposal = wish, Touched = touched, Effect = effect },
            Sightings = new Sightings(window.Until, window.Until, 1, [context], [], 31),
            OpenedAt = window.Until,
            ShownAt = window.Until,
            Buckets = ["fleet", $"rule:{rule}", $"context:{context}"],
        };
    }

    /// <summary>The first pass of some tenants.</summary>
    /// <param name="opened">One change for each, or none.</param>
    public static PassCommit Pass(IReadOnlyList<string> contexts, IReadOnlyList<ProposalChange> opened) => new()
    {
        Contexts = [.. contexts.Select(id => new ContextCommit(id, 0, [new Watermark(new WatermarkKey(id, "bench/telemetry", Window.Length), Window.Until)]))],
        Changes = opened,
    };

    public static ProposalChange.Open Change(Proposal proposal) =>
        new(new ProposalEvent.Opened(proposal) { Actor = proposal.Revision.Author, At = proposal.OpenedAt }) { Id = proposal.Id, Contexts = proposal.Sightings.Contexts };

    /// <exception cref="InvalidOperationException">The store has had these tenants before.</exception>
    public static async Task CommitAsync(IRegeneratorStore store, PassCommit pass, CancellationToken ct)
    {
        if ((await store.CommitAsync(pass, ct)).OfType<CommitOutcome.Overtaken>().FirstOrDefault() is { } lost) throw new InvalidOperationException($"{lost.ContextId}: {lost.By}; use an empty database");
    }
}
