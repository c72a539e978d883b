using Regenerator.Contexts;
using Regenerator.Signals;
using Regenerator.Storage;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Fleet;

/// <summary>The watched contexts, page by page: however many there are, only those of a page are looked up.</summary>
/// <param name="Next">Where the next page starts; null on the last.</param>
internal sealed record Roster(IReadOnlyList<RosterLine> Lines, string? Next)
{
    /// <param name="of">Ordered by id.</param>
    /// <param name="find">In the ids of the context, its tenant or its blueprint; null: any.</param>
    /// <param name="after">The id that the page before ended with.</param>
    public static async Task<Roster> ReadAsync(IEnumerable<RegenerationContext> of, string? find, string? after, int limit, Sight sight, StudioOptions studio, CancellationToken ct)
    {
        RegenerationContext[] found = [.. of.Where(c => (after is null || string.CompareOrdinal(c.Id, after) > 0) && (find is null || Fits(c, find))).Take(limit + 1)];
        RegenerationContext[] shown = [.. found.Take(limit)];
        return new Roster(await LinesAsync(shown, sight, studio, ct), found.Length > limit ? shown[^1].Id : null);
    }

    public static async Task<IReadOnlyList<RosterLine>> LinesAsync(IReadOnlyList<RegenerationContext> contexts, Sight sight, StudioOptions studio, CancellationToken ct)
    {
        var (store, now) = (studio.Service.Store, studio.Engine.Time.GetUtcNow());
        var standings = await store.StandingsAsync([.. contexts.Select(c => c.Id)], sight.Of(ProposalQuery.Inbox with { At = now }), ct);
        // An account's state is everybody's; how far it was read is each context's own.
        var notes = sight.IsWhole ? (await store.ProviderNotesAsync(ct)).Providers.ToDictionary(n => n.Health.Provider, StringComparer.Ordinal) : [];
        return [.. contexts.Zip(standings, (context, standing) => new RosterLine(context, standing.Proposals, [.. standing.Watermarks.Select(mark => Source(mark, notes, now))]))];
    }

    private static RosterSource Source(Watermark mark, Dictionary<string, ProviderNote> notes, DateTimeOffset now) =>
        new(mark.Key.Provider, mark.Key.Window, mark.Until, now - mark.Until, notes.GetValueOrDefault(mark.Key.Provider)?.Health.Breaker);

    private static bool Fits(RegenerationContext context, string find) =>
        new[] { context.Id, Sight.TenantOf(context), context.BlueprintDocument.Id }.Any(text => text.Contains(find, StringComparison.OrdinalIgnoreCase));
}

/// <param name="Open">Living proposals that it asked for, of those that the visitor sees.</param>
/// <param name="Sources">By provider and window length; none before its first pass.</param>
internal sealed record RosterLine(RegenerationContext Context, int Open, IReadOnlyList<RosterSource> Sources)
{
    /// <summary>The end of the last window that every provider was read for; null before the first pass.</summary>
    public DateTimeOffset? ReadUntil => Sources.Count == 0 ? null : Sources.Min(s => s.Until);
}

/// <param name="Window">The length of its windows.</param>
/// <param name="Until">The end of the last window that was read.</param>
/// <param name="Lag">From then to now.</param>
/// <param name="Breaker">Of the provider's account as the last pass left it; null: nobody knows, or it is not the visitor's to see.</param>
internal sealed record RosterSource(string Provider, TimeSpan Window, DateTimeOffset Until, TimeSpan Lag, BreakerState? Breaker);
