using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Resolution;

internal static class Routes
{
    /// <summary>Overrides apply in order, field by field; an unknown path is appended; no route can be removed.</summary>
    public static IReadOnlyList<AppRoute> Resolve(IReadOnlyList<AppRoute>? blueprint, IReadOnlyList<AppRoute>? overrides)
    {
        var routes = Keyed.Merge(static route => route.Path, blueprint);
        if (overrides is not { Count: > 0 }) return routes;
        var byPath = new OrderedDictionary<string, AppRoute>(StringComparer.Ordinal);
        foreach (var route in routes) byPath[route.Path] = route;
        foreach (var change in overrides)
            byPath[change.Path] = Apply(byPath.TryGetValue(change.Path, out var route) ? route : new AppRoute { Path = change.Path }, change);
        return [.. byPath.Values];
    }

    private static AppRoute Apply(AppRoute route, AppRoute change) => route with
    {
        Label = Field(route.Label, change.Label),
        Workflow = Field(route.Workflow, change.Workflow),
        DataView = Field(route.DataView, change.DataView),
        Guard = Field(route.Guard, change.Guard),
        FeatureFlag = Field(route.FeatureFlag, change.FeatureFlag),
        Experiment = Field(route.Experiment, change.Experiment),
    };

    private static Optional<T> Field<T>(Optional<T> inherited, Optional<T> change) => !change.IsPresent ? inherited : change.IsNull ? default : change;
}
