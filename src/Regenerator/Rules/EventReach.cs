using Regenerator.Contexts;

namespace Regenerator.Rules;

/// <summary>How much of an event the specs let through: whoever counts events would take what is kept back for what did not happen.</summary>
internal static class EventReach
{
    /// <summary>The share that is let through: 1 where the spec says nothing.</summary>
    public static double SamplingOf(RegenerationContext context, string name) =>
        context.Resolved.Telemetry?.SamplingOverrides is { } rates && rates.TryGetValue(name, out var rate) ? rate : 1;

    /// <summary>Why the event is not heard whole; null: it is, as far as the specs say.</summary>
    public static string? Gap(RegenerationContext context, string name) =>
        context.Resolved.IsEventDisabled(name) ? $"event «{name}» is switched off in the spec"
        : SamplingOf(context, name) is var rate and < 1 ? FormattableString.Invariant($"event «{name}» is sampled at {rate:0.###} in the spec")
        : Missing(context, name);

    /// <summary>The app's telemetry spec is known, and does not know the event.</summary>
    public static string? Missing(RegenerationContext context, string name) =>
        context.Resolved.Telemetry?.Spec is { Key: { } key } spec && context.Dependencies?.Telemetry is { } specs && specs.TryGet(key, spec.Version.Value, out var known)
        && known.Events is { } events && events.All(e => !string.Equals(e.Name.Value, name)) ? $"telemetry spec {spec.Display} has no event «{name}»: was it renamed?" : null;
}
