using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Validation.Codes;

namespace Regenerator.Specs.Validation.Rules;

/// <summary>Routes as they are written: by path, field by field.</summary>
internal static class RouteRules
{
    public static void Blueprint(AppBlueprintSpec blueprint, FindingSink sink)
    {
        foreach (var (earlier, last) in Repeats.Of(blueprint.Routes, static route => route.Path))
        {
            var path = blueprint.Routes![earlier].Path;
            sink.Add(OverrideCodes.DuplicateEntry, Spot.Blueprint("routes", earlier), $"route {path}", $"The route «{path}» stands here and at [{last}], which alone counts; keep one");
        }
    }

    public static void Tenant(TenantCase at, FindingSink sink)
    {
        if (at.Tenant.RouteOverrides is not { Count: > 0 } routes) return;
        for (var i = 0; i < routes.Count; i++) One(at, routes[i], i, sink);
        foreach (var (earlier, last) in Repeats.Of(routes, static route => route.Path))
            sink.Add(OverrideCodes.DuplicateOverride, Spot.Tenant("routeOverrides", earlier), $"route {routes[earlier].Path}", $"The route «{routes[earlier].Path}» is overridden again at [{last}], which wins field by field; write one override");
    }

    private static void One(TenantCase at, AppRoute mine, int index, FindingSink sink)
    {
        var fields = Compare(at.Known.Routes.GetValueOrDefault(mine.Path), mine);
        if (fields.Cleared is { } nothing)
            sink.Add(OverrideCodes.NothingToClear, Spot.Tenant("routeOverrides", index, nothing), $"route {mine.Path} {nothing}", $"The blueprint's route «{mine.Path}» has no {nothing} to remove; take the null out");
        if (fields.Present == 0)
            sink.Add(RouteCodes.EmptyRouteOverride, Spot.Tenant("routeOverrides", index), $"route {mine.Path}", $"The override of «{mine.Path}» sets no field; say what is to change, or take it out");
        else if (!at.Known.Routes.ContainsKey(mine.Path))
            sink.Add(OverrideCodes.NotInBlueprint, Spot.Tenant("routeOverrides", index, "path"), $"route {mine.Path}", $"The blueprint has no route «{mine.Path}», so the override adds one; check the path if another route was meant");
        else if (fields.Present == fields.Same)
            sink.Add(OverrideCodes.RedundantOverride, Spot.Tenant("routeOverrides", index), $"route {mine.Path}", $"The blueprint's route «{mine.Path}» already says so; take the override out to follow the blueprint");
    }

    private static Fields Compare(AppRoute? inherited, AppRoute mine)
    {
        var fields = default(Fields);
        fields.Add("label", inherited?.Label ?? default, mine.Label);
        fields.Add("workflow", inherited?.Workflow ?? default, mine.Workflow);
        fields.Add("dataView", inherited?.DataView ?? default, mine.DataView);
        fields.Add("guard", inherited?.Guard ?? default, mine.Guard);
        fields.Add("featureFlag", inherited?.FeatureFlag ?? default, mine.FeatureFlag);
        fields.Add("experiment", inherited?.Experiment ?? default, mine.Experiment);
        return fields;
    }

    /// <summary>How the fields of an override relate to the blueprint's.</summary>
    private struct Fields
    {
        public int Present { get; private set; }

        public int Same { get; private set; }

        /// <summary>The first field that is removed although it is not there.</summary>
        public string? Cleared { get; private set; }

        public void Add<T>(string name, Optional<T> inherited, Optional<T> mine)
        {
            if (!mine.IsPresent) return;
            Present++;
            if (mine.IsNull && inherited.Value is null) Cleared ??= name;
            else if (EqualityComparer<T?>.Default.Equals(inherited.Value, mine.Value)) Same++;
        }
    }
}
