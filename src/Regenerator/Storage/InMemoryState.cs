using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>The tables of <see cref="InMemoryStore"/>; whoever calls holds its lock.</summary>
internal sealed class InMemoryState : IStoredState
{
    private readonly Dictionary<string, long> epochs = new(StringComparer.Ordinal);
    private readonly Dictionary<WatermarkKey, Watermark> watermarks = [];
    private readonly Dictionary<(string Context, string Rule), Judgement> judgements = [];
    private readonly SortedDictionary<ProposalId, Row> rows = [];
    private readonly List<StoreBinding> bindings = [];
    private readonly List<Row> opened = [];
    private readonly Dictionary<Fingerprint, Row> latest = [];
    private readonly Dictionary<ProposalScope, List<Row>> byScope = [];
    private readonly Dictionary<string, List<Row>> byCause = new(StringComparer.Ordinal);
    private readonly Dictionary<ProposalScope, DocumentLock> locks = [];
    private readonly List<(FreezeId Id, FreezeEvent Happened)> freezes = [];

    public StoreIdentity Identity { get; private set; } = new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), 1);

    public bool IsEmpty => epochs.Count == 0 && rows.Count == 0 && judgements.Count == 0 && locks.Count == 0 && freezes.Count == 0;

    public InMemoryOutbox Outbox { get; } = new();

    public long Epoch(string contextId) => epochs.GetValueOrDefault(contextId);

    public Proposal? Find(ProposalId id) => rows.GetValueOrDefault(id)?.Proposal;

    public Proposal? Living(Fingerprint fingerprint) => latest.GetValueOrDefault(fingerprint)?.Proposal is { IsLiving: true } proposal ? proposal : null;

    public IReadOnlyList<Proposal> Living(ProposalScope scope) => [.. Of(scope).Select(r => r.Proposal).Where(p => p.IsLiving)];

    public Proposal? Living(Cause cause) => byCause.GetValueOrDefault(cause.Id, []).Select(r => r.Proposal).Where(p => p.IsLiving).OrderBy(p => p.State switch { ProposalState.Snoozed => 2, ProposalState.Held => 1, _ => 0 }).ThenBy(p => p.Id).FirstOrDefault();

    public DocumentLock Lock(ProposalScope scope) => locks.GetValueOrDefault(scope) ?? DocumentLock.Unclaimed(scope);

    public void Lock(DocumentLock held) => locks[held.Scope] = held;

    public IReadOnlyList<Freeze> Freezes(DateTimeOffset? after) => [.. Freeze.Fold(freezes).Where(f => after is null || f.Set.Until > after)];

    public void Write(FreezeId id, FreezeEvent happened) =>
        freezes.Add((id, Persisted.Read(Persisted.Write(happened, RegeneratorJson.Default.FreezeEvent), RegeneratorJson.Default.FreezeEvent)));

    public PassStart Begin(string[] contexts, IReadOnlyList<ProposalScope> scopes)
    {
        var asked = contexts.ToHashSet(StringComparer.Ordinal);
        Proposal[] living = [.. scopes.SelectMany(Living).OrderBy(p => p.Id)];
        var judged = contexts.Concat(living.SelectMany(p => p.Sightings.Contexts)).ToHashSet(StringComparer.Ordinal);
        return new PassStart
        {
            Epochs = contexts.ToDictionary(c => c, Epoch, StringComparer.Ordinal),
            Watermarks = watermarks.Values.Where(w => asked.Contains(w.Key.ContextId)).ToDictionary(w => w.Key),
            Living = living,
            Judgements = judgements.Where(j => judged.Contains(j.Key.Context)).ToDictionary(),
            Past = scopes.SelectMany(Of).GroupBy(r => r.Proposal.Fingerprint).ToDictionary(g => g.Key, g => PastOf(g.Count(), g.Last().Proposal)),
        };
    }

    public IReadOnlyList<Judgement> Judgements(string? contextId, string? ruleId) =>
    [
        .. judgements.Values.Where(j => (contextId is null || string.Equals(j.ContextId, contextId)) && (ruleId is null || string.Equals(j.RuleId, ruleId)))
            .OrderBy(j => j.ContextId, StringComparer.Ordinal).ThenBy(j => j.RuleId, StringComparer.Ordinal),
    ];

    public ProposalRecord? Record(ProposalId id) => rows.TryGetValue(id, out var row) ? row.Record() : null;

    public ProposalPage List(ProposalQuery query)
    {
        var found = rows.Values.Reverse().Select(r => r.Proposal).Where(p => Matches(p, query)).Take(query.Limit + 1).ToArray();
        return ProposalPage.Of(found, query);
    }

    public IReadOnlyList<AuditEntry> Audit(AuditQuery query) =>
    [
        .. rows.Values.Where(r => (query.Proposal is null || query.Proposal == r.Proposal.Id) && (query.Scopes is null || query.Scopes.Contains(r.Proposal.Scope)))
            .SelectMany(r => r.History.Select((kept, i) => new AuditEntry(r.Proposal.Id, i + 1, r.Proposal.Scope, kept.Read())))
            .Where(a => (query.Since is null || a.Event.At >= query.Since) && (query.After is not { } after || Compare(a.Place, after) < 0))
            .OrderByDescending(a => a.Place, Comparer<AuditPlace>.Create(Compare)).Take(query.Limit),
    ];

    public ItemPage Items(ProposalQuery query) => ItemPage.Of(
        [
            .. rows.Values.Select(r => r.Proposal).Where(p => Matches(p, query with { After = null })).GroupBy(p => p.Item)
                .Where(item => query.After is not { } after || item.Key < after)
                .OrderByDescending(item => item.Key).Take(query.Limit + 1).Select(item => new InboxItem(item.Key, item.First(), item.Count())),
        ],
        query);

    public InboxLoad Load(DateTimeOffset newSince)
    {
        Proposal[] shown = [.. rows.Values.Select(r => r.Proposal).Where(p => !p.Shadow && (p.State == ProposalState.Open || p.ShownAt > newSince))];
        return new InboxLoad(
            shown.SelectMany(p => p.Buckets.Select(b => (Bucket: b, Proposal: p))).GroupBy(x => x.Bucket, x => x.Proposal, StringComparer.Ordinal).ToDictionary(
                g => g.Key,
                g => new BucketLoad(Items(g.Where(p => p.State == ProposalState.Open)), Items(g.Where(p => p.ShownAt > newSince))),
                StringComparer.Ordinal),
            byCause.Where(c => c.Value.Any(r => r.Proposal.IsLiving)).Select(c => c.Key).ToHashSet(StringComparer.Ordinal));

        static int Items(IEnumerable<Proposal> proposals) => proposals.Select(p => p.Item).Distinct().Count();
    }

    public IReadOnlyDictionary<ProposalState, int> CountLiving() => rows.Values.Select(r => r.Proposal).Where(p => p is { IsLiving: true, Shadow: false }).CountBy(p => p.State).ToDictionary();

    public void Bind(StoreBinding binding)
    {
        bindings.Add(binding);
        Identity = Identity with { Environment = binding.Environment };
    }

    public IEnumerable<StoreLine> Lines()
    {
        yield return new StoreLine.Header(Identity);
        foreach (var binding in bindings) yield return new StoreLine.Bound(binding);
        foreach (var (context, epoch) in epochs.OrderBy(e => e.Key, StringComparer.Ordinal)) yield return new StoreLine.Watched(context, epoch);
        foreach (var mark in watermarks.Values.OrderBy(w => w.Key.ContextId, StringComparer.Ordinal).ThenBy(w => w.Key.Provider, StringComparer.Ordinal).ThenBy(w => w.Key.Window))
            yield return new StoreLine.Marked(mark);
        foreach (var judgement in Judgements(null, null)) yield return new StoreLine.Judged(judgement);
        foreach (var freeze in Freezes(after: null)) yield return new StoreLine.Frozen(freeze);
        foreach (var held in locks.Values.OrderBy(l => l.Scope.ToString(), StringComparer.Ordinal)) yield return new StoreLine.Fenced(held.Scope, held.Fence);
        foreach (var row in opened)
        {
            var id = row.Proposal.Id.ToString();
            var record = row.Record();
            yield return new StoreLine.Proposed(id, Persisted.Write(row.Proposal, RegeneratorJson.Default.Proposal));
            foreach (var kept in row.History) yield return new StoreLine.Happened(id, kept);
            foreach (var evidence in record.Evidence) yield return new StoreLine.Cited(id, Persisted.Write(evidence, RegeneratorJson.Default.Evidence));
            foreach (var step in record.Steps) yield return new StoreLine.Stepped(id, Persisted.Write(step, RegeneratorJson.Default.JournalStep));
        }
    }

    public void Take(StoreLine line)
    {
        switch (line)
        {
            case StoreLine.Header or StoreLine.End: break;
            case StoreLine.Bound bound: Bind(bound.Binding); break;
            case StoreLine.Watched watched: epochs[watched.ContextId] = watched.Epoch; break;
            case StoreLine.Marked marked: watermarks[marked.Watermark.Key] = marked.Watermark; break;
            case StoreLine.Judged judged: judgements[(judged.Judgement.ContextId, judged.Judgement.RuleId)] = judged.Judgement; break;
            case StoreLine.Frozen { Freeze: var freeze }:
                foreach (var happened in freeze.History) Write(freeze.Id, happened);
                break;
            case StoreLine.Fenced fenced: Lock(DocumentLock.Unclaimed(fenced.Scope) with { Fence = fenced.Fence }); break;
            case StoreLine.Proposed proposed: Add(Persisted.Read(proposed.Json, RegeneratorJson.Default.Proposal)); break;
            case StoreLine.Happened happened: Known(happened.Id).History.Add(happened.Kept); break;
            case StoreLine.Cited cited:
                var evidence = Persisted.Read(cited.Json, RegeneratorJson.Default.Evidence);
                Known(cited.Id).Evidence[evidence.SignalId] = evidence;
                break;
            case StoreLine.Stepped stepped:
                var step = Persisted.Read(stepped.Json, RegeneratorJson.Default.JournalStep);
                Known(stepped.Id).Steps[step.Key] = step;
                break;
            default: throw new UnreachableException();
        }
    }

    public void BeginEpoch(int epoch, DateTimeOffset now)
    {
        Identity = Identity with { Epoch = epoch, Since = now, Reason = StoreIdentity.Imported };
        foreach (var proposal in opened.Select(r => r.Proposal).Where(p => NewEpoch.Concerned.Contains(p.State)))
            if (NewEpoch.Write(proposal, StoreIdentity.Imported, now) is { } write) Write(ThroughJson(write));
    }

    public void Write(ContextCommit context)
    {
        epochs[context.ContextId] = Epoch(context.ContextId) + 1;
        foreach (var watermark in context.Watermarks)
            if (!watermarks.TryGetValue(watermark.Key, out var known) || known.Until < watermark.Until) watermarks[watermark.Key] = watermark;
        foreach (var judgement in context.Judgements)
            judgements[(judgement.ContextId, judgement.RuleId)] = Persisted.Read(Persisted.Write(judgement, RegeneratorJson.Default.Judgement), RegeneratorJson.Default.Judgement);
    }

    public bool Forget(string contextId)
    {
        var marks = watermarks.Keys.Where(k => string.Equals(k.ContextId, contextId)).ToArray();
        var judged = judgements.Keys.Where(k => string.Equals(k.Context, contextId)).ToArray();
        foreach (var mark in marks) watermarks.Remove(mark);
        foreach (var rule in judged) judgements.Remove(rule);
        return epochs.Remove(contextId) || marks.Length > 0 || judged.Length > 0;
    }

    public void Write(ProposalWrite write)
    {
        var row = rows.GetValueOrDefault(write.After.Id) ?? Add(write.After);
        row.Proposal = write.After;
        if (write.Kept is { } kept) row.History.Add(kept);
        foreach (var evidence in write.Evidence) row.Evidence[evidence.SignalId] = evidence;
        if (write.Notice is { } notice) Outbox.Add(notice);
        if (write.Erases is { } erasure) Erase(row, erasure);
    }

    public void Write(ProposalId id, JournalStep step) =>
        rows[id].Steps[step.Key] = Persisted.Read(Persisted.Write(step, RegeneratorJson.Default.JournalStep), RegeneratorJson.Default.JournalStep);

    public void Copy(PassStart start)
    {
        foreach (var (context, epoch) in start.Epochs) epochs[context] = epoch;
        foreach (var (key, watermark) in start.Watermarks) watermarks[key] = watermark;
        foreach (var (key, judgement) in start.Judgements) judgements[key] = judgement;
    }

    /// <summary>The lock is rebuilt from the history; a lease that was renewed since is not in it.</summary>
    public void Copy(ProposalRecord record)
    {
        var row = Add(record.Proposal);
        foreach (var happened in record.History) row.History.Add(EventChain.Append(record.Proposal.Id, row.History.LastOrDefault()?.Record.Hash, row.History.Count + 1, happened));
        foreach (var evidence in record.Evidence) row.Evidence[evidence.SignalId] = evidence;
        foreach (var step in record.Steps) row.Steps[step.Key] = step;

        if (record.History.OfType<ProposalEvent.Claimed>().LastOrDefault() is not { } claimed) return;
        var held = Lock(record.Proposal.Scope);
        if (record.Proposal.State == ProposalState.Applying)
            held = held with { Holder = record.Proposal.Id, Owner = claimed.Owner, LeaseUntil = claimed.LeaseUntil };
        Lock(held with { Fence = Math.Max(held.Fence, claimed.Fence) });
    }

    /// <summary>What a reader of a file would get back.</summary>
    public static ProposalWrite ThroughJson(ProposalWrite write) => write with
    {
        After = Persisted.Read(Persisted.Write(write.After, RegeneratorJson.Default.Proposal), RegeneratorJson.Default.Proposal),
        Event = write.Kept?.Read(),
        Evidence = [.. write.Evidence.Select(e => Persisted.Read(Persisted.Write(e, RegeneratorJson.Default.Evidence), RegeneratorJson.Default.Evidence))],
    };

    private static bool Matches(Proposal proposal, ProposalQuery query) =>
        (query.States.Count == 0 || query.States.Contains(proposal.State))
        && (query.RuleId is null || string.Equals(query.RuleId, proposal.RuleId))
        && (query.ContextId is null || proposal.Sightings.Contexts.Contains(query.ContextId))
        && (query.Scope is null || query.Scope == proposal.Scope)
        && (query.Scopes is null || query.Scopes.Contains(proposal.Scope))
        && (query.Item is null || query.Item == proposal.Item)
        && (query.Shadow is null || query.Shadow == proposal.Shadow)
        && (query.DueBy is null || proposal.DueAt <= query.DueBy)
        && (query.KeptSince is null || proposal.EndedAt <= query.KeptSince && proposal.ForgottenAt is null)
        && (query.IdPrefix is null || proposal.Id.ToString().StartsWith(query.IdPrefix, StringComparison.OrdinalIgnoreCase))
        && (query.After is not { } after || proposal.Id < after);

    private static int Compare(AuditPlace left, AuditPlace right) => (left.At, left.Proposal, left.Number).CompareTo((right.At, right.Proposal, right.Number));

    private static Past PastOf(int occurrences, Proposal latest) => new(occurrences, latest.Rejection, latest.State is ProposalState.Applied or ProposalState.RolledBack ? latest.EndedAt : null);

    private void Erase(Row row, Erasure erasure)
    {
        switch (erasure)
        {
            case Erasure.Everything:
                row.Empty(Enumerable.Range(1, row.History.Count - 1));
                row.Evidence.Clear();
                row.Steps.Clear();
                break;
            case Erasure.Share(var context, var records, var steps):
                row.Empty(records);
                foreach (var evidence in row.Evidence.Values.Where(e => string.Equals(e.ContextId, context)).ToArray()) row.Evidence.Remove(evidence.SignalId);
                foreach (var key in steps) row.Steps.Remove(key);
                break;
            default:
                throw new UnreachableException();
        }

        Outbox.Rewrite(row.Proposal);
    }

    private Row Add(Proposal proposal)
    {
        var row = new Row(proposal);
        rows.Add(proposal.Id, row);
        opened.Add(row);
        Of(proposal.Scope).Add(row);
        if (proposal.Cause is { } cause) (CollectionsMarshal.GetValueRefOrAddDefault(byCause, cause.Id, out _) ??= []).Add(row);
        return latest[proposal.Fingerprint] = row;
    }

    private Row Known(string id) => rows[ProposalId.Parse(id) ?? throw new StoreException($"«{id}» is no id of a proposal")];

    private List<Row> Of(ProposalScope scope)
    {
        if (!byScope.TryGetValue(scope, out var list)) byScope[scope] = list = [];
        return list;
    }

    private sealed class Row(Proposal proposal)
    {
        public Proposal Proposal { get; set; } = proposal;

        public List<KeptEvent> History { get; } = [];

        public Dictionary<string, Evidence> Evidence { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, JournalStep> Steps { get; } = new(StringComparer.Ordinal);

        /// <param name="records">Their numbers.</param>
        public void Empty(IEnumerable<int> records)
        {
            foreach (var seq in records) History[seq - 1] = History[seq - 1] with { Json = null };
        }

        public ProposalRecord Record() => new(
            Proposal,
            [.. History.Select(kept => kept.Read())],
            [.. Evidence.Values.OrderByDescending(e => e.Window.Until).ThenBy(e => e.SignalId, StringComparer.Ordinal)],
            [.. Steps.Values.OrderBy(s => s.StartedAt).ThenBy(s => s.Index).ThenBy(s => s.Key, StringComparer.Ordinal)]);
    }
}
