using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>The tables of <see cref="InMemoryStore"/>; whoever calls holds its lock.</summary>
internal sealed class InMemoryState : IStoredState
{
    private readonly Dictionary<string, Watched> contexts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<ProposalId, Row> rows = [];
    private readonly List<StoreBinding> bindings = [];
    private readonly List<ContextListing> listings = [];
    private readonly List<Row> opened = [];
    private readonly Dictionary<ProposalScope, List<Row>> byScope = [];
    private readonly Dictionary<string, List<Row>> byCause = new(StringComparer.Ordinal);
    private readonly Dictionary<ProposalScope, DocumentLock> locks = [];
    private readonly List<(FreezeId Id, FreezeEvent Happened)> freezes = [];

    public StoreIdentity Identity { get; private set; } = new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), 1);

    public bool IsEmpty => listings.Count == 0 && contexts.Count == 0 && rows.Count == 0 && locks.Count == 0 && freezes.Count == 0;

    public InMemoryOutbox Outbox { get; } = new();

    public long Epoch(string contextId) => contexts.GetValueOrDefault(contextId)?.Epoch ?? 0;

    public Proposal? Find(ProposalId id) => rows.GetValueOrDefault(id)?.Proposal;

    public IReadOnlyList<Proposal> Living(ProposalScope scope) => [.. Of(scope).Select(r => r.Proposal).Where(p => p.IsLiving)];

    public Proposal? Living(Cause cause) => byCause.GetValueOrDefault(cause.Id, []).Select(r => r.Proposal).Where(p => p.IsLiving).OrderBy(p => p.State switch { ProposalState.Snoozed => 2, ProposalState.Held => 1, _ => 0 }).ThenBy(p => p.Id).FirstOrDefault();

    public DocumentLock Lock(ProposalScope scope) => locks.GetValueOrDefault(scope) ?? DocumentLock.Unclaimed(scope);

    public void Lock(DocumentLock held) => locks[held.Scope] = held;

    public IReadOnlyList<Freeze> Freezes(DateTimeOffset? after) => [.. Freeze.Fold(freezes).Where(f => after is null || f.Set.Until > after)];

    public void Write(FreezeId id, FreezeEvent happened) =>
        freezes.Add((id, Persisted.Read(Persisted.Write(happened, RegeneratorJson.Default.FreezeEvent), RegeneratorJson.Default.FreezeEvent)));

    public ReadProgress Progress(IReadOnlyList<string> asked)
    {
        var (epochs, watermarks) = (new Dictionary<string, long>(asked.Count, StringComparer.Ordinal), new Dictionary<WatermarkKey, Watermark>());
        foreach (var id in asked)
        {
            var known = contexts.GetValueOrDefault(id);
            epochs[id] = known?.Epoch ?? 0;
            if (known is null) continue;
            foreach (var watermark in known.Watermarks) watermarks[watermark.Key] = watermark;
        }

        return new ReadProgress(epochs, watermarks);
    }

    public PassStart Begin(string[] asked, IReadOnlyList<ProposalScope> scopes)
    {
        var found = scopes.SelectMany(Of).ToArray();
        Proposal[] living = [.. found.Select(r => r.Proposal).Where(p => p.IsLiving).OrderBy(p => p.Id)];
        var judgements = new Dictionary<(string Context, string Rule), Judgement>();
        foreach (var id in living.Length == 0 ? asked : asked.Union(living.SelectMany(p => p.Sightings.Contexts), StringComparer.Ordinal))
            foreach (var judgement in contexts.GetValueOrDefault(id)?.Judgements ?? []) judgements[(id, judgement.RuleId)] = judgement;
        return new PassStart
        {
            Living = living,
            Judgements = judgements,
            Past = found.GroupBy(r => r.Proposal.Fingerprint).ToDictionary(g => g.Key, g => PastOf(g.Count(), g.Last().Proposal)),
        };
    }

    public JudgementPage Judgements(JudgementQuery query)
    {
        var found = Judged(query).Select(j => (Judgement: j, Place: JudgementPlace.Of(j))).Where(j => query.After is null || JudgementPlace.Order.Compare(j.Place, query.After) > 0);
        return JudgementPage.Of([.. found.OrderBy(j => j.Place, JudgementPlace.Order).Take(query.Limit + 1).Select(j => j.Judgement)], query);
    }

    public IReadOnlyList<JudgementTally> TallyJudgements(JudgementQuery query, int? most) =>
        [.. Judged(query).CountBy(j => (j.RuleId, j.Kind)).Select(c => JudgementTally.Of(c.Key.RuleId, c.Key.Kind, c.Value, most)).OrderBy(t => t.RuleId, StringComparer.Ordinal).ThenBy(t => t.Kind)];

    private IEnumerable<Judgement> Judged(JudgementQuery query) => contexts.Values.SelectMany(c => c.Judgements).Where(query.Finds);

    public ProposalRecord? Record(ProposalId id) => rows.TryGetValue(id, out var row) ? row.Record() : null;

    public ProposalPage List(ProposalQuery query)
    {
        var found = Found(query).Reverse().Where(p => query.After is not { } after || p.Id < after).Take(query.Limit + 1).ToArray();
        return ProposalPage.Of(found, query);
    }

    public IReadOnlyList<AuditEntry> Audit(AuditQuery query) =>
    [
        .. rows.Values.Where(r => query.Finds(r.Proposal))
            .SelectMany(r => r.History.Where(query.Finds).Select(kept => new AuditEntry(r.Proposal.Id, kept.Record.Seq, r.Proposal.RuleId, r.Proposal.Scope, kept.Read())))
            .Where(a => query.After is not { } after || Compare(a.Place, after) < 0)
            .OrderByDescending(a => a.Place, Comparer<AuditPlace>.Create(Compare)).Take(query.Limit),
    ];

    public ItemPage Items(ProposalQuery query) => ItemPage.Of(
        [
            .. Found(query).GroupBy(p => p.Item).Where(item => query.After is not { } after || item.Key < after)
                .OrderByDescending(item => item.Key).Take(query.Limit + 1).Select(item => new InboxItem(item.Key, item.First(), item.Count())),
        ],
        query);

    public IReadOnlyCollection<ProposalId>? Few(ProposalQuery query, int most) => Found(query).Select(p => p.Id).Take(most + 1).ToArray() is var ids && ids.Length <= most ? ids : null;

    public IReadOnlyList<int> CountItems(ProposalQuery query, IReadOnlyList<IReadOnlyCollection<ProposalState>> groups, int? most) =>
        [.. groups.Select(states => states.Count == 0 ? 0 : Found(query with { States = states }).Select(p => p.Item).Distinct().Take(most + 1 ?? int.MaxValue).Count())];

    public IReadOnlyList<RuleTally> Tally(ProposalQuery query) =>
    [
        .. Found(query).Select(query.Shown).CountBy(p => (p.RuleId, p.State, p.Shadow))
            .Select(counted => new RuleTally(counted.Key.RuleId, counted.Key.State, counted.Key.Shadow, counted.Value)),
    ];

    public IReadOnlyList<ContextStanding> Standings(IReadOnlyList<string> contexts, ProposalQuery counted)
    {
        var asked = Found(counted).SelectMany(p => p.Sightings.Contexts).CountBy(c => c).ToDictionary(StringComparer.Ordinal);
        var marks = this.contexts.Values.SelectMany(c => c.Watermarks).OrderBy(w => w.Key.Provider, StringComparer.Ordinal).ThenBy(w => w.Key.Window).ToLookup(w => w.Key.ContextId, StringComparer.Ordinal);
        return [.. contexts.Select(id => new ContextStanding(id, asked.GetValueOrDefault(id), [.. marks[id]]))];
    }

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

    public ContextListing? Listing => listings.LastOrDefault();

    public void Note(ContextListing listing)
    {
        listings.RemoveAll(l => l.Accepted is null);
        listings.Add(listing);
    }

    public IEnumerable<StoreLine> Lines()
    {
        yield return new StoreLine.Header(Identity);
        foreach (var binding in bindings) yield return new StoreLine.Bound(binding);
        foreach (var listing in listings) yield return new StoreLine.Listed(listing);
        foreach (var (id, known) in contexts.Where(c => c.Value.Epoch > 0).OrderBy(c => c.Key, StringComparer.Ordinal)) yield return new StoreLine.Watched(id, known.Epoch);
        foreach (var mark in contexts.Values.SelectMany(c => c.Watermarks).OrderBy(w => w.Key.ContextId, StringComparer.Ordinal).ThenBy(w => w.Key.Provider, StringComparer.Ordinal).ThenBy(w => w.Key.Window))
            yield return new StoreLine.Marked(mark);
        foreach (var judgement in contexts.Values.SelectMany(c => c.Judgements).OrderBy(j => j.ContextId, StringComparer.Ordinal).ThenBy(j => j.RuleId, StringComparer.Ordinal)) yield return new StoreLine.Judged(judgement);
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
            case StoreLine.Listed listed: Note(listed.Listing); break;
            case StoreLine.Watched watched: Context(watched.ContextId).Epoch = watched.Epoch; break;
            case StoreLine.Marked marked: Context(marked.Watermark.Key.ContextId).Take(marked.Watermark); break;
            case StoreLine.Judged judged: Context(judged.Judgement.ContextId).Take(judged.Judgement); break;
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
        var known = Context(context.ContextId);
        known.Epoch++;
        foreach (var watermark in context.Watermarks) known.Take(watermark);
        foreach (var judgement in context.Judgements) known.Take(Persisted.Read(Persisted.Write(judgement, RegeneratorJson.Default.Judgement), RegeneratorJson.Default.Judgement));
    }

    public bool Forget(string contextId) => contexts.Remove(contextId);

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

    public void Copy(ReadProgress progress, PassStart start)
    {
        foreach (var (id, epoch) in progress.Epochs) Context(id).Epoch = epoch;
        foreach (var watermark in progress.Watermarks.Values) Context(watermark.Key.ContextId).Take(watermark);
        foreach (var judgement in start.Judgements.Values) Context(judgement.ContextId).Take(judgement);
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

    /// <summary>What a reader of a file would get back. Of what is kept already, only the sightings change without an event.</summary>
    public ProposalWrite ThroughJson(ProposalWrite write) => write with
    {
        After = write is { Event: null, Before: { } before } && ReferenceEquals(before, Find(before.Id)) ? before with { Sightings = ThroughJson(write.After.Sightings) }
            : Persisted.Read(Persisted.Write(write.After, RegeneratorJson.Default.Proposal), RegeneratorJson.Default.Proposal),
        Event = write.Kept?.Read(),
        Evidence = [.. write.Evidence.Select(e => Persisted.Read(Persisted.Write(e, RegeneratorJson.Default.Evidence), RegeneratorJson.Default.Evidence))],
    };

    private static Sightings ThroughJson(Sightings sightings) => Persisted.Read(Persisted.Write(sightings, RegeneratorJson.Default.Sightings), RegeneratorJson.Default.Sightings);

    private IEnumerable<Proposal> Found(ProposalQuery query) => rows.Values.Select(r => r.Proposal).Where(query.Finds);

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
        (CollectionsMarshal.GetValueRefOrAddDefault(byScope, proposal.Scope, out _) ??= []).Add(row);
        if (proposal.Cause is { } cause) (CollectionsMarshal.GetValueRefOrAddDefault(byCause, cause.Id, out _) ??= []).Add(row);
        return row;
    }

    private Watched Context(string id) => CollectionsMarshal.GetValueRefOrAddDefault(contexts, id, out _) ??= new Watched();

    private Row Known(string id) => rows[ProposalId.Parse(id) ?? throw new StoreException($"«{id}» is no id of a proposal")];

    private List<Row> Of(ProposalScope scope) => byScope.GetValueOrDefault(scope) ?? [];

    /// <summary>What is known of one context.</summary>
    private sealed class Watched
    {
        /// <summary>Zero: it was never committed.</summary>
        public long Epoch { get; set; }

        public List<Watermark> Watermarks { get; } = [];

        public List<Judgement> Judgements { get; } = [];

        /// <summary>Watermarks never move back.</summary>
        public void Take(Watermark watermark)
        {
            for (var at = 0; at < Watermarks.Count; at++)
            {
                if (Watermarks[at].Key != watermark.Key) continue;
                if (Watermarks[at].Until < watermark.Until) Watermarks[at] = watermark;
                return;
            }

            Watermarks.Add(watermark);
        }

        public void Take(Judgement judgement)
        {
            var at = Judgements.FindIndex(j => string.Equals(j.RuleId, judgement.RuleId));
            if (at < 0) Judgements.Add(judgement);
            else Judgements[at] = judgement;
        }
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
