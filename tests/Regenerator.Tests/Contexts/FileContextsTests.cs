using Regenerator.Contexts;
using Regenerator.Specs.Json;
using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Contexts;

public sealed class FileContextsTests : IDisposable
{
    private const string Shop = """{ "meta": { "key": "shop", "version": "1.0.0", "appId": "shop" }, "workflows": { "checkout": { "key": "pay", "version": "1" } } }""";

    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-contexts-").FullName;
    private int writes;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FileContextsTests() => Write("blueprints/shop.json", Shop);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task One_context_per_tenant_document_in_the_order_of_their_ids()
    {
        Tenants("b", "a");

        var snapshot = await Source().ReadAsync(Ct);

        Assert.Equal(["cfg-a", "cfg-b"], snapshot.Contexts.Select(c => c.Id));
        Assert.Equal("tenants/a.json", snapshot.Contexts[0].TenantDocument.Place.Name);
        Assert.Equal(Path.Combine(folder, "tenants/a.json"), snapshot.Contexts[0].TenantDocument.Place.FullPath);
        Assert.Empty(snapshot.Sick);
        Assert.Empty(snapshot.Warnings);
    }

    [Fact]
    public async Task What_did_not_change_is_the_same_object()
    {
        Tenants("a", "b");
        var source = Source();
        var before = await source.ReadAsync(Ct);

        Write("tenants/b.json", Tenant("b", more: """, "notes": "changed" """));
        var after = await source.ReadAsync(Ct);

        Assert.Same(before.Contexts[0], after.Contexts[0]);
        Assert.NotSame(before.Contexts[1], after.Contexts[1]);
        Assert.Same(before.Contexts[1].BlueprintDocument, after.Contexts[1].BlueprintDocument);
    }

    [Fact]
    public async Task A_file_that_was_only_touched_is_the_same_object()
    {
        Tenants("a");
        var source = Source();
        var before = await source.ReadAsync(Ct);

        Write("tenants/a.json", Tenant("a"));

        Assert.Same(before.Contexts[0], (await source.ReadAsync(Ct)).Contexts[0]);
    }

    [Fact]
    public async Task A_changed_blueprint_rebuilds_only_its_contexts()
    {
        Write("blueprints/blog.json", Shop.Replace("\"shop\"", "\"blog\""));
        Write("tenants/a.json", Tenant("a"));
        Write("tenants/b.json", Tenant("b", blueprint: "blog"));
        var source = Source();
        var before = await source.ReadAsync(Ct);

        Write("blueprints/blog.json", Shop.Replace("\"shop\"", "\"blog\"").Replace("pay", "pay.safe"));
        var after = await source.ReadAsync(Ct);

        Assert.Same(before.Contexts[0], after.Contexts[0]);
        Assert.Equal("pay.safe", after.Contexts[1].Blueprint.Workflows!["checkout"]!.Key);
    }

    [Theory]
    [InlineData("{ \"meta\": ", "tenants/b.json:1:11: the text ends while an object or an array is still open (at $.meta)")]
    [InlineData("""{ "meta": { "tenantId": "b", "version": "1", "blueprintName": "blag" } }""", "tenants/b.json: no blueprint «blag»; known: blog, shop")]
    [InlineData("""{ "meta": { "tenantId": "b", "version": "1" } }""", "tenants/b.json: «meta.blueprintName» is missing or empty; known: blog, shop")]
    public async Task A_broken_tenant_is_sick_alone(string text, string reason)
    {
        Write("blueprints/blog.json", Shop.Replace("\"shop\"", "\"blog\""));
        Tenants("a");
        Write("tenants/b.json", text);

        var snapshot = await Source().ReadAsync(Ct);

        Assert.Equal(["cfg-a"], snapshot.Contexts.Select(c => c.Id));
        Assert.Equal(reason, Assert.Single(snapshot.Sick).Reason);
        Assert.Equal(1, Assert.Single(snapshot.Sick).Line.Split(".json").Length - 1);
    }

