using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Specs;
using Regenerator.Storage;
using Regenerator.Testing;

namespace Regenerator.Studio.Tests.Browsing;

/// <summary>What is too much of everything.</summary>
internal static class Extremes
{
    /// <summary>200 characters without a space.</summary>
    public static readonly string Endless = string.Concat(Enumerable.Repeat("Wolkenkuckucksheim", 12))[..200];

    /// <summary>Another direction of writing, marks that turn it, and pictures.</summary>
    public const string Foreign = "הקופה נכשלת לעתים קרובות مدى‮ turned ‬🛒🔥👩‍👩‍👧‍👦 Z͑ͫ̓ͪ̂ͫ̽͏a̴l̷g̶o̸";

    public static readonly string Words = $" {Endless} {Foreign}";

    private static readonly Cause Cause = new(Hash.Of("extreme"), "shop.app", ["workflows.checkout"]);

    public static readonly string Long = string.Join(' ', Enumerable.Repeat("The share of runs that fail is far above what it was in the four weeks before, and it does not fall again.", 60));

    /// <summary>A hundred proposals of one item, and one with fifty series of evidence and a very long rationale.</summary>
    public static async Task FillAsync(Shop shop)
    {
        for (var number = 0; number < 100; number++) await OpenAsync(shop, Some.Wish("shared", tenantScoped: true) with { Title = $"Checkout fails {Foreign}" }, $"tenant-{number:D3}-{Endless[..40]}", Cause, []);
        var evidence = Enumerable.Range(0, 50).SelectMany(series => Enumerable.Range(0, 3).Select(window => Sighting(series, window))).ToArray();
        await OpenAsync(shop, Some.Wish("many", tenantScoped: true) with { Title = "Very much is wrong here", Summary = Long, Rationale = [.. Enumerable.Repeat(Long, 3)] }, "nordwind", null, evidence);
    }

    public static async Task<(string Name, string Path)[]> PagesAsync(Shop shop) =>
    [
        ("inbox", "/"), ("named", $"/proposals/{(await shop.FindAsync("Checkout converts")).Id}"), ("item", $"/proposals/{(await shop.FindAsync("Checkout fails")).Item}"), ("many", $"/proposals/{(await shop.FindAsync("Very much")).Id}"),
        ("edit", $"/proposals/{(await shop.FindAsync("Checkout converts")).Id}/edit"), ("left-alone", "/left-alone?kind=quiet"), ("activity", "/activity"), ("contexts", "/contexts"), ("rules", "/rules"), ("freezes", "/freezes"), ("tokens", "/tokens"),
    ];

    private static Evidence Sighting(int series, int window)
    {
        var at = new TimeWindow(Some.Window.Since.AddMinutes(5 * window), Some.Window.Until.AddMinutes(5 * window));
        return Some.Evidence(Some.BehaviorSignal($"feature-{series}", value: 1000 + series * window, window: at), "nordwind", "shop/behaviour", at);
    }

    private static async Task OpenAsync(Shop shop, SpecChangeProposal wish, string context, Cause? cause, Evidence[] evidence)
    {
        var proposal = Some.Proposal(wish.Id, new ProposalScope(SpecKind.Tenant, context), context: context);
        proposal = proposal with { Revision = proposal.Revision with { Proposal = wish }, Cause = cause, OpenedAt = shop.Clock.GetUtcNow(), Item = cause?.ItemOf(Some.Now) ?? proposal.Item, ExpiresAt = shop.Clock.GetUtcNow().AddDays(14) };
        var epoch = (await shop.Store.ProgressAsync([context], Shop.Ct)).Epochs[context];
        var open = new ProposalChange.Open(Some.Opened(proposal)) { Id = proposal.Id, Contexts = [context], Evidence = evidence };
        await shop.Store.CommitAsync(new PassCommit { Contexts = [new ContextCommit(context, epoch, [])], Changes = [open] }, Shop.Ct);
    }
}
