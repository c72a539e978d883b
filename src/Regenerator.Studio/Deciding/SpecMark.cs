using System.Text.Json;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Deciding;

/// <summary>Something that was done to the documents behind an app: a line through the figures over time.</summary>
/// <param name="Words">A clause: «applied «Checkout is slow»: version 41 → 42».</param>
/// <param name="Proposal">That did it; null: none did, or it is the one that is looked at.</param>
/// <param name="Context">Whom it is about; null: all of them.</param>
internal sealed record SpecMark(DateTimeOffset At, string Words, ProposalId? Proposal = null, string? Context = null)
{
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(10);

    /// <summary>What is known of the documents over time, the oldest first.</summary>
    /// <param name="looked">The proposal that is looked at.</param>
    /// <param name="applied">Others that were applied to the same documents, with their journals.</param>
    /// <param name="evidence">In which windows which versions were in force.</param>
    public static IReadOnlyList<SpecMark> Of(ProposalRecord looked, IReadOnlyList<ProposalRecord> applied, IReadOnlyList<Evidence> evidence)
    {
        SpecMark[] done = [.. Own(looked), .. applied.SelectMany(record => Applies(record, record.Proposal.Id))];
        // Versions that an apply has brought about are named there.
        return [.. done.Concat(Versions(evidence).Where(v => !done.Any(d => (d.At - v.At).Duration() < Together))).OrderBy(mark => mark.At)];
    }

    private static IEnumerable<SpecMark> Own(ProposalRecord record) => Applies(record, null).Concat(record.History.Select(happened => happened switch
    {
        ProposalEvent.Opened => new SpecMark(happened.At, "proposed"),
        ProposalEvent.Revised revised => new SpecMark(happened.At, $"revision {revised.Revision.Number} by {happened.Actor}"),
        ProposalEvent.RolledBack => new SpecMark(happened.At, "rolled back"),
        _ => null,
    }).OfType<SpecMark>());

    private static IEnumerable<SpecMark> Applies(ProposalRecord record, ProposalId? id)
    {
        var title = id is null ? "" : $" «{record.Proposal.Revision.Proposal.Title}»";
        var versions = record.Steps.Select(step => VersionsOf(step.Output)).LastOrDefault(v => v is not null);
        foreach (var happened in record.History.Where(h => h is ProposalEvent.Completed or ProposalEvent.Settled { Applied: true }))
            yield return new SpecMark(happened.At, $"applied{title}{(versions is null ? "" : $": version {versions}")}", id);
    }

    private static IEnumerable<SpecMark> Versions(IReadOnlyList<Evidence> evidence)
    {
        foreach (var context in evidence.Where(e => e.InForce is not null).GroupBy(e => e.ContextId))
        {
            SpecsInForce? before = null;
            foreach (var window in context.DistinctBy(e => e.Window.Until).OrderBy(e => e.Window.Until))
            {
                var now = window.InForce!;
                if (before is not null && before.Blueprint != now.Blueprint) yield return new SpecMark(window.Window.Since, $"blueprint version {before.Blueprint} → {now.Blueprint}", Context: context.Key);
                if (before is not null && before.Tenant != now.Tenant) yield return new SpecMark(window.Window.Since, $"version {before.Tenant} → {now.Tenant} of {context.Key}'s own document", Context: context.Key);
                before = now;
            }
        }
    }

    /// <summary>«41 → 42», of a step that put a document in the place of another.</summary>
    public static string? VersionsOf(JsonElement? output) =>
        output is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("fromVersion", out var from) && json.TryGetProperty("toVersion", out var to) ? $"{from} → {to}" : null;
}
