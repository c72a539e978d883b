using System.Globalization;

namespace Regenerator.Contexts;

/// <summary>Tells tenants that left from a source that lost its list: an unmounted folder, a half-done checkout, an empty answer.</summary>
public static class ContextCollapse
{
    // Fewer than these can halve in the daily course of things.
    private const int GuardedFrom = 4;

    /// <param name="before">The last sound one; null: nothing was ever listed.</param>
    /// <returns>One clause; null: it is no collapse.</returns>
    public static string? Between(ContextListing? before, ContextListing now)
    {
        if (before is null) return null;
        var halved = before.Count >= GuardedFrom && now.Count * 2 < before.Count;
        var gone = before.Count > 0 && now.Count == 0;
        if (!halved && !gone) return null;
        var since = before.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var (there, here) = string.Equals(before.Source, now.Source) ? (Place(now), "") : (Place(before), Place(now));
        return $"{before.Count} {(before.Count == 1 ? "context" : "contexts")}{there} since {since}, {now.Count} now{here}: {(gone ? "nothing left" : "fewer than half")}, "
            + $"taken for a fault; if they are meant to be gone, «regenerator contexts accept {now.Count}» says so";
    }

    private static string Place(ContextListing listing) => listing.Source is { } source ? $" in {source}" : "";
}
