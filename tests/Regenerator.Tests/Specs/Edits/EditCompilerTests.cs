using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Edits;

namespace Regenerator.Tests.Specs.Edits;

public sealed class EditCompilerTests
{
    [Theory]
    [InlineData(SpecKind.Tenant, "", "workflowOverrides", """[{"slot":"pay","pointer":{"key":"p","version":"2"}}]""", "workflowOverrides[pay]")]
    [InlineData(SpecKind.Tenant, "\"workflowOverrides\": null", "workflowOverrides", """[{"slot":"pay","pointer":{"key":"p","version":"2"}}]""", "workflowOverrides[pay]")]
    [InlineData(SpecKind.Tenant, "\"workflowOverrides\": [{\"slot\": \"pay\", \"pointer\": null, \"x\": 1}]", "workflowOverrides", """[{"slot":"pay","pointer":{"key":"p","version":"2"},"x":1}]""", "workflowOverrides[pay]")]
    [InlineData(SpecKind.Tenant, "\"workflowOverrides\": [null, {\"slot\": \"pay\"}]", "workflowOverrides", """[null,{"slot":"pay","pointer":{"key":"p","version":"2"}}]""", "workflowOverrides[pay]")]
    [InlineData(SpecKind.Blueprint, "", "workflows", """{"pay":{"key":"p","version":"2"}}""", "workflows.pay")]
    [InlineData(SpecKind.Blueprint, "\"workflows\": null", "workflows", """{"pay":{"key":"p","version":"2"}}""", "workflows.pay")]
    [InlineData(SpecKind.Blueprint, "\"workflows\": {\"a/b\": {\"key\": \"x\"}, \"pay\": {\"name\": \"p\", \"version\": 1}}", "workflows", """{"a/b":{"key":"x"},"pay":{"key":"p","version":"2"}}""", "workflows.pay")]
    public void A_workflow_is_pinned(SpecKind kind, string members, string section, string after, string touched)
    {
        var document = SomeSpec.Document(kind, members);
        var edit = new SpecEdit.PinWorkflow("pay", "p", "2");
        var changed = SomeSpec.Apply(document, edit);
        Assert.Equal(after, SomeSpec.Member(changed, section));
        Assert.Equal(touched, Assert.Single(SomeSpec.Compile(document, edit).Touched).Element);
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(changed, [edit]));
    }

    [Fact]
    public void Data_views_and_jobs_are_pinned_alike()
    {
        SpecEdit[] edits = [new SpecEdit.PinDataView("a/b", "v", null), new SpecEdit.PinJob("~", new SpecRef("j"))];
        var tenant = SomeSpec.Apply(SomeSpec.TenantDocument(), edits);
        Assert.Equal("[{\"slot\":\"a/b\",\"pointer\":{\"key\":\"v\"}}]", SomeSpec.Member(tenant, "dataViewOverrides"));
        Assert.Equal("[{\"slot\":\"~\",\"pointer\":{\"key\":\"j\"}}]", SomeSpec.Member(tenant, "jobOverrides"));
        var blueprint = SomeSpec.Apply(SomeSpec.BlueprintDocument(), edits);
        Assert.Equal("{\"a/b\":{\"key\":\"v\"}}{\"~\":{\"key\":\"j\"}}", SomeSpec.Member(blueprint, "dataViews") + SomeSpec.Member(blueprint, "jobs"));
    }

    [Theory]
    [InlineData(SpecKind.Tenant, "", """[{"key":"a","enabled":true,"variant":"v"}]""")]
    [InlineData(SpecKind.Blueprint, "", """[{"key":"a","enabled":true,"variant":"v"}]""")]
    [InlineData(SpecKind.Tenant, "\"featureFlags\": [{\"key\": \"b\", \"enabled\": false}]", """[{"key":"b","enabled":false},{"key":"a","enabled":true,"variant":"v"}]""")]
    [InlineData(SpecKind.Tenant, "\"featureFlags\": [{\"key\": \"a\", \"enabled\": false, \"description\": \"d\"}]", """[{"key":"a","enabled":true,"description":"d","variant":"v"}]""")]
    [InlineData(SpecKind.Tenant, "\"featureFlags\": [{\"key\": \"a\", \"enabled\": false}, {\"key\": \"a\"}]", """[{"key":"a","enabled":false},{"key":"a","enabled":true,"variant":"v"}]""")]
    public void A_flag_is_set(SpecKind kind, string members, string after)
    {
        var changed = SomeSpec.Apply(SomeSpec.Document(kind, members), new SpecEdit.SetFeatureFlag("a", true, "v"));
        Assert.Equal(after, SomeSpec.Member(changed, "featureFlags"));
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(changed, [new SpecEdit.SetFeatureFlag("a", true)]));
    }

    [Theory]
    [InlineData(SpecKind.Tenant, "")]
    [InlineData(SpecKind.Blueprint, "")]
    [InlineData(SpecKind.Tenant, "\"features\": null")]
    [InlineData(SpecKind.Tenant, "\"features\": {\"exclude\": null}")]
    [InlineData(SpecKind.Tenant, "\"features\": {\"exclude\": []}")]
    public void A_feature_is_excluded(SpecKind kind, string members)
    {
        var document = SomeSpec.Document(kind, members);
        Assert.Equal("{\"exclude\":[{\"key\":\"f\"}]}", SomeSpec.Member(SomeSpec.Apply(document, new SpecEdit.ExcludeFeature("f")), "features"));
        Assert.Equal("features.exclude[f]", Assert.Single(SomeSpec.Compile(document, new SpecEdit.ExcludeFeature("f")).Touched).Element);
    }

    [Theory]
    [InlineData("", """[{"path":"/","workflow":null,"guard":{"key":"g"}}]""")]
    [InlineData("\"routeOverrides\": [{\"path\": \"/\", \"label\": \"Home\", \"workflow\": \"w\"}]", """[{"path":"/","label":"Home","workflow":null,"guard":{"key":"g"}}]""")]
    public void A_route_of_a_tenant_is_bound_and_a_null_clears(string members, string after) =>
        Assert.Equal(after, SomeSpec.Member(SomeSpec.Apply(SomeSpec.TenantDocument(members), Route), "routeOverrides"));

    [Theory]
    [InlineData("", """[{"path":"/","guard":{"key":"g"}}]""")]
    [InlineData("\"routes\": [{\"path\": \"/\", \"label\": \"Home\", \"workflow\": \"w\"}]", """[{"path":"/","label":"Home","guard":{"key":"g"}}]""")]
    public void A_route_of_a_blueprint_has_nothing_to_inherit_so_a_null_removes(string members, string after) =>
        Assert.Equal(after, SomeSpec.Member(SomeSpec.Apply(SomeSpec.BlueprintDocument(members), Route), "routes"));

    [Theory]
    [InlineData("", 0)]
    [InlineData("{\"slotId\": \"pay\", \"connectionId\": \"old\"}", 0)]
    [InlineData("{\"slotId\": \"pay\", \"connectionId\": \"old\", \"priority\": 0}", -1)]
    [InlineData("{\"slotId\": \"pay\", \"connectionId\": \"old\", \"priority\": -2.5}, {\"slotId\": \"pay\", \"connectionId\": \"new\", \"priority\": 7}", -4)]
    [InlineData("{\"slotId\": \"pay\", \"connectionId\": \"old\", \"priority\": 1}, {\"slotId\": \"other\", \"connectionId\": \"new\", \"priority\": -9}", 0)]
    public void A_preferred_connection_comes_before_all_others_of_its_slot(string bindings, double priority)
    {
        var edit = new SpecEdit.PreferConnection("pay", "new");
        var changed = SomeSpec.Apply(SomeSpec.TenantDocument($"\"integrations\": [{bindings}]"), edit);
        var binding = changed.Tenant.Integrations!.Where(b => b.SlotId == "pay").MinBy(b => b.Priority.Value ?? double.PositiveInfinity)!;
        Assert.Equal(("new", priority), (binding.ConnectionId, binding.Priority.Value));
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(changed, [edit]));
    }

    [Theory]
    [InlineData("1e17")]
    [InlineData("-1e300")]
    public void A_connection_is_preferred_beside_huge_priorities_too(string other)
    {
        var document = SomeSpec.TenantDocument($"\"integrations\": [{{\"slotId\": \"pay\", \"connectionId\": \"old\", \"priority\": {other}}}]");
        var changed = SomeSpec.Apply(document, new SpecEdit.PreferConnection("pay", "new"));
        Assert.True(changed.Tenant.Integrations![1].Priority.Value < changed.Tenant.Integrations[0].Priority.Value);
    }

    [Fact]
    public void A_connection_can_not_be_preferred_where_there_is_none()
    {
        Assert.Equal("connections belong to tenants; a blueprint has none", Refused(SomeSpec.BlueprintDocument(), new SpecEdit.PreferConnection("pay", "new")).Reason);
        var last = SomeSpec.TenantDocument($"\"integrations\": [{{\"slotId\": \"pay\", \"connectionId\": \"old\", \"priority\": {double.MinValue}}}]");
        Assert.StartsWith("nothing can come before", Refused(last, new SpecEdit.PreferConnection("pay", "new")).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"workflowOverrides\": [{\"slot\": \"pay\", \"pointer\": {\"name\": \"p\", \"version\": 2}}]")]
    [InlineData("\"workflowOverrides\": [{\"slot\": \"pay\"}, {\"slot\": \"pay\", \"pointer\": {\"version\": \"2\", \"key\": \"p\", \"x\": 1}}]")]
    public void A_reference_that_says_the_same_in_other_words_is_already_true(string members) =>
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(SomeSpec.TenantDocument(members), [new SpecEdit.PinWorkflow("pay", "p", "2")]));

    [Fact]
    public void So_are_an_exclusion_and_a_guard_in_other_words()
    {
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(SomeSpec.TenantDocument("\"features\": {\"exclude\": [{\"name\": \"f\"}]}"), [new SpecEdit.ExcludeFeature("f")]));
        Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(
            SomeSpec.TenantDocument("\"routeOverrides\": [{\"path\": \"/\", \"workflow\": null, \"guard\": {\"name\": \"g\"}}]"), [Route]));
    }

    [Fact]
    public void Edits_that_undo_each_other_are_already_true() => Assert.IsType<CompileResult.AlreadyTrue>(EditCompiler.Compile(
        SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"a\", \"enabled\": true}]"),
        [new SpecEdit.SetFeatureFlag("a", false), new SpecEdit.SetFeatureFlag("a", true)]));

    [Fact]
    public void Two_first_overrides_of_one_tenant_land_one_after_the_other_and_do_not_touch_the_same()
    {
        var (one, other) = (new SpecEdit.PinWorkflow("a", "x", null), new SpecEdit.PinWorkflow("b", "y", null));
        var document = SomeSpec.TenantDocument();
        var both = SomeSpec.Apply(SomeSpec.Apply(document, one), other);
        Assert.Equal("""[{"slot":"a","pointer":{"key":"x"}},{"slot":"b","pointer":{"key":"y"}}]""", SomeSpec.Member(both, "workflowOverrides"));
        Assert.Equal(both.Digest, SomeSpec.Apply(document, one, other).Digest);
        Assert.Empty(SomeSpec.Compile(document, one).Touched.Select(t => t.Element).Intersect(SomeSpec.Compile(document, other).Touched.Select(t => t.Element)));
    }

    [Fact]
    public void Identity_and_old_value_are_tested_first() => Assert.Equal(
        """[{"op":"test","path":"/featureFlags/1/key","value":"a"},{"op":"test","path":"/featureFlags/1/enabled","value":false},{"op":"replace","path":"/featureFlags/1/enabled","value":true}]""",
        SomeSpec.Compile(SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"b\", \"enabled\": false}, {\"key\": \"a\", \"enabled\": false}]"), new SpecEdit.SetFeatureFlag("a", true)).Patch.ToString());

    [Fact]
    public void A_null_list_is_tested_before_it_becomes_one() => Assert.Equal(
        """[{"op":"test","path":"/featureFlags","value":null},{"op":"replace","path":"/featureFlags","value":[{"key":"a","enabled":true}]}]""",
        SomeSpec.Compile(SomeSpec.TenantDocument("\"featureFlags\": null"), new SpecEdit.SetFeatureFlag("a", true)).Patch.ToString());

    [Fact]
    public void What_is_touched_comes_with_what_it_was()
    {
        var document = SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"a\", \"enabled\": false}]");
        Assert.Equal([new TouchedElement("featureFlags[a]", """{"enabled":false,"key":"a"}"""), new TouchedElement("featureFlags[b]", null)],
            SomeSpec.Compile(document, new SpecEdit.SetFeatureFlag("a", true), new SpecEdit.SetFeatureFlag("b", true)).Touched);
    }

    [Fact]
    public void A_document_that_was_indented_reordered_or_grew_meanwhile_takes_the_same_edits()
    {
        SpecEdit[] edits = [new SpecEdit.SetFeatureFlag("a", true), new SpecEdit.PinWorkflow("pay", "p", "2")];
        var now = SomeSpec.Read(
            SpecKind.Tenant,
            "{\n\t\"workflowOverrides\": [],\n\t\"featureFlags\": [\n\t\t{\"enabled\": false, \"key\": \"first\"},\n\t\t{\"enabled\": false, \"key\": \"a\"}\n\t],\n\t" + SomeSpec.TenantMeta + "\n}\n",
            "acme.json");
        var changed = SomeSpec.Apply(now, edits);
        Assert.Equal("""[{"enabled":false,"key":"first"},{"enabled":true,"key":"a"}]""", SomeSpec.Member(changed, "featureFlags"));
        Assert.Equal("""[{"slot":"pay","pointer":{"key":"p","version":"2"}}]""", SomeSpec.Member(changed, "workflowOverrides"));
    }

    [Fact]
    public void A_raw_patch_gets_its_guards_and_is_refused_once_its_element_has_moved()
    {
        var patch = SomeSpec.Patch("""[{"op":"replace","path":"/featureFlags/0/enabled","value":true}]""");
        var compiled = SomeSpec.Compile(SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"a\", \"enabled\": false}]"), patch);
        Assert.Equal("featureFlags[a]", Assert.Single(compiled.Touched).Element);
        var guarded = new SpecEdit.Patch(compiled.Patch);
        var moved = SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"b\", \"enabled\": false}, {\"key\": \"a\", \"enabled\": false}]");
        Assert.Contains("/featureFlags/0/key", Refused(moved, guarded).Reason, StringComparison.Ordinal);
        var same = SomeSpec.TenantDocument("\"notes\": \"n\", \"featureFlags\": [{\"key\": \"a\", \"enabled\": false}]");
        Assert.Equal(compiled.Patch.ToString(), SomeSpec.Compile(same, guarded).Patch.ToString());
    }

    [Theory]
    [InlineData("""[{"op":"add","path":"/notes","value":"new"}]""", """[{"op":"test","path":"/notes","value":"old"},{"op":"add","path":"/notes","value":"new"}]""")]
    [InlineData("""[{"op":"copy","from":"/meta/id","path":"/notes"}]""", """[{"op":"test","path":"/notes","value":"old"},{"op":"copy","from":"/meta/id","path":"/notes"}]""")]
    [InlineData("""[{"op":"remove","path":"/notes"}]""", """[{"op":"test","path":"/notes","value":"old"},{"op":"remove","path":"/notes"}]""")]
    [InlineData("""[{"op":"add","path":"/x/0/b","value":1}]""", """[{"op":"test","path":"/x/0","value":{"a":1}},{"op":"add","path":"/x/0/b","value":1}]""")]
    [InlineData("""[{"op":"move","from":"/x/0","path":"/x/1"}]""", """[{"op":"test","path":"/x/0","value":{"a":1}},{"op":"move","from":"/x/0","path":"/x/1"}]""")]
    [InlineData("""[{"op":"add","path":"/x/-","value":1}]""", """[{"op":"add","path":"/x/-","value":1}]""")]
    public void Everything_that_a_raw_patch_overwrites_or_stands_in_is_tested(string patch, string guarded) =>
        Assert.Equal(guarded, SomeSpec.Compile(SomeSpec.TenantDocument("\"notes\": \"old\", \"x\": [{\"a\": 1}, 2]"), SomeSpec.Patch(patch)).Patch.ToString());

    [Theory]
    [InlineData("""[{"op":"add","path":"/featureFlags/0","value":{"key":"n","enabled":true}}]""", "featureFlags[n]")]
    [InlineData("""[{"op":"add","path":"/featureFlags/-","value":{"key":"n","enabled":true}}]""", "featureFlags[n]")]
    [InlineData("""[{"op":"remove","path":"/featureFlags/0"}]""", "featureFlags[a]")]
    [InlineData("""[{"op":"move","from":"/featureFlags/0/description","path":"/notes"}]""", "featureFlags[a] notes")]
    [InlineData("""[{"op":"add","path":"/meta/title","value":"t"}]""", "meta.title")]
    public void A_raw_patch_touches_by_identity_too(string patch, string touched)
    {
        var document = SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"a\", \"enabled\": false, \"description\": \"d\"}]");
        Assert.Equal(touched, string.Join(' ', SomeSpec.Compile(document, SomeSpec.Patch(patch)).Touched.Select(t => t.Element)));
    }

    [Theory]
    [InlineData("""[{"op":"test","path":"/meta/id","value":"acme-shop"}]""", "a patch of tests only changes nothing")]
    [InlineData("[]", "a patch of tests only changes nothing")]
    [InlineData("""[{"op":"replace","path":"/meta/id","value":"acme-shop"}]""", "the patch changes nothing")]
    [InlineData("""[{"op":"replace","path":"","value":[]}]""", "the document would no longer be an object")]
    public void A_patch_that_is_no_change_of_the_document_is_refused(string patch, string reason) => Assert.Equal(reason, Refused(SomeSpec.TenantDocument(), SomeSpec.Patch(patch)).Reason);

    [Theory]
    [InlineData("""[{"op":"remove","path":""}]""")]
    [InlineData("""[{"op":"replace","path":"/nope/0/x","value":1}]""")]
    [InlineData("""[{"op":"replace","path":"/featureFlags/-1/key","value":1}]""")]
    [InlineData("""[{"op":"replace","path":"/featureFlags/00","value":1}]""")]
    [InlineData("""[{"op":"remove","path":"/featureFlags/-"}]""")]
    [InlineData("""[{"op":"move","from":"/featureFlags/7","path":"/notes"}]""")]
    [InlineData("""[{"op":"add","path":"/meta/id/x","value":1}]""")]
    public void A_patch_that_does_not_fit_is_refused_with_a_reason(string patch) =>
        Assert.NotEmpty(Refused(SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"a\", \"enabled\": false}]"), SomeSpec.Patch(patch)).Reason);

    [Fact]
    public void A_patch_may_replace_the_root_and_then_tests_all_of_it()
    {
        var document = SomeSpec.TenantDocument();
        var compiled = SomeSpec.Compile(document, SomeSpec.Patch("""[{"op":"replace","path":"","value":{"a":1}}]"""));
        Assert.Equal(("$", "{\"a\":1}"), (Assert.Single(compiled.Touched).Element, compiled.After.ToJsonString()));
        Assert.True(JsonNode.DeepEquals(document.Tree(), JsonNode.Parse(compiled.Patch.ToString())![0]!["value"]));
    }

    [Fact]
    public void The_edit_that_is_refused_is_named()
    {
        var edits = new[] { new SpecEdit.SetFeatureFlag("a", true), SomeSpec.Patch("[]") };
        Assert.Equal(1, Assert.IsType<CompileResult.Refused>(EditCompiler.Compile(SomeSpec.TenantDocument(), edits)).Edit);
    }

    private static SpecEdit.BindRoute Route => new("/") { Workflow = null, Guard = new SpecRef("g") };

    private static CompileResult.Refused Refused(SpecDocument document, SpecEdit edit) => Assert.IsType<CompileResult.Refused>(EditCompiler.Compile(document, [edit]));
}
