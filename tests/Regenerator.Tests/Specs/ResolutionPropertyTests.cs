using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Tenant;
using Regenerator.Tests.Specs.Edits;

namespace Regenerator.Tests.Specs;

public sealed class ResolutionPropertyTests
{
    [Fact]
    public void Resolving_changes_neither_document() => ForAnyPair((blueprint, tenant) =>
    {
        var before = (Json(blueprint), Json(tenant));
        AppConfig.Resolve(blueprint, tenant);
        return before == (Json(blueprint), Json(tenant));
    });

    [Fact]
    public void Resolving_again_over_the_same_or_an_equal_blueprint_gives_the_same() => ForAnyPair((blueprint, tenant) =>
    {
        var first = View(blueprint, tenant);
        return first == View(blueprint, tenant) && first == View(blueprint with { }, tenant);
    });

    [Fact]
    public void Many_threads_over_one_blueprint_agree() => ForAnyPair((blueprint, tenant) =>
    {
        var views = new string[8];
        Parallel.For(0, views.Length, i => views[i] = View(blueprint, tenant));
        return views.Distinct().Count() == 1;
    });

    [Fact]
    public void A_changed_copy_of_a_blueprint_is_not_taken_for_the_original()
    {
        var blueprint = SomeSpec.Blueprint("\"policies\": [{\"key\": \"a\"}]");
        Assert.Equal("a", AppConfig.Resolve(blueprint, SomeSpec.Tenant()).Policies.Single().Key);
        var changed = blueprint with { Policies = [new SpecRef("b")] };
        Assert.Equal("b", AppConfig.Resolve(changed, SomeSpec.Tenant()).Policies.Single().Key);
    }

    [Fact]
    public void Sections_without_override_are_one_object_for_all_tenants()
    {
        var blueprint = SomeSpec.Blueprint("\"capabilities\": {\"enabled\": [{\"key\": \"c\"}]}, \"features\": {\"include\": [{\"key\": \"f\"}]}, \"theme\": {\"primary\": {\"key\": \"t\"}}, \"telemetry\": {\"spec\": {\"key\": \"t\"}}, \"experiments\": {\"active\": [{\"key\": \"x\"}]}");
        var (one, other) = (AppConfig.Resolve(blueprint, SomeSpec.Tenant()), AppConfig.Resolve(blueprint, SomeSpec.Tenant("\"notes\": \"n\"")));
        Assert.Same(one.Capabilities, other.Capabilities);
        Assert.Same(one.Features, other.Features);
        Assert.Same(one.Theme, other.Theme);
        Assert.Same(one.Telemetry, other.Telemetry);
        Assert.Same(one.Experiments, other.Experiments);
        Assert.Same(one.FeatureFlags, other.FeatureFlags);
        Assert.Same(one.Branding.Assets, other.Branding.Assets);
    }

    [Fact]
    public void A_list_that_its_maker_changes_later_is_not_the_documents()
    {
        var policies = new List<SpecRef> { new("a") };
        var blueprint = new AppBlueprintSpec { Meta = new BlueprintMeta { Key = "b", Version = "1", AppId = "b" }, Policies = policies };
        policies.Add(new SpecRef("late"));
        Assert.Single(AppConfig.Resolve(blueprint, SomeSpec.Tenant()).Policies);
    }

    [Fact]
    public void Nobody_can_write_to_a_list_of_the_view()
    {
        var view = SomeSpec.Resolve("\"policies\": [{\"key\": \"a\"}]", "\"additionalPolicies\": [{\"key\": \"b\"}]");
        Assert.Throws<NotSupportedException>(() => Assert.IsAssignableFrom<IList<SpecRef>>(view.Policies)[0] = new SpecRef("c"));
        Assert.False(view.Policies is SpecRef[] or List<SpecRef>);
    }

    [Fact]
    public void Hundreds_of_overrides_are_found_as_a_few_are()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"s{i}").ToArray();
        var set = string.Join(", ", names.Concat(names).Select(name => $"{{\"slot\": \"{name}\", \"pointer\": {{\"key\": \"{name}\"}}}}"));
        var clear = string.Join(", ", names.Skip(1).Select(name => $"{{\"slot\": \"{name}\"}}"));
        var again = "{\"slot\": \"s7\", \"pointer\": {\"key\": \"x\"}}";
        var view = SomeSpec.Resolve("\"workflows\": {\"s5\": {\"key\": \"own\"}}", $"\"workflowOverrides\": [{set}, {clear}, {again}, {again}]");
        Assert.Equal([("s0", "s0"), ("s7", "x")], view.Workflows.Select(slot => (slot.Key, slot.Value.Key!)));
    }

    [Fact]
    public void A_list_that_is_laid_over_another_may_be_longer_than_it()
    {
        var (active, paused) = (Enumerable.Range(0, 5), Enumerable.Range(3, 100));
        var view = SomeSpec.Resolve("\"experiments\": {\"active\": [{\"key\": \"own\"}]}", $"\"experiments\": {{\"active\": [{List(active)}], \"paused\": [{List(paused)}]}}");
        Assert.Equal(["own", .. Enumerable.Range(0, 103).Select(i => $"e{i}")], view.Experiments.Catalog.Select(experiment => experiment.Key));
        Assert.Equal(98, view.Experiments.Paused.Count);

        static string List(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(i => $"{{\"key\": \"e{i}\"}}"));
    }

    private static void ForAnyPair(Func<AppBlueprintSpec, TenantAppConfig, bool> holds) => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed => holds(Some(seed, SpecKind.Blueprint).Blueprint, Some(seed, SpecKind.Tenant).Tenant)));

    private static SpecDocument Some(int seed, SpecKind kind)
    {
        var random = new RandomSpec(seed);
        while (true)
            if (random.Document() is var document && document.Kind == kind) return document;
    }

    private static string View(AppBlueprintSpec blueprint, TenantAppConfig tenant) => SpecJson.Tree(AppConfig.Resolve(blueprint, tenant)).ToJsonString();

    private static string Json(AppBlueprintSpec blueprint) => JsonSerializer.Serialize(blueprint, SpecJson.Default.AppBlueprintSpec);

    private static string Json(TenantAppConfig tenant) => JsonSerializer.Serialize(tenant, SpecJson.Default.TenantAppConfig);
}
