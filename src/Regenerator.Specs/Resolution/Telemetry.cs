using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Resolution;

/// <summary>
/// A tenant's spec that is present replaces the blueprint's (null clears); its disabled events are united with the blueprint's,
/// its sampling merged over it. What the tenant does not override is taken as it is, repeated events included. Sampling alone is dropped.
/// </summary>
internal sealed class Telemetry
{
    private readonly TelemetryBinding? blueprint;
    private readonly KeyedList<string, ByText> events;
    private readonly ResolvedTelemetry? own;

    public Telemetry(TelemetryBinding? blueprint)
    {
        this.blueprint = blueprint;
        events = new KeyedList<string, ByText>(blueprint?.DisabledEvents);
        own = Resolved(blueprint?.Spec.Value, blueprint?.DisabledEvents, blueprint?.SamplingOverrides);
    }

    public ResolvedTelemetry? With(TelemetryBinding? tenant) => tenant is null ? own : Resolved(
        tenant.Spec.IsPresent ? tenant.Spec.Value : blueprint?.Spec.Value,
        tenant.DisabledEvents is null ? blueprint?.DisabledEvents : events.With(tenant.DisabledEvents),
        tenant.SamplingOverrides is { } sampling ? (blueprint?.SamplingOverrides ?? OrderedMap<double>.Empty).With(sampling) : blueprint?.SamplingOverrides);

    private static ResolvedTelemetry? Resolved(SpecRef? spec, IReadOnlyList<string>? events, OrderedMap<double>? sampling) =>
        spec is null && events is not { Count: > 0 } ? null : new ResolvedTelemetry { Spec = spec, DisabledEvents = events, SamplingOverrides = sampling };
}
