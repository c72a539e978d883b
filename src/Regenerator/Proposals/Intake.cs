using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Proposals;

/// <summary>
/// Decides what becomes of what the rules want: opened, joined to what is open already, left alone and why. Pure: the same start,
/// readings and wishes give the same outcome, ids included, in whatever order they come.
/// </summary>
public static class Intake
{
    private const int CitedAtMost = 20;

    public static Admissions Admit(PassStart start, IReadOnlyList<ContextReading> readings, IReadOnlyList<Verdict> verdicts, DateTimeOffset now, IntakeOptions? options = null)
    {
        var desk = new Desk(start, [.. readings.OrderBy(r => r.Context.Id, StringComparer.Ordinal)], now, options ?? new IntakeOptions());
        foreach (var verdict in verdicts.OrderBy(v => v.Reading.Context.Id, StringComparer.Ordinal).ThenBy(v => v.RuleId, StringComparer.Ordinal))
        {
            switch (verdict)
            {
                case Verdict.Quiet quiet:
                    desk.Note(quiet, new Admission.LeftAlone(quiet.Why));
                    break;
                case Verdict.Threw threw:
                    desk.Note(threw, new Admission.RuleFailed(threw.Error));
                    break;
                case Verdict.Fired fired:
                    foreach (var wish in fired.Wishes) desk.Sort(fired, wish);
                    break;
            }
        }

        return desk.Close();
    }

    /// <summary>Why a wish that was rejected may come back; null: it may not.</summary>
    public static string? Returns(Rejection rejection, Sightings now, string editsDigest, DateTimeOffset at)
    {
        if (now.Magnitude >= 2 * rejection.Magnitude && now.Magnitude > 0) return $"it is at least twice as bad as what was rejected ({now.Magnitude:0.###} against {rejection.Magnitude:0.###})";
        if (now.Contexts.Except(rejection.Contexts).FirstOrDefault() is { } context) return $"«{context}» asks for it now too";
        if (now.ErrorClasses.Except(rejection.ErrorClasses).FirstOrDefault() is { } error) return $"errors of class «{error}» joined";
        if (!string.Equals(editsDigest, rejection.EditsDigest)) return "it proposes other edits than what was rejected";
        return rejection.Until is { } until && at >= until ? $"its quiet time ended on {until:yyyy-MM-dd HH:mm} UTC" : null;
    }

    /// <summary>The wishes of one pass, sorted by what they are about.</summary>
    private sealed class Desk(PassStart start, IReadOnlyList<ContextReading> readings, DateTimeOffset now, IntakeOptions options)
    {
        private readonly OrderedDictionary<Fingerprint, List<Wish>> wishes = [];
        private readonly List<ProposalChange> changes = [];
        private readonly List<Decision> decisions = [];
        private readonly Dictionary<ContextReading, Dictionary<RegeneratorSignal, string>> shown = new(ReferenceEqualityComparer.Instance);

        public void Note(Verdict verdict, Admission admission) => decisions.Add(new Decision(verdict.Reading.Context.Id, verdict.RuleId, verdict.Reading.Window, admission));

        public void Sort(Verdict.Fired fired, SpecChangeProposal wanted)
        {
            if ((Malformed(wanted) ?? Problem(fired, wanted)) is { } problem)
            {
                Note(fired, new Admission.Refused($"«{wanted.Id}»: {problem}"));
                return;
            }

            if (wanted.Confidence < options.MinConfidence)
            {
                Note(fired, new Admission.LeftAlone($"«{wanted.Title}» is of {wanted.Confidence.ToString().ToLowerInvariant()} confidence; {options.MinConfidence.ToString().ToLowerInvariant()} is asked for"));
                return;
            }

            var context = fired.Reading.Context;
            var scope = ProposalScope.Of(context.Document(wanted.Target.TenantScoped));
            var evidence = Cite(fired.Reading, wanted);
            var wish = Draft.Guarded(context, wanted) with
            {
                Signals = [],
                SignalIds = [.. evidence.Select(e => e.SignalId)],
                CreatedAt = wanted.CreatedAt ?? fired.Reading.Window.Until,
            };
            var fingerprint = Fingerprint.Of(fired.RuleId, scope, wish);
            if (!wishes.TryGetValue(fingerprint, out var same)) wishes[fingerprint] = same = [];
            if (same.Any(w => ReferenceEquals(w.Fired, fired) && !string.Equals(RevisionDigest.OfEdits(w.Wanted), RevisionDigest.OfEdits(wish))))
            {
                Note(fired, new Admission.Refused($"«{wanted.Id}»: it came twice from one look, with different edits"));
                return;
            }

            same.Add(new Wish(fired, scope, wish, evidence, Sighting(fired, wanted)));
        }

