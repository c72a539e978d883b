using Regenerator.Storage;

namespace Regenerator.Contexts;

/// <summary>
/// A source whose list may not collapse: whoever is missing all at once was not taken away, but lost. What there was before is kept in the store, since a
/// process that starts without its documents has seen nothing else. Safe for concurrent use.
/// </summary>
internal sealed class GuardedContexts(IContextSource inner, IPassStore store, TimeProvider time) : IContextSource
{
    private volatile ContextListing? known;

    public string? Name => inner.Name;

    public async ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
    {
        var snapshot = await inner.ReadAsync(ct);
        var now = Listing(snapshot);
        known ??= await store.ListingAsync(ct);
        if (ContextCollapse.Between(known, now) is null) return snapshot;
        known = await store.ListingAsync(ct); // somebody may have accepted it meanwhile, in another process
        return ContextCollapse.Between(known, now) is { } collapse ? throw new ContextSourceException(collapse) : snapshot;
    }

    /// <summary>What the next listing is compared with.</summary>
    /// <param name="snapshot">As <see cref="ReadAsync"/> has returned it.</param>
    /// <param name="ct">Before it is kept.</param>
    public async Task KeepAsync(ContextSnapshot snapshot, CancellationToken ct)
    {
        var now = Listing(snapshot);
        if (known is { } same && same.Count == now.Count && string.Equals(same.Source, now.Source)) return;
        await store.NoteListingAsync(now, ct);
        known = now;
    }

    private ContextListing Listing(ContextSnapshot snapshot) => new(snapshot.Listed, Name, time.GetUtcNow());
}
