using System.Text.Json.Serialization.Metadata;
using Regenerator.Proposals;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Integration.Tests.Storage;

/// <summary>
/// What a store of the time before <see cref="EvidenceSheet"/> keeps of a proposal that was opened on two signals and approved: the sink «queue» is parked on
/// the first notice, and a notice after them both is gone already.
/// </summary>
internal static class BeforeSheets
{
    public static readonly HashSet<Moment> Moments = [Moment.Opened, Moment.Approved];

    private static readonly Evidence[] Cited = [.. new[] { Some.Evidence(), Some.Evidence(Some.ErrorSignal()) }.OrderBy(e => e.SignalId, StringComparer.Ordinal)];

    public static Proposal Opened { get; } = Some.Proposal() with { Head = First.Record.Hash };

    private static Proposal Approved => Opened with { Version = 2, State = ProposalState.Approved, Approvals = [new Approval("person:ann", Some.Now)], Head = Second.Record.Hash };

    private static KeptEvent First => EventChain.Append(Some.Proposal().Id, head: null, 1, Some.Opened(Some.Proposal()));

    private static KeptEvent Second => EventChain.Append(Some.Proposal().Id, First.Record.Hash, 2, Some.Approval(Some.Proposal()));

    /// <param name="yes">How the dialect says so.</param>
    /// <param name="no">How the dialect says not so.</param>
    public static string Sql(string yes, string no) =>
        $"""
        INSERT INTO proposals (id, fingerprint, rule_id, scope, state, living, item, json)
        VALUES ('{Opened.Id}', '{Opened.Fingerprint.Value}', '{Opened.RuleId}', '{Opened.Scope}', 'Approved', {yes}, '{Opened.Id}', {Text(Approved, RegeneratorJson.Default.Proposal)});
        {string.Concat(new[] { First, Second }.Select(kept => $"""
            INSERT INTO events (proposal_id, seq, type, actor, at, payload, hash)
            VALUES ('{Opened.Id}', {kept.Record.Seq}, '{kept.Record.Type}', '{kept.Record.Actor}', '{kept.Record.At}', '{kept.Record.Payload}', '{kept.Record.Hash}');
            INSERT INTO event_payloads (proposal_id, seq, json) VALUES ('{Opened.Id}', {kept.Record.Seq}, {Text(kept.Json!)});
            """))}
        {string.Concat(Cited.Select(cited => $"""
            INSERT INTO evidence (proposal_id, signal_id, window_until, json)
            VALUES ('{Opened.Id}', '{cited.SignalId}', '{cited.Window.Until:yyyy-MM-ddTHH:mm:ss.fffffffZ}', {Text(cited, RegeneratorJson.Default.Evidence)});
            """))}
        INSERT INTO outbox (seq, key, proposal_id, moment, json, at) VALUES
            (7, '{Opened.Id}/1/opened', '{Opened.Id}', 'Opened', {Text(Opened, RegeneratorJson.Default.Proposal)}, '2026-01-05T09:05:00.0000000Z'),
            (8, '{Opened.Id}/2/approved', '{Opened.Id}', 'Approved', {Text(Approved, RegeneratorJson.Default.Proposal)}, '2026-01-05T09:05:00.0000000Z'),
            (9, 'gone', '{Opened.Id}', 'Opened', '', '2026-01-05T09:05:00.0000000Z');
        DELETE FROM outbox WHERE seq = 9;
        INSERT INTO deliveries (sink, proposal_id, settled, head, tries, error, parked) VALUES ('queue', '{Opened.Id}', 0, 7, 5, 'no', {yes});
        INSERT INTO deliveries (sink, proposal_id, settled, head, tries, error, parked) VALUES ('other', '{Opened.Id}', 8, NULL, 0, NULL, {no});
        """;

    /// <summary>Everything is there as it was, and goes on from where it was.</summary>
    public static async Task AssertIsWholeAsync(IRegeneratorStore store, CancellationToken ct)
    {
        var (audit, faults) = await StoreAudit.OfAsync(store.ExportAsync(ct), ct);
        Assert.Empty(faults);
        Assert.Equal((1, 2), (audit.Proposals, audit.Records));
        var lines = await store.ExportAsync(ct).ToListAsync(ct);
        Assert.Equal([First, Second], lines.OfType<StoreLine.Happened>().Select(l => l.Kept));
        Assert.Equal(Cited.Select(c => Persisted.Write(c, RegeneratorJson.Default.Evidence)), lines.OfType<StoreLine.Cited>().Select(l => l.Json));
        Assert.Equal(Cited.Select(c => c.SignalId), (await store.GetAsync(Opened.Id, ct))!.Evidence.Select(e => e.SignalId));

        var parked = Assert.Single(await store.ListDeliveriesAsync(new DeliveryQuery { Sink = "queue", States = [DeliveryState.Parked] }, ct));
        Assert.Equal(($"{Opened.Id}/1/opened", Opened.Id, 5), (parked.Key, parked.ProposalId, parked.Tries));
        Assert.True(await store.SettleDeliveryAsync("queue", parked.Key, new DeliveryOutcome.Delivered(), ct));
        var next = Assert.Single(await store.TakeDeliveriesAsync("queue", Moments, Some.Now, 10, ct));
        Assert.Equal((Moment.Approved, ProposalState.Approved), (next.Moment, next.Proposal.State));

        var again = await store.CommitAsync(
            new PassCommit
            {
                Contexts = [new ContextCommit("cfg-acme", 0, [])],
                Changes = [new ProposalChange.Join(Opened.Sightings) { Id = Opened.Id, Contexts = ["cfg-acme"], Evidence = [Some.Evidence(Some.TelemetrySignal(count: 43))] }],
            },
            ct);
        Assert.IsType<CommitOutcome.Committed>(Assert.Single(again));
        Assert.Equal(43, (await store.GetAsync(Opened.Id, ct))!.Evidence.Select(e => e.Signal).OfType<Regenerator.Signals.TelemetrySignal>().Single().Count);
        Assert.IsType<DecideResult.Decided>(await store.DecideAsync(Opened.Id, Some.Refusal(), ct));
        Assert.Empty((await StoreAudit.OfAsync(store.ExportAsync(ct), ct)).Faults);
    }

    private static string Text<T>(T value, JsonTypeInfo<T> type) => Text(Persisted.Write(value, type));

    private static string Text(string json) => $"'{json.Replace("'", "''", StringComparison.Ordinal)}'";
}
