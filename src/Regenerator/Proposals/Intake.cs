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
    /// <param name="load">What waits for people already, as budgets count it; null: nothing.</param>
    public static Admissions Admit(
        PassStart start, IReadOnlyList<ContextReading> readings, IReadOnlyList<Verdict> verdicts, DateTimeOffset now, IntakeOptions? options = null, InboxLoad? load = null)
    {
        options ??= new IntakeOptions();
        return Admit(start, readings, verdicts, now, options, new Drafts(options.ProseAccepted), new Allowance(load ?? InboxLoad.None, options.Budgets));
    }

    /// <param name="drafts">Of earlier looks: they save work, and change nothing.</param>
    /// <param name="allowance">What is opened is counted in it.</param>
    internal static Admissions Admit(
        PassStart start, IReadOnlyList<ContextReading> readings, IReadOnlyList<Verdict> verdicts, DateTimeOffset now, IntakeOptions options, Drafts drafts, Allowance allowance)
    {
        var desk = new IntakeDesk(start, [.. readings.OrderBy(r => r.Context.Id, StringComparer.Ordinal)], new Bystanders(verdicts), now, options, drafts, allowance);
        foreach (var verdict in verdicts.OrderBy(v => v.Reading.Context.Id, StringComparer.Ordinal).ThenBy(v => v.RuleId, StringComparer.Ordinal))
        {
            switch (verdict)
            {
                case Verdict.Quiet quiet:
                    desk.Note(quiet, quiet.CouldJudge ? new Admission.LeftAlone(quiet.Why) : new Admission.Undecided(quiet.Why));
                    break;
                case Verdict.Inapplicable inapplicable:
                    desk.Note(inapplicable, new Admission.Inapplicable(inapplicable.Why));
                    break;
                case Verdict.Blind blind:
                    desk.Note(blind, new Admission.Unseen(blind.Why));
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

    /// <summary>Which held items there is room for, the worst first: by confidence, then by magnitude, then by age.</summary>
    public static IReadOnlyList<ProposalChange> Release(InboxLoad load, IEnumerable<HeldProposal> held, DateTimeOffset now, IntakeOptions options)
    {
        var allowance = new Allowance(load, options.Budgets);
        return
        [
            .. held.GroupBy(p => p.Item)
                .OrderByDescending(item => item.Max(p => p.Confidence)).ThenByDescending(item => item.Max(p => p.Magnitude)).ThenBy(item => item.Key)
                .Where(item => allowance.Take([.. item.SelectMany(p => p.Buckets).Distinct()]) is null)
                .SelectMany(item => item.OrderBy(p => p.Id))
                .Select(p => new ProposalChange.Append(new ProposalEvent.Released { Actor = "engine", At = now }, p.Version) { Id = p.Id, Contexts = [] }),
        ];
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
}
