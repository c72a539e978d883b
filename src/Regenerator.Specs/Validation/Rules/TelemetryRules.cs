using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

internal static class TelemetryRules
{
    // A registered spec is shared by many tenants.
    private static readonly ConditionalWeakTable<TelemetrySpec, FrozenSet<string>> EventNames = [];

    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink) => Binding(blueprint.Telemetry, SpecKind.Blueprint, "telemetry", sink);

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.TelemetryOverride is not { } mine) return;
        Binding(mine, SpecKind.Tenant, "telemetryOverride", sink);
        var inherited = at.Blueprint.Telemetry?.Spec.Value;
        if (mine.Spec.IsNull && inherited is null)
            sink.Add(OverrideCodes.NothingToClear, Spot.Tenant("telemetryOverride", "spec"), "telemetry spec", "The blueprint has no telemetry spec to clear; take the null out");
        else if (mine.Spec.Value is { } spec && spec.Equals(inherited))
            sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("telemetryOverride", "spec"), "telemetry spec", $"The telemetry spec is «{spec.Display}» by the blueprint already; take it out to follow the blueprint");
        if (mine.DisabledEvents is { Count: 0 } && at.Known.DisabledEvents.Count > 0)
            sink.Add(RuntimeCodes.EmptyEventsIgnored, Spot.Tenant("telemetryOverride", "disabledEvents"), "disabled events", "An empty list does not switch the blueprint's disabled events on again; change the blueprint, or take the list out");
        for (var i = 0; i < mine.DisabledEvents?.Count; i++)
            if (at.Known.DisabledEvents.Contains(mine.DisabledEvents[i]))
                sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("telemetryOverride", "disabledEvents", i), $"disabled event {mine.DisabledEvents[i]}", $"The blueprint disables the event «{mine.DisabledEvents[i]}» already; take it out");
    }

    /// <summary>What the app makes of both bindings.</summary>
    public static void InForce(TenantCase at, FindingSink sink)
    {
        if (at.Resolved.Telemetry is not { } telemetry)
        {
            var (mine, theirs) = (at.Tenant.TelemetryOverride?.SamplingOverrides, at.Blueprint.Telemetry?.SamplingOverrides);
            if (mine is { Count: > 0 } || theirs is { Count: > 0 })
                sink.Add(RuntimeCodes.SamplingDropped, mine is { Count: > 0 } ? Spot.Tenant("telemetryOverride", "samplingOverrides") : Spot.Blueprint("telemetry", "samplingOverrides"), "sampling", "Sampling is dropped with the whole section, because no telemetry spec and no disabled event is in force; name the telemetry spec");
            return;
        }

        foreach (var (name, _) in (telemetry.SamplingOverrides ?? OrderedMap<double>.Empty).AsSpan())
            if (telemetry.DisabledEvents?.Contains(name) == true)
                sink.Add(RuntimeCodes.SamplingOfDisabledEvent, Sampling(at, name), $"event {name}", $"The event «{name}» is disabled, so its sampling rate has no effect; take one of them out");
        Events(at, telemetry, sink);
    }

    private static void Binding(TelemetryBinding? binding, SpecKind document, string member, FindingSink sink)
    {
        foreach (var (name, rate) in (binding?.SamplingOverrides ?? OrderedMap<double>.Empty).AsSpan())
            if (rate is not (>= 0 and <= 1))
                sink.Add(RuntimeCodes.SamplingOutOfRange, Spot.In(document, member, "samplingOverrides", name), $"event {name} {rate}", $"The sampling rate of «{name}» is {rate}; a share of the events is 0…1");
        foreach (var (earlier, last) in Repeats.Of(binding?.DisabledEvents, static name => name))
            sink.Add(OverrideCodes.DuplicateEntry, Spot.In(document, member, "disabledEvents", earlier), $"disabled event {binding!.DisabledEvents![earlier]}", $"The event «{binding.DisabledEvents[earlier]}» stands here and at [{last}]; once is enough");
    }

    // A spec without a list of events can not say which events there are.
    private static void Events(TenantCase at, Resolution.ResolvedTelemetry telemetry, FindingSink sink)
    {
        if (telemetry.Spec is not { Key: { } key } spec || at.Registries.Telemetry?.TryGet(key, spec.Version.Value, out var registered) != true || registered!.Events is not { Count: > 0 }) return;
        var names = EventNames.GetValue(registered, static spec => spec.Events!.Select(e => e.Name.Value ?? "").ToFrozenSet(StringComparer.Ordinal));
        for (var i = 0; i < telemetry.DisabledEvents?.Count; i++)
            if (!names.Contains(telemetry.DisabledEvents[i])) Unknown(telemetry.DisabledEvents[i], Disabled(at, telemetry.DisabledEvents[i]));
        foreach (var (name, _) in (telemetry.SamplingOverrides ?? OrderedMap<double>.Empty).AsSpan())
            if (!names.Contains(name)) Unknown(name, Sampling(at, name));

        void Unknown(string name, Spot place) => sink.Add(RuntimeCodes.UnknownTelemetryEvent, place, $"{place.Path.Split('.')[1].Split('[')[0]} {name}", $"The telemetry spec «{spec.Display}» has no event «{name}»; correct the name, or take it out");
    }

    private static Spot Sampling(TenantCase at, string name) => at.Tenant.TelemetryOverride?.SamplingOverrides?.ContainsKey(name) == true
        ? Spot.Tenant("telemetryOverride", "samplingOverrides", name)
        : Spot.Blueprint("telemetry", "samplingOverrides", name);

    private static Spot Disabled(TenantCase at, string name)
    {
        for (var i = 0; i < at.Tenant.TelemetryOverride?.DisabledEvents?.Count; i++)
            if (string.Equals(at.Tenant.TelemetryOverride.DisabledEvents[i], name)) return Spot.Tenant("telemetryOverride", "disabledEvents", i);
        for (var i = 0; i < at.Blueprint.Telemetry?.DisabledEvents?.Count; i++)
            if (string.Equals(at.Blueprint.Telemetry.DisabledEvents[i], name)) return Spot.Blueprint("telemetry", "disabledEvents", i);
        return Spot.Blueprint("telemetry");
    }
}
