using Regenerator.Judgements;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Proposals;

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

    /// <summary>What it says about the rule in its context.</summary>
    public abstract JudgementKind Kind { get; }

    /// <summary>One line, as people read it.</summary>
    public abstract string Words { get; }

    public sealed record Opened(Proposal Proposal) : Admission
    {
        public override JudgementKind Kind => Proposal.HeldBy is null ? JudgementKind.Fired : JudgementKind.Held;

        /// <summary>Those in whose place it stands: wishes of the same rule about the same elements, which it has no more.</summary>
        public IReadOnlyList<Proposal> Supersedes { get; init; } = [];

        public override string Words => $"opened {Proposal.Id}{(Supersedes.Count == 0 ? "" : $" in the place of {string.Join(", ", Supersedes.Select(p => p.Id))}")}{Aside}";

        private string Aside => Proposal.HeldBy is { } budget ? $", held: {budget}" : Proposal.Shadow ? " as a shadow: the rule is tried out" : "";
    }

    /// <param name="Change">What else it did to the proposal; null: more of the same.</param>
    public sealed record Joined(Proposal Proposal, string? Change) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Fired;

        public override string Words => $"joined {Proposal.Id}";
    }

    /// <summary>Wanted for too few windows in a row.</summary>
    public sealed record Dwelling(string Title, int Windows, int Needed) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Dwelling;

        public override string Words => $"«{Title}» was seen in {Windows} of {Needed} windows in a row";
    }

    /// <summary>Wanted, but kept back for now.</summary>
    public sealed record Held(string Title, string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Held;

        public override string Words => $"«{Title}» is held: {Reason}";
    }

    /// <summary>Was rejected, and nothing about it is new.</summary>
    public sealed record Suppressed(string Title, string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Suppressed;

        public override string Words => $"«{Title}» stays quiet: {Reason}";
    }

    /// <summary>The spec in force says so already.</summary>
    public sealed record AlreadyTrue(string Title, string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.AlreadyTrue;

        public override string Words => $"«{Title}»: {Reason}";
    }

    /// <summary>A living proposal became true without us.</summary>
    public sealed record Outdated(Proposal Proposal, string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.AlreadyTrue;

        public override string Words => $"obsolete: {Reason}";
    }

    /// <summary>What a living proposal stood on has not been seen any more for long enough.</summary>
    public sealed record Cleared(Proposal Proposal, string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Quiet;

        public override string Words => $"withdrawn: {Reason}";
    }

    /// <summary>The rule asked for something that can not be taken in.</summary>
    public sealed record Refused(string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Threw;

        public override string Words => $"refused: {Reason}";
    }

    /// <summary>The rule saw no reason.</summary>
    public sealed record LeftAlone(string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Quiet;

        public override string Words => Reason;
    }

    /// <summary>The rule could not judge by what it saw.</summary>
    public sealed record Undecided(string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Undecided;

        public override string Words => Reason;
    }

    /// <summary>The app does not have what the rule is about.</summary>
    public sealed record Inapplicable(string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Inapplicable;

        public override string Words => Reason;
    }

    /// <summary>No provider could answer, so the rule was not asked.</summary>
    public sealed record Unseen(string Reason) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Unseen;

        public override string Words => Reason;
    }

    public sealed record RuleFailed(string Error) : Admission
    {
        public override JudgementKind Kind => JudgementKind.Threw;

        public override string Words => $"the rule failed: {Error}";
    }
}