        public Admissions Close()
        {
            foreach (var (fingerprint, same) in wishes) Settle(fingerprint, same);
            foreach (var living in start.Living.Where(p => !wishes.ContainsKey(p.Fingerprint)))
                if (Outdate(living) is var (outdated, at)) decisions.Add(new Decision(at.Context.Id, living.RuleId, at.Window, outdated));
            return new Admissions(
                new PassCommit
                {
                    Contexts = [.. readings.Where(r => r.Watermarks.Count + r.FirstAsked.Count > 0).Select(r => new ContextCommit(r.Context.Id, start.Epochs.GetValueOrDefault(r.Context.Id), [.. r.Watermarks, .. r.FirstAsked]))],
                    Changes = changes,
                },
                decisions);
        }

        private void Settle(Fingerprint fingerprint, List<Wish> same)
        {
            var first = same[0];
            var sightings = same.Select(w => w.Sightings).Aggregate((a, b) => a.And(b)) with { Windows = 1 };
            var living = start.Living.FirstOrDefault(p => p.Fingerprint == fingerprint) is { } known ? Lifecycle.At(known, now) : null;
            if (living is { IsLiving: false })
            {
                foreach (var wish in same) Note(wish.Fired, new Admission.LeftAlone($"«{living.Revision.Proposal.Title}» has just expired; it opens anew when it is seen again"));
                return;
            }

            var draft = Draft.Of(first.Fired.Reading.Context, first.Wanted, $"rule:{first.Fired.RuleId}", options.ProseAccepted);
            Admission admission = draft switch
            {
                Draft.Impossible impossible => new Admission.Refused($"«{first.Wanted.Id}»: {impossible.Why}"),
                Draft.AlreadyTrue already => living is null ? new Admission.AlreadyTrue(first.Wanted.Title, already.Why) : Outdate(living)?.Outdated ?? new Admission.AlreadyTrue(first.Wanted.Title, already.Why),
                Draft.Ready ready => living is null ? Open(fingerprint, same, ready.Revision, sightings) : Join(living, same, ready.Revision, sightings),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            foreach (var wish in same) Note(wish.Fired, admission);
        }

        private Admission Open(Fingerprint fingerprint, List<Wish> same, Revision revision, Sightings sightings)
        {
            var past = start.Past.GetValueOrDefault(fingerprint);
            string? returned = null;
            if (past?.Rejection is { } rejection)
            {
                returned = Returns(rejection, sightings, RevisionDigest.OfEdits(revision.Proposal), now);
                if (returned is null) return new Admission.Suppressed(revision.Proposal.Title, $"rejected by {rejection.Actor} on {rejection.At:yyyy-MM-dd HH:mm} UTC: {rejection.Reason}");
            }

            var proposal = new Proposal
            {
                Id = ProposalId.Of(fingerprint, past?.Occurrences ?? 0, sightings.FirstWindow),
                Fingerprint = fingerprint,
                RuleId = same[0].Fired.RuleId,
                Scope = same[0].Scope,
                State = ProposalState.Open,
                Version = 1,
                Revision = revision,
                Sightings = sightings,
                OpenedAt = now,
                ExpiresAt = now + options.Lifetime,
                Returned = returned,
            };
            changes.Add(new ProposalChange.Open(new ProposalEvent.Opened(proposal) { Actor = revision.Author, At = now })
            {
                Id = proposal.Id,
                Contexts = sightings.Contexts,
                Evidence = [.. same.SelectMany(w => w.Evidence)],
            });
            return new Admission.Opened(proposal);
        }

        private Admission Join(Proposal living, List<Wish> same, Revision revision, Sightings sightings)
        {
            ProposalEvent? happened = null;
            // A person's revision stands until a person changes it; an executor's work is not pulled from under it.
            var decidable = living.State is ProposalState.Open or ProposalState.Approved;
            var other = !string.Equals(living.Revision.Digest, revision.Digest);
            if (decidable && (other || !Hard(living.Revision).SetEquals(Hard(revision))) && living.Revision.Author.StartsWith("rule:", StringComparison.Ordinal))
                happened = new ProposalEvent.Revised(revision, null) { Actor = revision.Author, At = now };
            else if (living.State == ProposalState.Approved && Widened(living.Sightings, sightings) is { } reason)
                happened = new ProposalEvent.ApprovalFell(reason) { Actor = "engine", At = now };

            Evidence[] evidence = [.. same.SelectMany(w => w.Evidence)];
            changes.Add(happened is null
                ? new ProposalChange.Join(sightings) { Id = living.Id, Contexts = sightings.Contexts, Evidence = evidence }
                : new ProposalChange.Append(happened, living.Version) { Id = living.Id, Contexts = sightings.Contexts, Evidence = evidence, Sightings = sightings });
            return new Admission.Joined(living, happened switch
            {
                ProposalEvent.Revised when other => "with other edits than before: a new revision",
                ProposalEvent.Revised => "with other blockers than before: a new revision",
                ProposalEvent.ApprovalFell fell => $"its approval fell: {fell.Reason}",
                _ => null,
            });
        }

        // What can not be waved through stands in the revision: it must go when its reason does.
        private static HashSet<string> Hard(Revision revision) => [.. revision.Blockers.Where(b => b.IsHard).Select(b => b.Kind)];

        private static string? Widened(Sightings before, Sightings now) =>
            now.Contexts.Except(before.Contexts).FirstOrDefault() is { } context ? $"«{context}» asks for it now too"
            : now.ErrorClasses.Except(before.ErrorClasses).FirstOrDefault() is { } error ? $"errors of class «{error}» joined"
            : null;

        // Only what is already true by its edits; whoever wrote them.
        private (Admission Outdated, ContextReading At)? Outdate(Proposal living)
        {
            if (!Lifecycle.At(living, now).State.IsWithdrawable()) return null;
            var at = readings.FirstOrDefault(r => !r.IsSilent && ProposalScope.Of(r.Context.Document(living.Scope.TenantScoped)) == living.Scope);
            if (at is null || Draft.Of(at.Context, living.Revision.Proposal, living.Revision.Author) is not Draft.AlreadyTrue already) return null;
            changes.Add(new ProposalChange.Append(new ProposalEvent.Outdated(already.Why) { Actor = "engine", At = now }, living.Version) { Id = living.Id, Contexts = [at.Context.Id] });
            return (new Admission.Outdated(living, already.Why), at);
        }

        // Rules are strangers' code, and nothing but the compiler's good word keeps nulls out of a wish.
        private static string? Malformed(SpecChangeProposal wish) =>
            string.IsNullOrEmpty(wish.Id) ? "it has no id"
            : wish.Title is null || wish.Summary is null ? "it has no title or no summary"
            : wish.Target?.SpecType is null || wish.Target.Reference is null ? "it has no target"
            : wish.Actions is null || wish.Actions.Any(action => action?.Edits is null || action.Edits.Any(edit => edit is null)) ? "one of its actions or edits is null"
            : wish.Magnitude is { } magnitude && !double.IsFinite(magnitude) ? $"its magnitude is {magnitude}"
            : null;

        private string? Problem(Verdict.Fired fired, SpecChangeProposal wish)
        {
            if (wish.Signals is null || wish.Signals.Count == 0) return "it cites no signals";
            if (wish.Signals.Any(signal => signal is null)) return "one of the signals that it cites is null";
            if (wish.Target.TenantScoped && wish.Actions.Any(a => a is ProposalAction.UpdateBlueprint)) return "it is scoped to a tenant but updates the blueprint";
            if (!wish.Target.TenantScoped && wish.Actions.Any(a => a is ProposalAction.UpdateTenantConfig)) return "it updates a tenant's config but is not scoped to the tenant";
            return wish.Signals.FirstOrDefault(s => ProviderOf(fired.Reading, s) is null) is { } stranger ? $"it cites «{stranger.Name}», which is not in the batch it was shown" : null;
        }

        private Evidence[] Cite(ContextReading reading, SpecChangeProposal wish) =>
        [
            .. wish.Signals.OrderByDescending(signal => signal.Number).Take(CitedAtMost).Select(signal =>
            {
                var provider = ProviderOf(reading, signal)!;
                return new Evidence(Evidence.IdOf(provider, reading.Context.Id, reading.Window, signal), reading.Context.Id, provider, reading.Window, signal);
            }).DistinctBy(e => e.SignalId),
        ];

        // By reference: two providers may well report equal facts, and a batch may hold very many.
        private string? ProviderOf(ContextReading reading, RegeneratorSignal signal)
        {
            if (!shown.TryGetValue(reading, out var providers))
            {
                shown[reading] = providers = new Dictionary<RegeneratorSignal, string>(ReferenceEqualityComparer.Instance);
                foreach (var answer in reading.Readings)
                    foreach (var known in answer.Signals)
                        providers.TryAdd(known, answer.Provider);
            }

            return providers.GetValueOrDefault(signal);
        }

        private static Sightings Sighting(Verdict.Fired fired, SpecChangeProposal wish) => new(
            fired.Reading.Window.Until,
            fired.Reading.Window.Until,
            1,
            [fired.Reading.Context.Id],
            [.. wish.Signals.OfType<ErrorSignal>().Select(e => e.Classification).Distinct().Order(StringComparer.Ordinal)],
            wish.Magnitude ?? wish.Signals.Max(signal => signal.Number));
    }

