using Regenerator.Judgements;
using Regenerator.Rules;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Proposals;

/// <summary>The wishes of one pass, sorted by what they are about.</summary>
internal sealed class IntakeDesk(PassStart start, IReadOnlyList<ContextReading> readings, Bystanders bystanders, DateTimeOffset now, IntakeOptions options, Drafts drafts, Allowance allowance)
{
    private readonly OrderedDictionary<Fingerprint, List<Wish>> wishes = [];
    private readonly List<ProposalChange> changes = [];
    private readonly List<Decision> decisions = [];
    private readonly Citations citations = new(bystanders);
    private readonly JudgementBook book = new(start.Judgements);
    private readonly List<Verdict> whole = []; // what the rule wants there now is known in full
    private HashSet<(string Context, string Rule)>? heard;
    private readonly Dictionary<Fingerprint, Proposal> living = start.Living.ToDictionary(p => p.Fingerprint, p => Lifecycle.At(p, now));

    public void Note(Verdict verdict, Admission admission)
    {
        if (admission is Admission.LeftAlone) Hear(verdict);
        decisions.Add(new Decision(verdict.Reading.Context.Id, verdict.RuleId, verdict.Reading.Window, admission));
        book.Note(verdict.Reading, verdict.RuleId, admission);
    }

    public void Sort(Verdict.Fired fired, SpecChangeProposal wanted)
    {
        Hear(fired);
        if (citations.Problem(fired, wanted) is { } problem)
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
        var evidence = citations.Cite(fired, wanted);
        var wish = Draft.Guarded(context, wanted) with
        {
            Signals = [],
            Measured = null,
            SignalIds = [.. evidence.Select(e => e.SignalId)],
            CreatedAt = wanted.CreatedAt ?? fired.Reading.Window.Until,
        };
        var fingerprint = Fingerprint.Of(fired.RuleId, scope, wish);
        if (wishes.TryGetValue(fingerprint, out var same) && same.Any(w => ReferenceEquals(w.Fired, fired) && !string.Equals(RevisionDigest.OfEdits(w.Wanted), RevisionDigest.OfEdits(wish))))
        {
            Note(fired, new Admission.Refused($"«{wanted.Id}»: it came twice from one look, with different edits"));
            return;
        }

        var needed = options.TermsOf(fired.RuleId, context).Dwell;
        if (needed > 1 && !living.ContainsKey(fingerprint) && book.Count(fired.Reading, fired.RuleId, fingerprint) is var seen && seen < needed)
        {
            Note(fired, new Admission.Dwelling(wanted.Title, seen, needed));
            return;
        }

        if (same is null) wishes[fingerprint] = same = [];
        same.Add(new Wish(fired, scope, wish, evidence, Citations.Sighting(fired, wanted)));
    }

    public Admissions Close()
    {
        // The worst first, as what is held is let go: what is left of a budget is theirs.
        foreach (var (fingerprint, same) in wishes.OrderByDescending(w => w.Value[0].Wanted.Confidence).ThenByDescending(w => w.Value.Max(same => same.Sightings.Magnitude))) Settle(fingerprint, same);
        foreach (var quiet in living.Values.Where(p => !wishes.ContainsKey(p.Fingerprint)))
            if ((Outdate(quiet) ?? Clear(quiet)) is var (ended, at)) decisions.Add(new Decision(at.Context.Id, quiet.RuleId, at.Window, ended));
        return new Admissions(new PassCommit { Contexts = [.. readings.Select(Commit).Where(c => c.Watermarks.Count + c.Judgements.Count > 0)], Changes = changes }, decisions);
    }

    private ContextCommit Commit(ContextReading reading) =>
        new(reading.Context.Id, reading.Epoch, [.. reading.Watermarks, .. reading.FirstAsked]) { Judgements = book.Changed(reading.Context.Id) };

