using Regenerator.Specs.Blueprint;

namespace Regenerator.Specs.Resolution;

/// <summary>The pages of an app, by path.</summary>
internal sealed class Routes(IReadOnlyList<AppRoute>? blueprint)
{
    private readonly KeyedList<AppRoute, ByPath> routes = new(blueprint);

    /// <summary>Overrides apply in order, field by field; an unknown path is appended; no route can be removed.</summary>
    public IReadOnlyList<AppRoute> With(IReadOnlyList<AppRoute>? overrides)
    {
        if (overrides is not { Count: > 0 }) return routes.List;
        var changed = routes.Change(overrides.Count);
        foreach (var change in FixedList.AsSpan(overrides))
        {
            var place = changed.Place(change);
            changed.Set(place, Apply(place < 0 ? new AppRoute { Path = change.Path } : changed[place], change));
        }

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
