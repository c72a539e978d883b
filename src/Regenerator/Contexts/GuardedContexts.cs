namespace Regenerator.Contexts;

/// <summary>A source whose list may not collapse: whoever is missing all at once was not taken away, but lost.</summary>
internal sealed class GuardedContexts(IContextSource inner) : IContextSource
{
    private int before;

    public async ValueTask<ContextSnapshot> ReadAsync(CancellationToken ct)
    {
        var snapshot = await inner.ReadAsync(ct);
        var listed = snapshot.Contexts.Count + snapshot.Sick.Count;
        if (ContextCollapse.Between(before, listed, "contexts") is { } collapse) throw new ContextSourceException(collapse);
        before = listed;
        return snapshot;
    }
}
