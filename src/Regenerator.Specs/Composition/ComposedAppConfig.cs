using Regenerator.Specs.Registries;
using Regenerator.Specs.Resolution;

namespace Regenerator.Specs.Composition;

/// <summary>
/// What a tenant really gets, with the specs themselves in place of the references to them. A reference that no registry could follow is
/// left out where it would stand, and listed in <see cref="Missing"/>. Immutable; safe to share between threads.
/// </summary>
public sealed record ComposedAppConfig
{
    public required ResolvedAppConfig Resolved { get; init; }

    /// <summary>Those that are enabled.</summary>
    public required IReadOnlyList<ReferencedSpec> Capabilities { get; init; }

    /// <summary>Those that are included, looked up by key alone.</summary>
    public required IReadOnlyList<ReferencedSpec> Features { get; init; }

    public required ComposedSlots DataViews { get; init; }

    public required ComposedSlots Workflows { get; init; }

    public required ComposedSlots Jobs { get; init; }

    public required IReadOnlyList<ReferencedSpec> Policies { get; init; }

    public ReferencedSpec? Theme { get; init; }

    public required IReadOnlyList<ReferencedSpec> ThemeFallbacks { get; init; }

    public TelemetrySpec? Telemetry { get; init; }

    public required IReadOnlyList<ReferencedSpec> ActiveExperiments { get; init; }

    public required IReadOnlyList<ReferencedSpec> PausedExperiments { get; init; }

    /// <summary>Resolving has looked these up already.</summary>
    public IReadOnlyList<ResolvedIntegration> Integrations => Resolved.Integrations;

    /// <inheritdoc cref="Integrations"/>
    public IReadOnlyList<ResolvedKnowledge> Knowledge => Resolved.Knowledge;

    /// <summary>In the order of the apps' own runtime: integrations, knowledge, capabilities, features, data views, workflows, jobs, policies, theme, telemetry, experiments.</summary>
    public required IReadOnlyList<MissingReference> Missing { get; init; }

    public bool IsComplete => Missing.Count == 0;

    /// <returns>This very object, when nothing is missing.</returns>
    /// <exception cref="MissingReferencesException">Something is missing.</exception>
    public ComposedAppConfig ThrowIfIncomplete() => IsComplete ? this : throw new MissingReferencesException(Missing);
}
