namespace Regenerator.Storage;

/// <summary>
/// That a store belongs to an environment: only there may anything that it holds be applied. The last binding counts; the earlier ones say who has changed
/// it.
/// </summary>
/// <param name="Actor">As in <see cref="Proposals.ProposalEvent.Actor"/>.</param>
public sealed record StoreBinding(string Environment, string Actor, DateTimeOffset At, string Reason)
{
    /// <summary>Why nothing may be applied here; null: it may.</summary>
    /// <param name="bound">The environment that the store belongs to; null: to none.</param>
    /// <param name="here">Where we are; null: nobody says.</param>
    public static string? Refusal(string? bound, string? here) => bound is null || string.Equals(bound, here) ? null
        : $"the store belongs to environment «{bound}», {(here is null ? "and no environment is named here" : $"this is «{here}»")}: nothing is applied";
}
