using Regenerator.Judgements;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Benchmarks;

/// <summary>
/// An inbox that nobody has looked at: each tenant of <see cref="Invented"/> has one living proposal of about 2 kB, by one of ten rules. Three of ten have a cause in
/// common with a thousand others; one of fifty is held and one of fifty approved. Each of the rules has judged each tenant.
/// </summary>
internal static class Backlog
{
    public const int Rules = 10;

    private const int Batch = 500;
    private const int Together = 1000;

    private static readonly string Prose = string.Concat(Enumerable.Repeat("The share of runs that fail is far above what it was in the four weeks before. ", 4));

    public static string Rule(int number) => $"rule-{number % Rules}";

    /// <summary>A word in the title of every proposal of one tenant in a thousand.</summary>
    public static string Word(int number) => $"Kontor{number % 1000:D3}";

    public static async Task FillAsync(IRegeneratorStore store, int count)
    {
        for (var first = 0; first < count; first += Batch)
        {
            int[] numbers = [.. Enumerable.Range(first, Math.Min(Batch, count - first))];
            ProposalChange.Open[] opened = [.. numbers.Select(Opened)];
            await InventedProposals.CommitAsync(store, Judged(numbers, InventedProposals.Pass([.. numbers.Select(Invented.Id)], opened)), default);
            await store.DecideAsync(
                [.. opened.Where((_, at) => numbers[at] % 50 == 7).Select(o => new Ruling(o.Id, new ProposalEvent.ApprovalGiven(o.Event.Proposal.Revision.Digest) { Actor = "person:eve", At = InventedProposals.Window.Until }))], default);
        }
    }

    private static PassCommit Judged(int[] numbers, PassCommit pass) =>
        pass with { Contexts = [.. numbers.Zip(pass.Contexts, (number, context) => context with { Judgements = [.. Enumerable.Range(0, Rules).Select(rule => Judgement(number, rule))] })] };

    private static Judgement Judgement(int number, int rule)
    {
        var kind = rule == number % Rules ? JudgementKind.Fired : (number + rule) % 100 == 3 ? JudgementKind.Unseen : (number + rule) % 20 == 5 ? JudgementKind.Undecided : JudgementKind.Quiet;
        return new Judgement(Invented.Id(number), Rule(rule), kind, $"0 of {number % 50} runs of «checkout» failed, 10 needed", InventedProposals.Window.Until) { WholeSince = InventedProposals.Window.Until };
    }

    private static ProposalChange.Open Opened(int number)
    {
        var usual = InventedProposals.Window;
        var window = new TimeWindow(usual.Since.AddMinutes(number), usual.Until.AddMinutes(number));
        var wish = InventedProposals.Wish($"Workflow «checkout» fails too often at {Word(number)}", Prose);
        wish = wish with { Confidence = (Confidence)(number % 3), Rationale = [Prose], Target = wish.Target with { SpecType = number % 4 == 0 ? "dataView" : "workflow" } };
        var proposal = InventedProposals.Open(Rule(number), Invented.Id(number), wish, window);
        var cause = number % 10 < 3 ? new Cause(Hash.Of($"{number / (Together * 10 / 3)}"), "shop", ["workflows.checkout"]) : null;
        var held = number % 50 == 3;
        return InventedProposals.Change(proposal with
        {
            State = held ? ProposalState.Held : ProposalState.Open,
            HeldBy = held ? "fleet: 500 may be open at once" : null,
            Cause = cause,
            Item = cause?.ItemOf(window.Until) ?? proposal.Id,
            ShownAt = held ? null : window.Until,
            ExpiresAt = DateTimeOffset.MaxValue.AddYears(-1),
            Buckets = ["fleet", $"rule:{Rule(number)}", "owner:platform.shop", $"context:{Invented.Id(number)}"],
        });
    }
}
