using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Resolution;

/// <summary>The pages of an app, by path.</summary>
internal sealed class Routes(IReadOnlyList<AppRoute>? blueprint)
{
    private readonly KeyedList<string, AppRoute> routes = new(blueprint, static route => route.Path);

    /// <summary>Overrides apply in order, field by field; an unknown path is appended; no route can be removed.</summary>
    public IReadOnlyList<AppRoute> With(IReadOnlyList<AppRoute>? overrides)
    {
        if (overrides is not { Count: > 0 }) return routes.List;
        var changed = routes.Change(overrides.Count);
        foreach (var change in FixedList.AsSpan(overrides))
            changed.Set(change.Path, Apply(changed.TryGet(change.Path, out var route) ? route : new AppRoute { Path = change.Path }, change));
        return routes.Of(changed);
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
