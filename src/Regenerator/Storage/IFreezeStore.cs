using Regenerator.Freezes;

namespace Regenerator.Storage;

/// <summary>Freezes.</summary>
public interface IFreezeStore
{
    /// <summary>Appends to a freeze if <see cref="Freeze.Next"/> allows it on the freeze as it is now. What is claimed afterwards sees it.</summary>
    Task<FreezeResult> RecordFreezeAsync(FreezeId id, FreezeEvent happened, CancellationToken ct);

    /// <summary>In the order in which they were set.</summary>
    /// <param name="after">Only those whose own end comes after this; they may have been ended before it. Null: all.</param>
    /// <param name="ct">Before the answer is there.</param>
    Task<IReadOnlyList<Freeze>> FreezesAsync(DateTimeOffset? after, CancellationToken ct);
}
