using Regenerator.Contexts;
using Regenerator.Rules;

namespace Regenerator.Signals;

/// <summary>One read of one provider.</summary>
/// <param name="Contexts">At least one, at most what the provider takes at once.</param>
internal sealed record ProviderRequest(SignalSource Source, TimeWindow Window, RegenerationContext[] Contexts)
{
    /// <summary>In requests of the budget.</summary>
    public int Cost => Source.Traits.RequestsPerRead;

    public IReadOnlyList<string> ContextIds { get; } = [.. Contexts.Select(c => c.Id)];

    /// <summary>The same for all that were asked for: nothing is known.</summary>
    public ProviderAnswer Unavailable(string reason, QuarantinedAnswer? quarantined = null)
    {
        var silence = Source.Silent(Coverage.Unavailable(reason));
        return new ProviderAnswer(this, Contexts.ToDictionary(c => c.Id, _ => silence, StringComparer.Ordinal), quarantined);
    }
}

/// <param name="Readings">One per context that was asked for.</param>
internal sealed record ProviderAnswer(ProviderRequest Request, IReadOnlyDictionary<string, ProviderReading> Readings, QuarantinedAnswer? Quarantined = null);
