using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Knowledge spaces that a tenant uses: <c>knowledge</c>.</summary>
internal static class KnowledgeEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.BindKnowledge>("bindKnowledge")
        {
            Sample = new("shop.faq") { Version = "1.0.0", Required = true },
            From = body => new(body.Text("space")) { Version = body.MaybeText("version"), Required = body.MaybeTruth("required") },
            To = edit => Fields(edit, new JsonObject { ["space"] = edit.Space }, "version"),
            Words = edit => $"bind knowledge «{edit.Space}»{string.Concat(Fields(edit, [], "version").Select(f => $", {f.Key} {f.Value?.ToString() ?? "none"}"))}",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("adds the space, or changes its binding; `null` removes a field", Bind),
        },
        new EditKind<SpecEdit.UnbindKnowledge>("unbindKnowledge")
        {
            Sample = new("shop.faq"),
            From = body => new(body.Text("space")),
            To = edit => new JsonObject { ["space"] = edit.Space },
            Words = edit => $"unbind knowledge «{edit.Space}»",
            OnBlueprint = new(NotOfBlueprints),
            OnTenant = new("removes every binding of the space", (target, edit) => target.Drop(List, References.Having(("spaceKey", edit.Space)))),
        },
    ];

    /// <summary>The edits that may lead from some bindings to others.</summary>
    public static IEnumerable<SpecEdit> Of(SectionChange change) => change.Elements("spaceKey").Select(space => space.After is not null
        ? (SpecEdit)new SpecEdit.BindKnowledge(space.Id) { Version = space.Text("spaceVersion"), Required = space.Truth("required") }
        : new SpecEdit.UnbindKnowledge(space.Id));

    private const string NotOfBlueprints = "knowledge belongs to tenants; a blueprint binds none";

    private static readonly JsonPointer List = JsonPointer.Of("knowledge");

    private static JsonObject Fields(SpecEdit.BindKnowledge edit, JsonObject body, string version) => body.With(version, edit.Version).With("required", edit.Required);

    private static string? Bind(EditTarget target, SpecEdit.BindKnowledge edit)
    {
        const string version = "spaceVersion";
        return target.Find(List, ("spaceKey", edit.Space)) is { } known
            ? target.SetEach(known, Fields(edit, [], version))
            : target.Append(List, Fields(edit, new JsonObject { ["spaceKey"] = edit.Space }, version).WithoutNulls());
    }
}