    [Fact]
    public async Task A_document_that_breaks_keeps_its_id_and_recovers()
    {
        Tenants("a");
        Write("tenants/never.json", "{");
        var source = Source();
        await source.ReadAsync(Ct);

        Write("tenants/a.json", "{");
        Assert.Equal(["cfg-a", "tenants/never.json"], (await source.ReadAsync(Ct)).Sick.Select(s => s.Id));

        Write("tenants/a.json", Tenant("a"));
        Assert.Equal(["cfg-a"], (await source.ReadAsync(Ct)).Contexts.Select(c => c.Id));
    }

    [Fact]
    public async Task A_broken_blueprint_makes_its_tenants_sick_and_no_others()
    {
        Write("blueprints/blog.json", Shop.Replace("\"shop\"", "\"blog\""));
        Write("tenants/a.json", Tenant("a"));
        Write("tenants/b.json", Tenant("b", blueprint: "blog"));
        var source = Source();
        await source.ReadAsync(Ct);

        Write("blueprints/blog.json", "{\n  oops }");
        var snapshot = await source.ReadAsync(Ct);

        Assert.Equal(["cfg-a"], snapshot.Contexts.Select(c => c.Id));
        var sick = Assert.Single(snapshot.Sick);
        Assert.Equal("cfg-b", sick.Id);
        Assert.StartsWith("tenants/b.json: blueprint «blog»: blueprints/blog.json:2:3: ", sick.Reason, StringComparison.Ordinal);
        Assert.StartsWith("blueprints/blog.json:2:3: ", Assert.Single(snapshot.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blueprint_that_was_never_read_is_named_to_the_tenants_that_find_none()
    {
        Write("blueprints/shop.json", "[]");
        Tenants("a");

        var sick = Assert.Single((await Source().ReadAsync(Ct)).Sick);

        Assert.StartsWith("tenants/a.json: no blueprint «shop» among those that can be read; known: none; blueprints/shop.json:1:", sick.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_documents_with_one_id_are_both_sick()
    {
        Tenants("a", "c");
        Write("tenants/b.json", Tenant("a"));

        var snapshot = await Source().ReadAsync(Ct);

        Assert.Equal(["cfg-c"], snapshot.Contexts.Select(c => c.Id));
        Assert.Equal([new SickContext("cfg-a", "the id «cfg-a» is in more than one document: tenants/a.json, tenants/b.json")], snapshot.Sick);
    }

    [Fact]
    public async Task Two_blueprints_with_one_key_make_their_tenants_sick()
    {
        Write("blueprints/shop2.json", Shop.Replace("1.0.0", "2.0.0"));
        Tenants("a");

        var sick = Assert.Single((await Source().ReadAsync(Ct)).Sick);

        Assert.Equal("tenants/a.json: blueprint «shop» is in more than one file: blueprints/shop.json, blueprints/shop2.json", sick.Reason);
    }

    [Fact]
    public async Task Another_version_of_the_blueprint_is_a_warning()
    {
        Write("tenants/a.json", Tenant("a", more: "").Replace("\"version\": \"1\"", "\"version\": \"1\", \"blueprintVersion\": \"0.9.0\""));
        var source = Source();

        await source.ReadAsync(Ct);
        var snapshot = await source.ReadAsync(Ct);

        Assert.Single(snapshot.Contexts);
        Assert.Equal(["tenants/a.json: made for shop@0.9.0; blueprints/shop.json is shop@1.0.0"], snapshot.Warnings);
    }

    [Fact]
    public async Task Patterns_reach_down_but_not_into_names_with_a_dot()
    {
        Write("tenants/a.json", Tenant("a"));
        Write("tenants/eu/north/b.json", Tenant("b"));
        Write("tenants/.history/c.json", Tenant("c"));
        Write("tenants/.d.json", Tenant("d"));
        Write("tenants/e.txt", Tenant("e"));

        Assert.Equal(["cfg-a", "cfg-b"], (await Source("tenants/**/*.json").ReadAsync(Ct)).Contexts.Select(c => c.Id));
        Assert.Equal(["cfg-b"], (await Source("tenants/*/north/?.json").ReadAsync(Ct)).Contexts.Select(c => c.Id));
        Assert.Equal(["cfg-c"], (await Source("tenants/.history/*.json").ReadAsync(Ct)).Contexts.Select(c => c.Id));
    }

    [Fact]
    public async Task A_circle_of_linked_folders_ends()
    {
        Tenants("a");
        Directory.CreateSymbolicLink(Path.Combine(folder, "tenants/loop"), folder);

        Assert.Equal(["cfg-a"], (await Source("tenants/**/*.json").ReadAsync(Ct)).Contexts.Select(c => c.Id));
    }

    [Fact]
    public async Task A_pattern_without_a_file_is_a_warning()
    {
        var snapshot = await Source("tenants/*.yaml").ReadAsync(Ct);

        Assert.Equal(["tenants: no file matches «tenants/*.yaml»"], snapshot.Warnings);
    }

    [Theory]
    [InlineData("../elsewhere/*.json")]
    [InlineData("tenants/../../*.json")]
    [InlineData("/etc/*.json")]
    public async Task A_pattern_that_leads_out_of_the_root_is_refused(string pattern)
    {
        var fault = await Assert.ThrowsAsync<ContextSourceException>(async () => await Source(pattern).ReadAsync(Ct));

        Assert.Equal($"tenants: «{pattern}» leads out of the root «{folder}»", fault.Message);
    }

    [Fact]
    public async Task A_link_that_leads_out_of_the_root_is_left_out_and_one_inside_is_read()
    {
        var outside = Directory.CreateTempSubdirectory("regenerator-outside-").FullName;
        File.WriteAllText(Path.Combine(outside, "x.json"), Tenant("x"));
        Write("versions/1/a.json", Tenant("a"));
        Directory.CreateDirectory(Path.Combine(folder, "tenants"));
        File.CreateSymbolicLink(Path.Combine(folder, "tenants/x.json"), Path.Combine(outside, "x.json"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "current"), "versions/1");
        File.CreateSymbolicLink(Path.Combine(folder, "tenants/a.json"), "../current/a.json");

        var snapshot = await Source().ReadAsync(Ct);
        Directory.Delete(outside, recursive: true);

        Assert.Equal(["cfg-a"], snapshot.Contexts.Select(c => c.Id));
        Assert.Equal(Path.Combine(folder, "versions/1/a.json"), snapshot.Contexts[0].TenantDocument.Place.FullPath);
        Assert.Equal([$"tenants/x.json: left out, because the link leads out of the root, to {outside}/x.json"], snapshot.Warnings);
    }

    [Fact]
    public async Task A_root_that_is_not_there_is_a_fault()
    {
        var fault = await Assert.ThrowsAsync<ContextSourceException>(async () => await new FileContexts(new() { Root = folder + "/gone", Tenants = ["*"] }).ReadAsync(Ct));

        Assert.Equal($"«{folder}/gone»: no such folder", fault.Message);
    }

    [Fact]
    public async Task Labels_are_read_from_the_tenants_document()
    {
        Write("tenants/a.json", Tenant("a", more: """, "x-tier": "free", "x-seats": 1.50, "x-tags": [true, {}] """));
        var labels = new Dictionary<string, string> { ["tier"] = "/x-tier", ["seats"] = "/x-seats", ["first"] = "/x-tags/0", ["none"] = "/x-tags/7", ["odd"] = "/x-tags/1" };

        var snapshot = await new FileContexts(Options() with { Labels = labels.ToDictionary(l => l.Key, l => JsonPointer.Parse(l.Value)) }).ReadAsync(Ct);

        Assert.Equal(new Dictionary<string, string> { ["tier"] = "free", ["seats"] = "1.50", ["first"] = "true" }, snapshot.Contexts[0].Labels);
        Assert.Equal(["tenants/a.json: /x-tags/1 is no label «odd»: a label is a text, a number or a truth value"], snapshot.Warnings);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_not_read()
    {
        Write("tenants/a.json", new string(' ', (16 * 1024 * 1024) + 1));

        var sick = Assert.Single((await Source().ReadAsync(Ct)).Sick);

        Assert.Equal("tenants/a.json: 16777217 bytes; a spec file has at most 16777216 (16 MiB)", sick.Reason);
    }

    [Fact]
    public async Task Registries_are_lists_or_single_specs_and_break_only_who_needs_them()
    {
        Write("connections/one.yaml", "meta: { id: c1, integrationKey: stripe, integrationVersion: 1 }\n");
        Write("connections/two.json", """[ { "meta": { "id": "c2", "integrationKey": "stripe", "integrationVersion": "1" } } ]""");
        Write("connections/three.json", """{ "meta": { "id": "c3" } }""");
        Write("tenants/a.json", Tenant("a"));
        Write("tenants/b.json", Tenant("b", more: """, "integrations": [ { "slotId": "pay", "connectionId": "c2" } ] """));
        Write("tenants/c.json", Tenant("c", more: """, "integrations": [ { "slotId": "pay", "connectionId": "c3" } ] """));
        var source = new FileContexts(Options() with { Registries = new() { IntegrationConnections = ["connections/*"] } });

        var snapshot = await source.ReadAsync(Ct);

        Assert.Equal(["cfg-a", "cfg-b"], snapshot.Contexts.Select(c => c.Id));
        Assert.Equal(["c1", "c2"], snapshot.Contexts[0].Dependencies!.IntegrationConnections!.Select(c => c.Meta.Id));
        Assert.Null(snapshot.Contexts[0].Dependencies!.IntegrationSpecs);
        Assert.StartsWith(
            "tenants/c.json: connection «c3» is not among those that can be read: connections/three.json:1:", Assert.Single(snapshot.Sick).Reason, StringComparison.Ordinal);
        Assert.Same(snapshot.Contexts[0], (await source.ReadAsync(Ct)).Contexts[0]);
    }

    [Fact]
    public async Task Every_kind_of_registry_can_be_given()
    {
        foreach (var kind in RegistryKind.All)
            Write($"r/{kind}.json", """{ "meta": { "key": "pay", "version": "1", "id": "c", "spaceKey": "s", "integrationKey": "i", "integrationVersion": "1" } }""");
        Tenants("a");
        string[] Of(RegistryKind kind) => [$"r/{kind}.json"];
        var source = new FileContexts(Options() with
        {
            Registries = new()
            {
                Capabilities = Of(RegistryKind.Capabilities),
                Features = Of(RegistryKind.Features),
                DataViews = Of(RegistryKind.DataViews),
                Workflows = Of(RegistryKind.Workflows),
                Jobs = Of(RegistryKind.Jobs),
                Policies = Of(RegistryKind.Policies),
                Themes = Of(RegistryKind.Themes),
                Telemetry = Of(RegistryKind.Telemetry),
                Experiments = Of(RegistryKind.Experiments),
                IntegrationSpecs = Of(RegistryKind.IntegrationSpecs),
                IntegrationConnections = Of(RegistryKind.IntegrationConnections),
                KnowledgeSpaces = Of(RegistryKind.KnowledgeSpaces),
                KnowledgeSources = Of(RegistryKind.KnowledgeSources),
                BlueprintCatalogs = Of(RegistryKind.BlueprintCatalogs),
                PlatformCatalogs = Of(RegistryKind.PlatformCatalogs),
            },
        });

        var snapshot = await source.ReadAsync(Ct);

        Assert.Empty(snapshot.Sick);
        Assert.Empty(snapshot.Warnings);
        var registries = Assert.Single(snapshot.Contexts).Dependencies!;
        Assert.All(typeof(SpecRegistries).GetProperties(), property => Assert.NotNull(property.GetValue(registries)));
        Assert.True(registries.Workflows!.TryGet("pay", "1", out _));
    }

    [Fact]
    public async Task A_broken_registry_of_workflows_breaks_only_who_refers_to_what_is_lost()
    {
        Write("workflows/good.json", """{ "meta": { "key": "pay", "version": "1" } }""");
        Write("workflows/bad.json", """{ "meta": { } }""");
        Write("tenants/a.json", Tenant("a"));
        Write("tenants/b.json", Tenant("b", more: """, "workflowOverrides": [ { "slot": "checkout", "pointer": { "key": "pay", "version": "2" } } ] """));
        var source = new FileContexts(Options() with { Registries = new() { Workflows = ["workflows/*"] } });

        var snapshot = await source.ReadAsync(Ct);

        Assert.Equal(["cfg-a"], snapshot.Contexts.Select(c => c.Id));
        Assert.Equal(
            "tenants/b.json: workflow «checkout -> pay.v2» is not among those that can be read: workflows/bad.json:1:11: «meta.key» is missing or empty (at $.meta)",
            Assert.Single(snapshot.Sick).Reason);
    }

    [Fact]
    public async Task A_spec_that_is_registered_twice_breaks_only_who_refers_to_it()
    {
        const string connections = """[ { "meta": { "id": "c1", "integrationKey": "stripe", "integrationVersion": 1 } }, { "meta": { "id": "c2", "integrationKey": "stripe", "integrationVersion": 1 } } ]""";
        Write("connections/a.json", connections);
        Write("connections/b.json", "\n" + connections.Replace("c2", "c3"));
        Write("tenants/a.json", Tenant("a", more: """, "integrations": [ { "slotId": "pay", "connectionId": "c2" } ] """));
        Write("tenants/b.json", Tenant("b", more: """, "integrations": [ { "slotId": "pay", "connectionId": "c1" } ] """));
        var source = new FileContexts(Options() with { Registries = new() { IntegrationConnections = ["connections/*"] } });

        var snapshot = await source.ReadAsync(Ct);

        Assert.Equal(["cfg-a"], snapshot.Contexts.Select(c => c.Id));
        Assert.Equal(["c1 is registered twice: connections/a.json:1 and connections/b.json:2"], snapshot.Warnings);
        Assert.Equal(
            "tenants/b.json: connection «c1» is not among those that can be read: c1 is registered twice: connections/a.json:1 and connections/b.json:2",
            Assert.Single(snapshot.Sick).Reason);
    }

    [Fact]
    public async Task A_pair_is_read_from_wherever_it_is()
    {
        Write("x/tenant.yaml", "meta: { tenantId: acme, version: 1, blueprintName: shop }\n");

        var snapshot = await FileContexts.Pair($"{folder}/blueprints/shop.json", $"{folder}/x/tenant.yaml").ReadAsync(Ct);

        Assert.Equal(["acme-shop"], snapshot.Contexts.Select(c => c.Id));
    }

    [Fact]
    public async Task A_pair_with_a_missing_file_is_sick()
    {
        var snapshot = await FileContexts.Pair($"{folder}/blueprints/shop.json", $"{folder}/no.json").ReadAsync(Ct);

        Assert.Equal([new SickContext($"{folder}/no.json", $"{folder}/no.json: no such file")], snapshot.Sick);
    }

    private static string Tenant(string name, string blueprint = "shop", string more = "") =>
        $$"""{ "meta": { "id": "cfg-{{name}}", "tenantId": "{{name}}", "version": "1", "blueprintName": "{{blueprint}}" }{{more}} }""";

    private void Tenants(params string[] names)
    {
        foreach (var name in names) Write($"tenants/{name}.json", Tenant(name));
    }

    private FileContexts Source(string tenants = "tenants/*.json") => new(Options() with { Tenants = [tenants] });

    private FileContextOptions Options() => new() { Root = folder, Blueprints = ["blueprints/*.json"], Tenants = ["tenants/*.json"] };

    // Every write gets a time of its own: two within one tick of the file system's clock would look like one.
    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(++writes));
    }
}
