using Regenerator.Signals;

namespace Regenerator.Storage;

/// <summary>What passes have seen of the providers, for whoever looks from another process.</summary>
/// <param name="Providers">By name.</param>
/// <param name="Quarantined">Oldest first; at most <see cref="Quarantine.DefaultCapacity"/> are kept.</param>
public sealed record ProviderNotes(IReadOnlyList<ProviderNote> Providers, IReadOnlyList<QuarantinedAnswer> Quarantined)
{
    /// <summary>A provider that no pass has noted for so long is forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);
}

/// <param name="At">When it was so: the end of the latest pass that asked it.</param>
public sealed record ProviderNote(ProviderHealth Health, DateTimeOffset At);
