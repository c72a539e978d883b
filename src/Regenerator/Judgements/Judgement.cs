using System.Text.Json.Serialization;

namespace Regenerator.Judgements;

/// <summary>
/// What a rule last came to in a context, and since when: the why and the why-not. One per context and rule, written only when it changes;
/// figures in the reason do not count as a change, so they are those of the window in which it began.
/// </summary>
/// <param name="Since">End of the first window of which it is true.</param>
public sealed record Judgement(string ContextId, string RuleId, JudgementKind Kind, string Reason, DateTimeOffset Since)
{
    /// <summary>End of the first window of the unbroken run that was seen whole, up to now; null: the last one was not.</summary>
    public DateTimeOffset? WholeSince { get; init; }

    /// <summary>Wishes that have not lasted long enough to be opened, by fingerprint.</summary>
    public IReadOnlyDictionary<string, Streak> Dwelling { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>The rule looked and knows; otherwise its silence says nothing of the app.</summary>
    [JsonIgnore]
    public bool CouldJudge => !Unjudged.Contains(Kind);

    /// <summary>The rule would have something to judge, and could not.</summary>
    [JsonIgnore]
    public bool IsBlind => CouldJudge is false && Kind is not JudgementKind.Inapplicable;

    /// <summary>The kinds of a rule that did not judge: it could not, or there is nothing here that it is about.</summary>
    public static IReadOnlyCollection<JudgementKind> Unjudged { get; } = [JudgementKind.Threw, JudgementKind.Unseen, JudgementKind.Undecided, JudgementKind.Inapplicable];

    private const string Figures = "0123456789.,";

    private static readonly IReadOnlyDictionary<string, Streak> Nothing = new Dictionary<string, Streak>(StringComparer.Ordinal);

    /// <summary>The same but for figures and times.</summary>
    public bool SaysTheSameAs(Judgement? other) =>
        ReferenceEquals(this, other) || other is not null && IsOf(other, Kind, Reason) && WholeSince == other.WholeSince
        && Dwelling.Count == other.Dwelling.Count && Dwelling.All(d => other.Dwelling.TryGetValue(d.Key, out var streak) && streak == d.Value);

    /// <summary>Whether it would say this, but for figures.</summary>
    internal static bool IsOf(Judgement judgement, JudgementKind kind, string reason) => judgement.Kind == kind && IsSameButForFigures(judgement.Reason, reason);

    private static bool IsSameButForFigures(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            var same = left.CommonPrefixLength(right);
            left = left[same..].TrimStart(Figures);
            right = right[same..].TrimStart(Figures);
            if (left.IsEmpty || right.IsEmpty) return left.IsEmpty && right.IsEmpty;
            if (left[0] != right[0]) return false;
        }
    }
}

/// <param name="Windows">How many windows in a row asked for it.</param>
/// <param name="Last">End of the latest.</param>
public readonly record struct Streak(int Windows, DateTimeOffset Last);

/// <summary>In the order of their weight: of several things that a rule came to in one look, the first counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JudgementKind>))]
public enum JudgementKind
{
    /// <summary>The rule is broken: it threw, or asked for something that can not be taken in.</summary>
    Threw,

    /// <summary>It wants a change, which is in the inbox.</summary>
    Fired,

    /// <summary>It wants a change, which is kept back for now: over a budget, or too soon after the last.</summary>
    Held,

    /// <summary>It wants a change, but not for long enough yet.</summary>
    Dwelling,

    /// <summary>It wants a change that was rejected, and nothing about it is new.</summary>
    Suppressed,

    /// <summary>It wants what is in force already.</summary>
    AlreadyTrue,

    /// <summary>No provider could answer.</summary>
    Unseen,

    /// <summary>It looked, but what it saw is not enough to judge by: too little data, a source that is not complete, an event that the spec switches off or samples.</summary>
    Undecided,

    /// <summary>The app does not have what the rule is about, such as its slot: it can not fire here.</summary>
    Inapplicable,

    /// <summary>It looked, and there is nothing to change.</summary>
    Quiet,
}
