using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Effects;
using Regenerator.Specs.Json;
using Regenerator.Specs.Resolution;

namespace Regenerator.Tests.Specs.Effects;

public sealed class EffectPropertyTests
{
    [Fact]
    public void A_view_that_is_resolved_again_has_no_effect() => ForAny((app, tenant) =>
        Assert.Empty(Effect.Between(Resolve(app.Blueprint, tenant), Resolve(app.Blueprint, tenant))));

    [Fact]
    public void There_is_an_effect_exactly_where_the_views_differ() => ForAny((app, tenant) =>
    {
        var (before, after) = (Resolve(app.Blueprint, tenant), Resolve(app.Edited(), app.Tenant()));
        Assert.Equal(Meaning(before) == Meaning(after), Effect.Between(before, after).Count == 0);
    });

    [Fact]
    public void A_change_stands_where_it_says() => ForAny((app, tenant) =>
    {
        var (before, after) = (Resolve(app.Blueprint, tenant), Resolve(app.Edited(), app.Tenant()));
        foreach (var change in Effect.Between(before, after))
        {
            var removed = change.Kind == ResolvedChangeKind.Removed;
            Assert.Equal(removed ? change.Before : change.After, Text(At(SpecJson.Tree(removed ? before : after), change.Pointer)));
            Assert.Equal((change.Kind == ResolvedChangeKind.Added, removed), (change.Before is null, change.After is null));
            Assert.NotEqual(change.Before, change.After);
        }
    });

    [Fact]
    public void No_sentence_shows_JSON_and_no_place_changes_twice() => ForAny((app, tenant) =>
    {
        var changes = Effect.Between(Resolve(app.Blueprint, tenant), Resolve(app.Edited(), app.Tenant()));
        Assert.All(changes, change => Assert.DoesNotContain("\":", change.Sentence));
        Assert.Equal(changes.Count, changes.DistinctBy(change => (change.Path, change.Kind == ResolvedChangeKind.Reordered)).Count());
    });

    [Fact]
    public void The_patch_turns_the_view_before_into_the_view_after() => ForAny((app, tenant) =>
    {
        var (before, after) = (Resolve(app.Blueprint, tenant), Resolve(app.Edited(), app.Tenant()) with { BlueprintVersion = "2" });
        var applied = Assert.IsType<PatchResult.Applied>(Effect.Patch(before, after).Apply(SpecJson.Tree(before)));
        Assert.Equal(CanonicalJson.Digest(SpecJson.Tree(after)), CanonicalJson.Digest(applied.Document));
        Assert.Empty(Effect.Patch(before, before).Operations);
    });

    // The view without what says nothing: the versions of the documents, and nulls for members that are not there. In a reference a null stays.
    private static string? Meaning(ResolvedAppConfig view)
    {
        var tree = SpecJson.Tree(view with { BlueprintVersion = "", ConfigVersion = "" });
        DropNulls(tree);
        return Text(tree);
    }

    private static void DropNulls(JsonNode? node)
    {
        if (node is JsonArray list) foreach (var element in list) DropNulls(element);
        if (node is not JsonObject members) return;
        if (members.All(m => m.Key is "key" or "version")) return;
        foreach (var name in members.Where(m => m.Value is null).Select(m => m.Key).ToArray()) members.Remove(name);
        foreach (var member in members) DropNulls(member.Value);
    }

    private static JsonNode? At(JsonNode? tree, JsonPointer pointer) => pointer.Segments.Aggregate(tree, static (node, segment) =>
        node is JsonArray list ? list[int.Parse(segment)] : ((JsonObject)node!)[segment]);

    private static string? Text(JsonNode? node) => node is null ? null : Encoding.UTF8.GetString(CanonicalJson.Of(node));

    private static ResolvedAppConfig Resolve(Regenerator.Specs.Blueprint.AppBlueprintSpec blueprint, Regenerator.Specs.Tenant.TenantAppConfig tenant) =>
        AppConfig.Resolve(blueprint, tenant, RandomApp.Registries);

    private static void ForAny(Action<RandomApp, Regenerator.Specs.Tenant.TenantAppConfig> holds) => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var app = new RandomApp(seed);
        holds(app, app.Tenant());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
