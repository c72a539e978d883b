using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Whether the routes in force lead to what is in force.</summary>
internal static class RouteTargetRules
{
    public static void Check(TenantCase at, FindingSink sink)
    {
        foreach (var route in at.Resolved.Routes)
        {
            if (route.Workflow.Value is { } workflow && !IsFilled(at.Resolved.Workflows, workflow))
                Missing(RouteCodes.UnknownRouteWorkflow, route, "workflow", workflow, "is neither a workflow slot nor the key of a workflow in force; name one that is");
            if (route.DataView.Value is { } view && !IsFilled(at.Resolved.DataViews, view))
                Missing(RouteCodes.UnknownRouteDataView, route, "dataView", view, "is neither a data view slot nor the key of a data view in force; name one that is");
            if (route.Guard.Value is { } guard && !IsInForce(guard, at.Known.Policies, at.Resolved.Policies, at.Registries.Policies))
                Missing(RouteCodes.UnknownRouteGuard, route, "guard", guard.Display, "is no policy of the app; add the policy, or name one that the app has");
            if (route.FeatureFlag.Value is { } flag && !IsFlag(at, flag))
                Missing(RouteCodes.UnknownRouteFlag, route, "featureFlag", flag, "is no flag of the app; add the flag, or name one that the app has");
            if (route.Experiment.Value is { } experiment && !IsInForce(experiment, at.Known.Experiments, at.Resolved.Experiments.Catalog, at.Registries.Experiments))
                Missing(RouteCodes.UnknownRouteExperiment, route, "experiment", experiment.Display, "is no experiment of the app; add the experiment, or name one that the app has");
        }

        void Missing(FindingCode code, AppRoute route, string field, string target, string problem) =>
            sink.Add(code, Written(at, route, field), $"route {route.Path} {field} {target}", $"The route «{route.Path}» leads to the {field} «{target}», which {problem}");
    }

    private static bool IsFilled(OrderedMap<SpecRef> slots, string slotOrKey)
    {
        if (slots.ContainsKey(slotOrKey)) return true;
        foreach (var (_, spec) in slots.AsSpan())
            if (string.Equals(spec.Key, slotOrKey)) return true;
        return false;
    }

    // A reference without a version is met by any version that the app has.
    private static bool IsInForce(SpecRef reference, IReadOnlySet<SpecRef> blueprints, IReadOnlyList<SpecRef> inForce, SpecRegistry<ReferencedSpec>? registry) =>
        blueprints.Contains(reference)
        || inForce.Contains(reference)
        || registry?.TryGet(reference.Key ?? "", reference.Version.Value, out _) == true
        || !reference.IsVersioned && inForce.Any(spec => string.Equals(spec.Key, reference.Key));

    private static bool IsFlag(TenantCase at, string key)
    {
        if (at.Known.Flags.ContainsKey(key)) return true;
        for (var i = 0; i < at.Tenant.FeatureFlags?.Count; i++)
            if (string.Equals(at.Tenant.FeatureFlags[i].Key, key)) return true;
        return false;
    }

    // The field comes from the last override that has it, else from the last of the blueprint's routes of this path.
    private static Spot Written(TenantCase at, AppRoute route, string field)
    {
        for (var i = (at.Tenant.RouteOverrides?.Count ?? 0) - 1; i >= 0; i--)
            if (string.Equals(at.Tenant.RouteOverrides![i].Path, route.Path) && Has(at.Tenant.RouteOverrides[i], field)) return Spot.Tenant("routeOverrides", i, field);
        for (var i = (at.Blueprint.Routes?.Count ?? 0) - 1; i >= 0; i--)
            if (string.Equals(at.Blueprint.Routes![i].Path, route.Path)) return Spot.Blueprint("routes", i, field);
        return Spot.Tenant("routeOverrides");
    }

    private static bool Has(AppRoute route, string field) => field switch
    {
        "workflow" => route.Workflow.IsPresent,
        "dataView" => route.DataView.IsPresent,
        "guard" => route.Guard.IsPresent,
        "featureFlag" => route.FeatureFlag.IsPresent,
        _ => route.Experiment.IsPresent,
    };
}
