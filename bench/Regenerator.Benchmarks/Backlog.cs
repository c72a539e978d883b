using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Effects;
using Regenerator.Storage;

namespace Regenerator.Benchmarks;

/// <summary>
/// An inbox that nobody has looked at: each tenant of <see cref="Invented"/> has one living proposal of about 2 kB, by one of ten rules. Three of ten have a cause in
/// common with a thousand others; one of fifty is held and one of fifty approved.
/// </summary>
internal static class Backlog
{
    public const int Rules = 10;

    private const int Batch = 500;
    private const int Together = 1000;

    private static readonly TimeWindow Window = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 5, 9, 5, 0, TimeSpan.Zero));
    private static readonly string Prose = string.Concat(Enumerable.Repeat("The share of runs that fail is far above what it was in the four weeks before. ", 4));

    public static string Rule(int number) => $"rule-{number % Rules}";

    /// <summary>A word in the title of every proposal of one tenant in a thousand.</summary>
    public static string Word(int number) => $"Kontor{number % 1000:D3}";

    public static async Task FillAsync(IRegeneratorStore store, int count)
    {
        for (var first = 0; first < count; first += Batch)
        {
            int[] numbers = [.. Enumerable.Range(first, Math.Min(Batch, count - first))];
            var pass = new PassCommit
            {
                Contexts = [.. numbers.Select(n => new ContextCommit(Invented.Id(n), 0, [new Watermark(new WatermarkKey(Invented.Id(n), "bench/telemetry", Window.Length), Window.Until)]))],
                Changes = [.. numbers.Select(Opened)],
            };
            if ((await store.CommitAsync(pass, default)).OfType<CommitOutcome.Overtaken>().FirstOrDefault() is { } lost) throw new InvalidOperationException($"{lost.ContextId}: {lost.By}; use an empty database");
            await store.DecideAsync(
                [.. pass.Changes.Cast<ProposalChange.Open>().Where((_, at) => numbers[at] % 50 == 7).Select(o => new Ruling(o.Id, new ProposalEvent.ApprovalGiven(o.Event.Proposal.Revision.Digest) { Actor = "person:eve", At = Window.Until }))], default);
        }
    }

    private static ProposalChange Opened(int number)
    {
        var context = Invented.Id(number);
        var window = new TimeWindow(Window.Since.AddMinutes(number), Window.Until.AddMinutes(number));
        var wish = new SpecChangeProposal
        {
            Id = "checkout",
            Title = $"Workflow «checkout» fails too often at {Word(number)}",
            Summary = Prose,
            Confidence = (Confidence)(number % 3),
            Rationale = [Prose],
            Target = new ProposalTarget(number % 4 == 0 ? "dataView" : "workflow", new SpecRef("checkout.fast", "2.0.0"), TenantScoped: true),
            Actions = [new ProposalAction.UpdateTenantConfig { Edits = [new SpecEdit.PinWorkflow("checkout", "checkout.safe", "1.2.0")] }],
            Magnitude = 31,
        };
        var scope = new ProposalScope(SpecKind.Tenant, context);
        TouchedElement[] touched = [new("workflowOverrides[checkout]", null)];
        ResolvedChange[] effect = [new("workflows.checkout", """{"key":"checkout.fast","version":"2.0.0"}""", """{"key":"checkout.safe","version":"1.2.0"}""", "workflow slot «checkout» now points to checkout.safe@1.2.0")];
        var fingerprint = Fingerprint.Of(Rule(number), scope, wish);
        var id = ProposalId.Of(fingerprint, 0, window.Until);
        var cause = number % 10 < 3 ? new Cause(Hash.Of($"{number / (Together * 10 / 3)}"), "shop", ["workflows.checkout"]) : null;
        var held = number % 50 == 3;
        var proposal = new Proposal
        {
            Id = id,
            Fingerprint = fingerprint,
            RuleId = Rule(number),
            Scope = scope,
            State = held ? ProposalState.Held : ProposalState.Open,
            HeldBy = held ? "fleet: 500 may be open at once" : null,
            Cause = cause,
            Item = cause?.ItemOf(window.Until) ?? id,
            Version = 1,
            Revision = new Revision { Number = 1, Digest = RevisionDigest.Of(wish, touched, effect), Author = $"rule:{Rule(number)}", Proposal = wish, Touched = touched, Effect = effect },
            Sightings = new Sightings(window.Until, window.Until, 1, [context], [], 31),
            OpenedAt = window.Until,
            ShownAt = held ? null : window.Until,
            ExpiresAt = DateTimeOffset.MaxValue.AddYears(-1),
            Buckets = ["fleet", $"rule:{Rule(number)}", "owner:platform.shop", $"context:{context}"],
        };
        return new ProposalChange.Open(new ProposalEvent.Opened(proposal) { Actor = proposal.Revision.Author, At = window.Until }) { Id = id, Contexts = [context] };
    }
}