    private sealed record Wish(Verdict.Fired Fired, ProposalScope Scope, SpecChangeProposal Wanted, Evidence[] Evidence, Sightings Sightings);
}

/// <summary>What may be taken in.</summary>
public sealed record IntakeOptions
{
    /// <summary>A custom updater carries out prose: it is no blocker.</summary>
    public bool ProseAccepted { get; init; }

    /// <summary>Wishes of less confidence are left alone.</summary>
    public Confidence MinConfidence { get; init; } = Confidence.Low;

    /// <summary>What nobody has decided about for so long expires. Default: 14 days.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(14);
}

/// <summary>What a pass will commit, and each decision that led there.</summary>
public sealed record Admissions(PassCommit Commit, IReadOnlyList<Decision> Decisions);

/// <summary>What became of one rule's look at one context: the why and the why-not.</summary>
public sealed record Decision(string ContextId, string RuleId, TimeWindow Window, Admission Outcome);

/// <summary>A closed hierarchy of what may become of a wish, or of none.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    public sealed record Opened(Proposal Proposal) : Admission;

    /// <param name="Change">What else it did to the proposal; null: more of the same.</param>
    public sealed record Joined(Proposal Proposal, string? Change) : Admission;

    /// <summary>Was rejected, and nothing about it is new.</summary>
    public sealed record Suppressed(string Title, string Reason) : Admission;

    /// <summary>The spec in force says so already.</summary>
    public sealed record AlreadyTrue(string Title, string Reason) : Admission;

    /// <summary>A living proposal became true without us.</summary>
    public sealed record Outdated(Proposal Proposal, string Reason) : Admission;

    /// <summary>The rule asked for something that can not be taken in.</summary>
    public sealed record Refused(string Reason) : Admission;

    /// <summary>The rule saw no reason.</summary>
    public sealed record LeftAlone(string Reason) : Admission;

    public sealed record RuleFailed(string Error) : Admission;
}
