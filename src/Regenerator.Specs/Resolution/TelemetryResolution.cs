using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Resolution;

internal static class TelemetryResolution
{
    /// <summary>
    /// A tenant's spec that is present replaces the blueprint's (null clears); its disabled events are united with the blueprint's,
    /// its sampling merged over it. What the tenant does not override is taken as it is, repeated events included. Sampling alone is dropped.
    /// </summary>
    public static ResolvedTelemetry? Resolve(TelemetryBinding? blueprint, TelemetryBinding? tenant)
    {
        var spec = tenant is { Spec.IsPresent: true } ? tenant.Spec.Value : blueprint?.Spec.Value;
        var events = blueprint?.DisabledEvents;
        var sampling = blueprint?.SamplingOverrides;
        if (tenant?.DisabledEvents is not null) events = Keyed.Merge(static name => name, events, tenant.DisabledEvents);
        if (tenant?.SamplingOverrides is { } own) sampling = new OrderedMap<double>((sampling ?? OrderedMap<double>.Empty).Concat(own));
        return spec is null && events is not { Count: > 0 } ? null : new ResolvedTelemetry { Spec = spec, DisabledEvents = events, SamplingOverrides = sampling };
    }
}
