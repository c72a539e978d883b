namespace Regenerator.Contexts;

/// <summary>Tells tenants that left from a source that lost its list: an unmounted folder, a half-done checkout, an empty answer.</summary>
internal static class ContextCollapse
{
    // Fewer than these can halve in the daily course of things.
    private const int GuardedFrom = 4;

    /// <param name="what">What is counted, such as «contexts».</param>
    /// <returns>One clause; null: it is no collapse.</returns>
    public static string? Between(int before, int now, string what)
    {
        var halved = before >= GuardedFrom && now * 2 < before;
        var gone = before > 0 && now == 0;
        return halved || gone ? $"{before} {what} before, {now} now: {(gone ? "nothing left" : "fewer than half")}, taken for a fault; if they are meant to be gone, restart" : null;
    }
}
