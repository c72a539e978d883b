using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Paths of the app: <c>routes</c> of a blueprint, <c>routeOverrides</c> of a tenant.</summary>
internal static class RouteEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.BindRoute>("bindRoute")
        {
            Sample = new("/cart")
            {
                Label = "Cart",
                Workflow = "checkout",
                DataView = "cart",
                Guard = new SpecRef("shop.signed-in", "1.0.0"),
                FeatureFlag = "new-cart",
                Experiment = new SpecRef("shop.cart-layout", "2.0.0"),
            },
            From = body => new(body.Text("path"))
            {
                Label = body.MaybeText("label"),
                Workflow = body.MaybeText("workflow"),
                DataView = body.MaybeText("dataView"),
                Guard = body.MaybeRef("guard"),
                FeatureFlag = body.MaybeText("featureFlag"),
                Experiment = body.MaybeRef("experiment"),
            },
            To = edit => new JsonObject([KeyValuePair.Create("path", (JsonNode?)edit.Path), .. Fields(edit).Select(f => KeyValuePair.Create(Name(f.Field), f.Node))]),
            Words = edit => $"bind route {edit.Path}: {string.Join(", ", Fields(edit).Select(f => $"{Name(f.Field)} {f.Shown}"))}",
            OnBlueprint = new("the route; `null` removes a field", Bind),
            OnTenant = new("override of the route; `null` clears what the blueprint has", Bind),
        },
        new EditKind<SpecEdit.UnbindRoute>("unbindRoute")
        {
            Sample = new("/cart", RouteField.Guard),
            From = body => new(body.Text("path"), body.Choice<RouteField>("field")),
            To = edit => new JsonObject { ["path"] = edit.Path, ["field"] = Name(edit.Field) },
            Words = edit => $"unbind {Name(edit.Field)} of route {edit.Path}",
            OnBlueprint = new("removes the field", Unbind),
            OnTenant = new("removes the field from the override: the blueprint's is in force again", Unbind),
        },
        new EditKind<SpecEdit.RemoveRoute>("removeRoute")
        {
            Sample = new("/cart"),
            From = body => new(body.Text("path")),
            To = edit => new JsonObject { ["path"] = edit.Path },
            Words = edit => $"remove route {edit.Path}",
            OnBlueprint = new("removes the route", Remove),
            OnTenant = new("removes the override: the blueprint's route is in force again", Remove),
        },
    ];

    /// <summary>The edits that may lead from one list of routes to another.</summary>
    public static IEnumerable<SpecEdit> Of(SectionChange change) => change.Elements("path").SelectMany(route => route.After is { } after
        ? Taken(route, after).Append(Bound(route, after))
        : [new SpecEdit.RemoveRoute(route.Id)]);

    private static IEnumerable<SpecEdit> Taken(ElementChange route, JsonObject after) => Enum.GetValues<RouteField>()
        .Where(field => route.Before?.ContainsKey(Name(field)) == true && !after.ContainsKey(Name(field))).Select(field => new SpecEdit.UnbindRoute(route.Id, field));

    private static SpecEdit Bound(ElementChange route, JsonObject after)
    {
        Optional<string> Text(string field) => after.ContainsKey(field) ? route.Text(field) : default;
        Optional<SpecRef> Spec(string field) => after.ContainsKey(field) ? route.Changed(field, References.Read) : default;
        return new SpecEdit.BindRoute(route.Id)
        {
            Label = Text("label"),
            Workflow = Text("workflow"),
            DataView = Text("dataView"),
            FeatureFlag = Text("featureFlag"),
            Guard = Spec("guard"),
            Experiment = Spec("experiment"),
        };
    }

    private static JsonPointer List(EditTarget target) => JsonPointer.Of(target.Kind == SpecKind.Tenant ? "routeOverrides" : "routes");

    private static string? Bind(EditTarget target, SpecEdit.BindRoute route)
    {
        var tenant = target.Kind == SpecKind.Tenant;
        if (target.Find(List(target), ("path", route.Path)) is not { } known)
        {
            var fields = Fields(route).Where(f => tenant || f.Node is not null).Select(f => KeyValuePair.Create(Name(f.Field), f.Node));
            return target.Append(List(target), new JsonObject([KeyValuePair.Create("path", (JsonNode?)route.Path), .. fields]));
        }

        // A blueprint has nothing to inherit from: there, clearing a field is removing it.
        return Fields(route).Select(f => (Path: known.Append(Name(f.Field)), f.Node, f.Spec))
            .Select(f => f.Node is null && !tenant ? target.Remove(f.Path) : f.Spec is { } to ? target.Set(f.Path, to) : target.Set(f.Path, f.Node))
            .FirstOrDefault(reason => reason is not null);
    }

    private static string? Unbind(EditTarget target, SpecEdit.UnbindRoute edit) =>
        target.Find(List(target), ("path", edit.Path)) is { } known ? target.Remove(known.Append(Name(edit.Field))) : null;

    private static string? Remove(EditTarget target, SpecEdit.RemoveRoute edit) => target.Drop(List(target), References.Having(("path", edit.Path)));

    private static IEnumerable<(RouteField Field, JsonNode? Node, SpecRef? Spec, string Shown)> Fields(SpecEdit.BindRoute route)
    {
        foreach (var (field, text) in new[]
                 {
                     (RouteField.Label, route.Label), (RouteField.Workflow, route.Workflow), (RouteField.DataView, route.DataView), (RouteField.FeatureFlag, route.FeatureFlag),
                 })
            if (text.IsPresent) yield return (field, text.Value, null, text.Value ?? "none");
        foreach (var (field, spec) in new[] { (RouteField.Guard, route.Guard), (RouteField.Experiment, route.Experiment) })
            if (spec.IsPresent) yield return (field, spec.Value is null ? null : SpecEditJson.Tree(spec.Value), spec.Value, spec.Value?.Display ?? "none");
    }

    private static string Name(RouteField field) => EditBody.Word(field);
}
