using Regenerator.Storage;

namespace Regenerator.Proposals;

/// <summary>Erases what was said of proposals that ended long ago, a few at a time; who did what and when stays, and so does everything that lives.</summary>
internal sealed class Retention(IProposalStore store, TimeProvider time, TimeSpan keep)
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private DateTimeOffset lookedAt = DateTimeOffset.MinValue;

    public async Task ApplyAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now - lookedAt < Every) return;
        var due = await store.ListAsync(new ProposalQuery { KeptSince = now - keep, Limit = AtOnce }, ct);
        var forgotten = new ProposalEvent.Forgotten($"it ended more than {keep.TotalDays:0.#} days ago") { Actor = "engine", At = now };
        foreach (var proposal in due.Proposals) await store.DecideAsync(proposal.Id, forgotten, ct); // whoever was faster has done the same
        if (due.Next is null) lookedAt = now;
    }
}
