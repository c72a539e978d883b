using System.Runtime.InteropServices;
using Regenerator.Proposals;
using Regenerator.Signals;

namespace Regenerator.Judgements;

/// <summary>The judgements of a batch of contexts while a pass goes over them. Pure: what it reads is what the store gave, what it gives is what has changed.</summary>
internal sealed class JudgementBook(IReadOnlyDictionary<(string Context, string Rule), Judgement> before)
{
    private readonly Dictionary<string, List<Judgement>> now = new(StringComparer.Ordinal); // by context, one per rule
    private readonly Dictionary<(string Context, string Rule), Dictionary<string, Streak>> streaks = [];

    /// <summary>Counts a window in which a wish was seen.</summary>
    /// <returns>How many in a row there are now.</returns>
    public int Count(ContextReading reading, string ruleId, Fingerprint wish)
    {
        var key = (reading.Context.Id, ruleId);
        var last = before.GetValueOrDefault(key)?.Dwelling.GetValueOrDefault(wish.Value) ?? default;
        var streak = reading.Window.Until <= last.Last ? last // read again
            : new Streak(last.Last == reading.Window.Since ? last.Windows + 1 : 1, reading.Window.Until);
        if (!streaks.TryGetValue(key, out var known)) streaks[key] = known = new Dictionary<string, Streak>(StringComparer.Ordinal);
        known[wish.Value] = streak;
        return streak.Windows;
    }

    /// <summary>The wish has opened, or has been dropped: nothing is counted any more.</summary>
    public void Forget(ContextReading reading, string ruleId, Fingerprint wish) => streaks.GetValueOrDefault((reading.Context.Id, ruleId))?.Remove(wish.Value);

    /// <summary>Notes what came of a look; of several, the weightiest stays.</summary>
    public void Note(ContextReading reading, string ruleId, Admission admission)
    {
        if (reading.Again) return; // an older window: what the rule came to since is newer
        var noted = CollectionsMarshal.GetValueRefOrAddDefault(now, reading.Context.Id, out _) ??= [];
        var at = PlaceOf(noted, ruleId);
        if (at >= 0 && noted[at].Kind <= admission.Kind) return;
        var next = Next(before.GetValueOrDefault((reading.Context.Id, ruleId)), reading, ruleId, admission);
        if (at < 0) noted.Add(next);
        else noted[at] = next;
    }

    /// <summary>As it is now, whether or not this pass had a look.</summary>
    public Judgement? Of(string contextId, string ruleId) =>
        now.TryGetValue(contextId, out var noted) && PlaceOf(noted, ruleId) is var at and >= 0 ? noted[at] : before.GetValueOrDefault((contextId, ruleId));

    /// <summary>What is to be written of a context.</summary>
    public IReadOnlyList<Judgement> Changed(string contextId)
    {
        if (!now.TryGetValue(contextId, out var noted)) return [];
        List<Judgement>? changed = null;
        foreach (var judgement in noted)
        {
            var key = (contextId, judgement.RuleId);
            var counted = streaks.TryGetValue(key, out var streak) ? judgement with { Dwelling = streak } : judgement;
            if (!counted.SaysTheSameAs(before.GetValueOrDefault(key))) (changed ??= []).Add(counted);
        }

        changed?.Sort(static (left, right) => string.CompareOrdinal(left.RuleId, right.RuleId));
        return changed ?? [];
    }

    private static int PlaceOf(List<Judgement> noted, string ruleId)
    {
        for (var at = 0; at < noted.Count; at++)
            if (string.Equals(noted[at].RuleId, ruleId)) return at;
        return -1;
    }

    // Nearly always it is what it was before: the very object then, which nobody needs to compare or to write.
    private static Judgement Next(Judgement? earlier, ContextReading reading, string ruleId, Admission admission)
    {
        var whole = reading.IsWhole ? earlier?.WholeSince ?? reading.Window.Until : (DateTimeOffset?)null;
        if (earlier is null || !Judgement.IsOf(earlier, admission.Kind, admission.Words))
            return new Judgement(reading.Context.Id, ruleId, admission.Kind, admission.Words, reading.Window.Until) { WholeSince = whole };
        return earlier.WholeSince == whole && earlier.Dwelling.Count == 0 ? earlier : new Judgement(earlier.ContextId, ruleId, earlier.Kind, earlier.Reason, earlier.Since) { WholeSince = whole };
    }
}
