using System.Text.Json.Nodes;
using Regenerator.Specs.Json;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Feature flags: <c>featureFlags</c> of either document.</summary>
internal static class FlagEdits
{
    public static IEnumerable<EditKind> Kinds =>
    [
        new EditKind<SpecEdit.SetFeatureFlag>("setFeatureFlag")
        {
            Sample = new("wishlist", true, "hearts", "a list of wishes"),
            From = body => new(body.Text("key"), body.Truth("enabled"), body.MaybeText("variant").Value, body.MaybeText("description").Value),
            To = edit => new JsonObject { ["key"] = edit.Key, ["enabled"] = edit.Enabled }.With("variant", Said(edit.Variant)).With("description", Said(edit.Description)),
            Words = edit => $"switch flag «{edit.Key}» {(edit.Enabled ? "on" : "off")}{(edit.Variant is null ? "" : $", variant {edit.Variant}")}",
            OnBlueprint = new("sets the flag", Set),
            OnTenant = new("overrides the flag as a whole", Set),
        },
        new EditKind<SpecEdit.RemoveFeatureFlag>("removeFeatureFlag")
        {
            Sample = new("wishlist"),
            From = body => new(body.Text("key")),
            To = edit => new JsonObject { ["key"] = edit.Key },
            Words = edit => $"remove flag «{edit.Key}»",
            OnBlueprint = new("removes the flag", Remove),
            OnTenant = new("removes the override: the blueprint's flag is in force again", Remove),
        },
    ];

    /// <summary>The edits that may lead from one list of flags to another.</summary>
    public static IEnumerable<SpecEdit> Of(SectionChange change) => change.Elements("key").Select(flag => flag.After is { } after
        ? (SpecEdit)new SpecEdit.SetFeatureFlag(flag.Id, References.Saying("true")(after["enabled"]), References.Text(after["variant"]), References.Text(after["description"]))
        : new SpecEdit.RemoveFeatureFlag(flag.Id));

    private static readonly JsonPointer List = JsonPointer.Of("featureFlags");

    private static string? Set(EditTarget target, SpecEdit.SetFeatureFlag flag)
    {
        if (target.Find(List, ("key", flag.Key)) is not { } known)
            return target.Append(List, new JsonObject { ["key"] = flag.Key, ["enabled"] = flag.Enabled }.With("variant", Said(flag.Variant)).With("description", Said(flag.Description)));
        return target.Set(known.Append("enabled"), flag.Enabled)
            ?? (flag.Variant is null ? null : target.Set(known.Append("variant"), flag.Variant))
            ?? (flag.Description is null ? null : target.Set(known.Append("description"), flag.Description));
    }

    private static string? Remove(EditTarget target, SpecEdit.RemoveFeatureFlag flag) => target.Drop(List, References.Having(("key", flag.Key)));

    private static Optional<string> Said(string? text) => text is null ? default : new Optional<string>(text);
}
