using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Execution;

/// <summary>The journal of one claim in the store. Renews the lease while it is open, and cancels the run when the claim is lost.</summary>
internal sealed class StoreJournal : Journal, IAsyncDisposable
{
    private readonly IClaimStore store;
    private readonly Claim claim;
    private readonly TimeSpan lease;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost;
    private readonly CancellationTokenSource closed = new();
    private readonly Dictionary<string, JournalStep> known;
    private readonly Task heartbeat;
    private readonly SemaphoreSlim writing = new(1);
    private JournalStep? latest;

    public StoreJournal(IClaimStore store, ClaimResult.Granted granted, TimeSpan lease, TimeProvider time, CancellationTokenSource lost)
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
        latest = step with { Fence = claim.Fence, StartedAt = Find(step.Key)?.StartedAt ?? step.StartedAt };
        known[step.Key] = latest;
        if (!await WriteAsync(ct)) throw new ClaimLostException($"the claim on {claim.Scope} was taken over");
    }

    /// <summary>Stops in the middle: whoever comes next need not wait for the lease to end.</summary>
    public async Task SignOffAsync()
    {
        await QuietAsync();
        latest ??= known.Values.LastOrDefault();
        if (latest is not null) await store.RecordStepAsync(claim, latest, time.GetUtcNow(), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await QuietAsync();
        closed.Dispose();
        writing.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(lease / 3, time);
        while (await timer.WaitForNextTickAsync(closed.Token))
        {
            try
            {
                if (latest is not null && !await WriteAsync(closed.Token)) await lost.CancelAsync();
            }
            catch (Exception) when (!closed.IsCancellationRequested)
            {
                // The store may answer again before the lease ends; if it does not, the next step can not be recorded.
            }
        }
    }

    private async Task QuietAsync()
    {
        await closed.CancelAsync();
        await heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
