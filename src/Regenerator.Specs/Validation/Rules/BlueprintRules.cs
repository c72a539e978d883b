using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>What can be said of a blueprint without a tenant.</summary>
internal static class BlueprintRules
{
    public static IReadOnlyList<Finding> Check(BlueprintFacts facts, SpecRegistries registries)
    {
        var (blueprint, sink) = (facts.Blueprint, new FindingSink());
        IntegrationRules.Slots(blueprint, sink);
        SelectionRules.Blueprint(blueprint, registries, sink);
        BrandingRules.Blueprint(blueprint, sink);
        IdentityRules.Blueprint(blueprint, sink);
        ReferenceRules.Blueprint(blueprint, sink);
        FlagRules.Blueprint(blueprint, sink);
        RouteRules.Blueprint(blueprint, sink);
        TelemetryRules.Blueprint(blueprint, sink);
        ExperimentRules.Blueprint(blueprint, sink);
        TranslationRules.Blueprint(blueprint, sink);
        return sink.Findings;
    }
}
