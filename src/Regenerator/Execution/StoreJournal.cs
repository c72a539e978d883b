using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Execution;

/// <summary>The journal of one claim in the store. Renews the lease while it is open, and cancels the run when the claim is lost.</summary>
internal sealed class StoreJournal : Journal, IAsyncDisposable
{
    private readonly IRegeneratorStore store;
    private readonly Claim claim;
    private readonly TimeSpan lease;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost;
    private readonly CancellationTokenSource closed = new();
    private readonly Dictionary<string, JournalStep> known;
    private readonly Task heartbeat;
    private readonly SemaphoreSlim writing = new(1);
    private JournalStep? latest;

    public StoreJournal(IRegeneratorStore store, ClaimResult.Granted granted, TimeSpan lease, TimeProvider time, CancellationTokenSource lost)
    {
        this.store = store;
        this.lease = lease;
        this.time = time;
        this.lost = lost;
        claim = granted.Claim;
        Approved = granted.Record.Proposal.Revision;
        var claims = granted.Record.History.OfType<ProposalEvent.Claimed>().ToArray();
        var attempts = claims.Where(c => !c.Takeover).ToArray();
        Key = $"{claim.Id}/{Approved.Number}{(attempts.Length > 1 ? $"#{attempts.Length}" : "")}";
        known = granted.Record.Steps.Where(s => s.Key.StartsWith(Key + "/", StringComparison.Ordinal)).ToDictionary(s => s.Key, StringComparer.Ordinal);
        heartbeat = BeatAsync();
    }

    public override string Key { get; }

    public override Revision Approved { get; }

    public override JournalStep? Find(string stepKey) => known.GetValueOrDefault(stepKey);

    public override async Task RecordAsync(JournalStep step, CancellationToken ct)
    {
        latest = step with { Fence = claim.Fence, StartedAt = latest is { } before && string.Equals(before.Key, step.Key) ? before.StartedAt : step.StartedAt };
        if (!await WriteAsync(ct)) throw new ClaimLostException($"the claim on {claim.Scope} was taken over");
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closed.Dispose();
        writing.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(lease / 3, time);
        while (await timer.WaitForNextTickAsync(closed.Token))
        {
            if (latest is not null && !await WriteAsync(closed.Token)) await lost.CancelAsync();
        }
    }

    // One at a time: a beat must not write a step's beginning over its end.
    private async Task<bool> WriteAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            return await store.RecordStepAsync(claim, latest!, time.GetUtcNow() + lease, ct);
        }
        finally
        {
            writing.Release();
        }
    }
}