    private void Settle(Fingerprint fingerprint, List<Wish> same)
    {
        var first = same[0];
        var sightings = same.Select(w => w.Sightings).Aggregate((a, b) => a.And(b)) with { Windows = 1 };
        var known = living.GetValueOrDefault(fingerprint);
        Admission admission = known is { IsLiving: false }
            ? new Admission.LeftAlone($"«{first.Wanted.Title}» has just expired; it opens anew when it is seen again")
            : drafts.Of(fingerprint, first.Fired.Reading.Context, first.Wanted, $"rule:{first.Fired.RuleId}") switch
            {
                Draft.Impossible impossible => new Admission.Refused($"«{first.Wanted.Id}»: {impossible.Why}"),
                Draft.AlreadyTrue already => (known is null ? null : Outdate(known)?.Ended) ?? new Admission.AlreadyTrue(first.Wanted.Title, already.Why),
                Draft.Ready ready => known is null ? Open(fingerprint, same, ready.Revision, sightings) : Join(known, same, ready.Revision, sightings),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        foreach (var wish in same)
        {
            if (admission is not Admission.Held) book.Forget(wish.Fired.Reading, wish.Fired.RuleId, fingerprint);
            Note(wish.Fired, admission);
        }
    }

    private Admission Open(Fingerprint fingerprint, List<Wish> same, Revision revision, Sightings sightings)
    {
        var (past, rule) = (start.Past.GetValueOrDefault(fingerprint), same[0].Fired.RuleId);
        if (past is { AppliedAt: { } applied } && applied + same.Max(w => options.TermsOf(rule, w.Fired.Reading.Context).HoldOff) is var until && now < until)
            return new Admission.Held(revision.Proposal.Title, $"it was applied on {applied:yyyy-MM-dd HH:mm} UTC and has until {until:HH:mm} to take effect");
        string? returned = null;
        if (past?.Rejection is { } rejection)
        {
            returned = Intake.Returns(rejection, sightings, RevisionDigest.OfEdits(revision.Proposal), now);
            if (returned is null) return new Admission.Suppressed(revision.Proposal.Title, $"rejected by {rejection.Actor} on {rejection.At:yyyy-MM-dd HH:mm} UTC: {rejection.Reason}");
        }

        var (context, shadow) = (same[0].Fired.Reading.Context, options.TermsOf(rule).Mode == RuleMode.Shadow);
        var (cause, buckets) = (Cause.Of(rule, context, revision), Budget.Buckets(rule, context, same[0].Scope.TenantScoped));
        var over = shadow || allowance.Joins(cause) ? null : allowance.Take(buckets);
        var proposal = new Proposal
        {
            Id = ProposalId.Of(fingerprint, past?.Occurrences ?? 0, sightings.FirstWindow),
            Fingerprint = fingerprint,
            RuleId = rule,
            Scope = same[0].Scope,
            State = over is null ? ProposalState.Open : ProposalState.Held,
            HeldBy = over,
            Cause = cause,
            Buckets = buckets,
            Version = 1,
            Revision = revision,
            Sightings = sightings,
            OpenedAt = now,
            ExpiresAt = now + options.Lifetime,
            Returned = returned,
            Shadow = shadow,
            ShownAt = shadow || over is not null ? null : now,
        };
        changes.Add(new ProposalChange.Open(new ProposalEvent.Opened(proposal) { Actor = revision.Author, At = now })
        {
            Id = proposal.Id,
            Contexts = sightings.Contexts,
            Evidence = [.. same.SelectMany(w => w.Evidence)],
        });
        return new Admission.Opened(proposal) { Supersedes = Supersede(proposal) };
    }

    // The newer wish of a rule stands in the place of its older ones about the same elements, once everybody who asked for those has been heard and
    // asks for them no more. The same contexts cause both changes: one is not committed without the other.
    private Proposal[] Supersede(Proposal newer)
    {
        Proposal[] older = [.. living.Values.Where(p => IsReplaced(p, newer)).OrderBy(p => p.Id)];
        foreach (var replaced in older)
        {
            living.Remove(replaced.Fingerprint);
            var happened = new ProposalEvent.Replaced(newer.Id, $"rule «{newer.RuleId}» now wants «{newer.Revision.Proposal.Title}» there") { Actor = "engine", At = now };
            changes.Add(new ProposalChange.Append(happened, replaced.Version) { Id = replaced.Id, Contexts = newer.Sightings.Contexts });
        }

        return older;
    }

    private bool IsReplaced(Proposal older, Proposal newer) =>
        older.State.IsWithdrawable() && older.Scope == newer.Scope && string.Equals(older.RuleId, newer.RuleId) && (older.Shadow || !newer.Shadow)
        && !wishes.ContainsKey(older.Fingerprint) && older.Sightings.Contexts.All(context => IsHeard(context, older.RuleId))
        && newer.Revision.Touched.Any(mine => older.Revision.Touched.Any(mine.Overlaps));

    private void Hear(Verdict verdict)
    {
        var reading = verdict.Reading;
        if (!reading.Again && reading.IsWhole) whole.Add(verdict);
    }

    // Asked for by few passes, and only when all has been told.
    private bool IsHeard(string context, string rule) => (heard ??= [.. whole.Select(v => (v.Reading.Context.Id, v.RuleId))]).Contains((context, rule));

    private Admission.Joined Join(Proposal known, List<Wish> same, Revision revision, Sightings sightings)
    {
        ProposalEvent? happened = null;

        // A person's revision stands until a person changes it; an executor's work is not pulled from under it.
        var decidable = known.State.WaitsForPeople() || known.State == ProposalState.Approved;
        var other = !string.Equals(known.Revision.Digest, revision.Digest);
        if (decidable && (other || !Hard(known.Revision).SetEquals(Hard(revision))) && known.Revision.Author.StartsWith("rule:", StringComparison.Ordinal))
            happened = new ProposalEvent.Revised(revision, null) { Actor = revision.Author, At = now };
        else if (known.State == ProposalState.Approved && Widened(known.Sightings, sightings) is { } reason)
            happened = new ProposalEvent.ApprovalFell(reason) { Actor = "engine", At = now };

        Evidence[] evidence = [.. same.SelectMany(w => w.Evidence)];
        changes.Add(happened is null
            ? new ProposalChange.Join(sightings) { Id = known.Id, Contexts = sightings.Contexts, Evidence = evidence }
            : new ProposalChange.Append(happened, known.Version) { Id = known.Id, Contexts = sightings.Contexts, Evidence = evidence, Sightings = sightings });
        return new Admission.Joined(known, happened switch
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
    private (Admission Ended, ContextReading At)? Outdate(Proposal known)
    {
        if (!known.State.IsWithdrawable() || LookAt(known) is not { } at) return null;
        if (drafts.Of(known.Fingerprint, at.Context, known.Revision.Proposal, known.Revision.Author) is not Draft.AlreadyTrue already) return null;
        End(known, at, new ProposalEvent.Outdated(already.Why) { Actor = "engine", At = now });
        return (new Admission.Outdated(known, already.Why), at);
    }

    // The wish was not seen for long enough, and every context that asked for it was seen whole all the time.
    private (Admission Ended, ContextReading At)? Clear(Proposal known)
    {
        if (!known.State.IsWithdrawable() || known.Reverts is not null || LookAt(known) is not { } at) return null;
        var judged = known.Sightings.Contexts.Select(context => book.Of(context, known.RuleId)).ToArray();
        if (judged.Any(j => j is not { IsBlind: false, WholeSince: not null })) return null;
        var since = judged.Select(j => j!.WholeSince!.Value).Append(known.Sightings.LastWindow).Max();
        // Contexts of several labels may have asked for it: the most patient of those that are looked at.
        var patience = readings.Where(r => known.Sightings.Contexts.Contains(r.Context.Id)).Append(at).Max(r => options.TermsOf(known.RuleId, r.Context).WithdrawAfter);
        if (at.Window.Until - since < patience) return null;
        var reason = $"not seen any more since {since:yyyy-MM-dd HH:mm} UTC";
        End(known, at, new ProposalEvent.Cleared(reason) { Actor = "engine", At = now });
        return (new Admission.Cleared(known, reason), at);
    }

    private ContextReading? LookAt(Proposal known) =>
        readings.FirstOrDefault(r => !r.IsSilent && ProposalScope.Of(r.Context.Document(known.Scope.TenantScoped)) == known.Scope);

    private void End(Proposal known, ContextReading at, ProposalEvent happened) =>
        changes.Add(new ProposalChange.Append(happened, known.Version) { Id = known.Id, Contexts = [at.Context.Id] });

    private sealed record Wish(Verdict.Fired Fired, ProposalScope Scope, SpecChangeProposal Wanted, Evidence[] Evidence, Sightings Sightings);
}
