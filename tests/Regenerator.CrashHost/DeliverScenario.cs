using Regenerator.Proposals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Sqlite;
using Regenerator.Storage;

namespace Regenerator.CrashHost;

/// <summary>Three proposals, each opened and approved, and a sink that writes down the keys it is told.</summary>
public sealed class DeliverScenario(string folder)
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 5, 0, TimeSpan.Zero);

    private string Told => Path.Combine(folder, "told.log");

    /// <summary>Opens and approves, before the eyes of the sink.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await using var store = await OpenAsync(ct);
        await new Outbox(store, [new KeyLog(Told)], TimeProvider.System).IntroduceAsync(ct);
        var proposals = new[] { "checkout", "refund", "search" }.Select(Proposal).ToArray();
        var changes = proposals.Select(p => new ProposalChange.Open(new ProposalEvent.Opened(p) { Actor = "rule:failing", At = At }) { Id = p.Id, Contexts = ["cfg-acme"] });
        await store.CommitAsync(new PassCommit { Contexts = [new ContextCommit("cfg-acme", 0, [])], Changes = [.. changes] }, ct);
        foreach (var proposal in proposals)
            await store.DecideAsync(proposal.Id, new ProposalEvent.ApprovalGiven(proposal.Revision.Digest) { Actor = "person:ann", At = At }, ct);
    }

    /// <summary>Delivers whatever there is to deliver, as a daemon does.</summary>
    /// <returns>What stands undelivered.</returns>
    public async Task<IReadOnlyList<string>> ContinueAsync(CancellationToken ct)
    {
        await using var store = await OpenAsync(ct);
        return await new Outbox(store, [new KeyLog(Told)], TimeProvider.System).DrainAsync([], ct);
    }

    /// <summary>The keys that the sink was told, in order, repeats included.</summary>
    public async Task<string[]> ToldAsync(CancellationToken ct) => File.Exists(Told) ? await File.ReadAllLinesAsync(Told, ct) : [];

    /// <summary>How many the sink still has to be told.</summary>
    public async Task<int> LeftAsync(CancellationToken ct)
    {
        await using var store = await OpenAsync(ct);
        return (await store.ListDeliveriesAsync(new DeliveryQuery(), ct)).Count;
    }

    private static Proposal Proposal(string slot)
    {
        var wish = new SpecChangeProposal
        {
            Id = slot,
            Title = $"Pin {slot} to a safe workflow",
            Summary = $"{slot} fails more than it should",
            Target = new ProposalTarget("workflow", new SpecRef($"{slot}.safe", "1.2.0"), TenantScoped: false),
            Actions = [new ProposalAction.UpdateBlueprint { Edits = [new SpecEdit.PinWorkflow(slot, $"{slot}.safe", "1.2.0")] }],
        };
        var scope = new ProposalScope(SpecKind.Blueprint, "shop");
        var fingerprint = Fingerprint.Of("failing", scope, wish);
        TouchedElement[] touched = [new($"workflows.{slot}", null)];
        return new Proposal
        {
            Id = ProposalId.Of(fingerprint, 0, At),
            Fingerprint = fingerprint,
            RuleId = "failing",
            Scope = scope,
            State = ProposalState.Open,
            Version = 1,
            Revision = new Revision { Number = 1, Digest = RevisionDigest.Of(wish, touched, []), Author = "rule:failing", Proposal = wish, Touched = touched },
            Sightings = new Sightings(At, At, 1, ["cfg-acme"], [], 42),
            OpenedAt = At,
        };
    }

    private Task<SqliteStore> OpenAsync(CancellationToken ct) => SqliteStore.OpenAsync(Path.Combine(folder, "store.db"), TimeProvider.System, ct);

    private sealed class KeyLog(string path) : IProposalSink
    {
        public string Name => "keys";

        public IReadOnlySet<Moment> Moments { get; } = new HashSet<Moment> { Moment.Opened, Moment.Approved };

        public Task SubmitAsync(ProposalDelivery delivery, CancellationToken ct) => File.AppendAllTextAsync(path, $"{delivery.Key}\n", ct);
    }
}
