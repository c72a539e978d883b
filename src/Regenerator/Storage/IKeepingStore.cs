using Regenerator.Proposals;

namespace Regenerator.Storage;

/// <summary>The store as a thing that is kept: which it is, all that it holds, what it is to forget.</summary>
public interface IKeepingStore
{
    Task<StoreIdentity> IdentityAsync(CancellationToken ct);

    /// <summary>Says which environment the store belongs to.</summary>
    /// <param name="binding">To keep.</param>
    /// <param name="anew">True: whatever it belonged to; false: only when it belonged to none.</param>
    /// <param name="ct">Before the answer is there.</param>
    /// <returns>As it is afterwards.</returns>
    Task<StoreIdentity> BindAsync(StoreBinding binding, bool anew, CancellationToken ct);

    /// <summary>Everything that is kept, as at one moment and always in the same order, read as it is asked for.</summary>
    IAsyncEnumerable<StoreLine> ExportAsync(CancellationToken ct);

    /// <summary>Takes what another store has exported into an empty one, everything or nothing, and begins a new epoch with it; see <see cref="NewEpoch"/>.</summary>
    /// <exception cref="StoreException">The store is not empty; or the lines themselves throw it.</exception>
    Task ImportAsync(IAsyncEnumerable<StoreLine> lines, DateTimeOffset now, CancellationToken ct);

    /// <summary>Forgets how far a context was read, what rules came to in it, and the quarantined answers about it; its proposals are for <see cref="Forgetting"/>.</summary>
    /// <returns>Whether there was anything. A pass that has read the context and not committed yet is overtaken.</returns>
    Task<bool> ForgetContextAsync(string contextId, CancellationToken ct);
}
