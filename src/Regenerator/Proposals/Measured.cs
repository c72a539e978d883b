namespace Regenerator.Proposals;

/// <summary>
/// What a rule judged by in one window: one figure, and what it was held against. For people, who see it over time beside those that did not ask;
/// nothing is decided by it.
/// </summary>
/// <param name="Subject">What was measured: a slot, a feature.</param>
/// <param name="What">Which figure of it, in the same words in every window: <c>share of starts that failed</c>.</param>
/// <param name="Value">In <paramref name="Unit"/>; finite.</param>
/// <param name="Unit"><see cref="Share"/>, <see cref="Milliseconds"/>, <see cref="Count"/>, or a word of the rule's own, such as <c>EUR</c>.</param>
public sealed record Measured(string Subject, string What, double Value, string Unit)
{
    /// <summary>0…1, shown as a percentage.</summary>
    public const string Share = "share";

    public const string Milliseconds = "ms";

    /// <summary>How often in the window.</summary>
    public const string Count = "count";

    /// <summary>Where the rule's patience ends, in the same unit; null: it has no such line.</summary>
    public double? Limit { get; init; }

    /// <summary>The limit is the least that is expected; otherwise it is the most that is borne.</summary>
    public bool LimitIsLeast { get; init; }

    /// <summary>What is usual, as far as the rule knows: what it compared with.</summary>
    public double? Baseline { get; init; }

    /// <summary>Why it can not be kept; null: it can.</summary>
    internal string? Problem =>
        Subject is null || What is null || Unit is null ? "what it measured has no subject, no name or no unit"
        : new[] { Value, Limit ?? 0, Baseline ?? 0 }.FirstOrDefault(number => !double.IsFinite(number)) is not 0 and var odd ? $"what it measured is {odd}"
        : null;
}

/// <summary>How contexts stood under a rule in a window in which they asked for nothing.</summary>
/// <param name="Contexts">How many of those that were looked at together.</param>
/// <param name="Median">Of their figures.</param>
public sealed record Comparison(int Contexts, double Median);
