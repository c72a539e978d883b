using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;

namespace Regenerator.Tests.Specs;

public sealed class SpecDocumentTests
{
    [Fact]
    public void A_tenant_in_JSON()
    {
        var document = SomeSpec.TenantDocument("\"featureFlags\": [{\"key\": \"a\", \"enabled\": true}]");
        Assert.Equal((SpecKind.Tenant, "acme-shop", "3", "tenant acme-shop@3 (acme.json)"), (document.Kind, document.Id, document.Version, document.ToString()));
        Assert.True(Assert.Single(document.Tenant.FeatureFlags!).Enabled);
        Assert.Throws<InvalidOperationException>(() => document.Blueprint);
    }

    [Fact]
    public void A_blueprint_in_YAML_keeps_the_text_of_its_versions()
    {
        var document = SomeSpec.Read(SpecKind.Blueprint, "meta: {name: shop, version: 1.20}\nworkflows:\n  pay: {name: p, version: 2.0}\n", "shop.yaml");
        Assert.Equal(("shop", "1.20"), (document.Id, document.Version));
        Assert.Equal(new SpecRef("p", "2.0"), document.Blueprint.Workflows!["pay"]);
        Assert.NotNull(document.Place.ReadOnlyReason);
    }

    [Fact]
    public void A_tenant_without_an_id_goes_by_its_tenant() =>
        Assert.Equal("acme", SomeSpec.Read(SpecKind.Tenant, """{"meta":{"id":null,"tenantId":"acme","version":7}}""", "acme.json").Id);

    [Fact]
    public void The_key_wins_over_the_name() =>
        Assert.Equal("k", SomeSpec.Read(SpecKind.Blueprint, """{"meta":{"key":"k","name":"n","version":"1"}}""", "shop.json").Id);

    [Fact]
    public void Unknown_members_are_kept()
    {
        var tenant = SomeSpec.Tenant("\"x-owner\": {\"team\": [1.20]}, \"featureFlags\": [{\"key\": \"a\", \"enabled\": true, \"since\": 3}]");
        Assert.Equal("{\"team\": [1.20]}", tenant.UnknownMembers["x-owner"].GetRawText());
        Assert.Equal(3, tenant.FeatureFlags![0].UnknownMembers["since"].GetInt32());
        Assert.Contains("\"x-owner\":{\"team\":[1.20]}", System.Text.Json.JsonSerializer.Serialize(tenant, SpecJson.Default.TenantAppConfig), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_document()
    {
        var text = Encoding.UTF8.GetString(SomeSpec.TenantDocument().Bytes.Span);
        var marked = SomeSpec.Read(SpecKind.Tenant, "\uFEFF" + text, "acme.json");
        Assert.Equal(SomeSpec.TenantDocument().Digest, marked.Digest);
        Assert.Equal("acme", marked.Tree()["meta"]!["tenantId"]!.ToString());
    }

    [Theory]
    [InlineData("{\n  \"meta\": {\"tenantId\": \"a\", \"version\": \"1\"}\n  \"x\": 1\n}", "acme.json:3:3: ")]
    [InlineData("{\"meta\": {\"tenantId\": \"a\", \"version\": \"1\"}, \"é\": tru}", "acme.json:1:53: ")]
    [InlineData("{\"meta\": {\"tenantId\": \"a\", \"tenantId\": \"b\"}}", "acme.json:1:28: the member \"tenantId\" is there twice (at $.meta)")]
    [InlineData("", "acme.json:1:1: the text is empty: a JSON value was expected")]
    [InlineData("null", "acme.json: expected an object, saw null")]
    [InlineData("[]", "acme.json:1:1: expected an object, saw a list")]
    [InlineData("{}", "acme.json:1:1: «meta» is missing")]
    [InlineData("{\"meta\": null}", "acme.json:1:10: «meta» is null, which it can not be (at $.meta)")]
    [InlineData("{\"meta\": {\"version\": \"1\"}}", "acme.json:1:10: «meta.tenantId» is missing or empty (at $.meta)")]
    [InlineData("{\"meta\": {\"tenantId\": \"\", \"version\": \"1\"}}", "acme.json:1:10: «meta.tenantId» is missing or empty (at $.meta)")]
    [InlineData("{\"meta\": {\"tenantId\": \"a\"}}", "acme.json:1:10: «meta.version» is missing or empty (at $.meta)")]
    [InlineData("{\"meta\": {\"tenantId\": 1}}", "acme.json:1:23: expected a text, saw the number 1 (at $.meta.tenantId)")]
    [InlineData("{\"meta\": {\"version\": [1]}}", "acme.json:1:22: expected a text, saw a list (at $.meta.version)")]
    public void What_can_not_be_read_is_said_in_one_line(string text, string message)
    {
        var problem = Assert.Throws<SpecFormatException>(() => SomeSpec.Read(SpecKind.Tenant, text, "acme.json")).Message;
        if (message.EndsWith(' ')) Assert.StartsWith(message, problem, StringComparison.Ordinal);
        else Assert.Equal(message, problem);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("\"featureFlags\": [{\"key\": \"a\", \"enabled\": \"yes\"}]", "1:42: expected true or false, saw the text \"yes\" (at $.featureFlags[0].enabled)")]
    [InlineData("\"featureFlags\": [{\"key\": \"a\", \"enabled\": null}]", "1:42: expected true or false, saw null (at $.featureFlags[0].enabled)")]
    [InlineData("\"featureFlags\": {\"a\": true}", "1:17: expected a list, saw an object (at $.featureFlags)")]
    [InlineData("\"featureFlags\": [true]", "1:18: expected an object, saw true (at $.featureFlags[0])")]
    [InlineData("\"featureFlags\": [{\"enabled\": true}]", "1:18: «key» is missing (at $.featureFlags[0])")]
    [InlineData("\"featureFlags\": [{\"key\": null, \"enabled\": true}]", "1:26: «key» is null, which it can not be (at $.featureFlags[0].key)")]
    [InlineData("\"featureFlags\": [null]", "«featureFlags[0]» is null, which it can not be")]
    [InlineData("\"features\": {\"exclude\": [{\"key\": \"a\"}, null]}", "«exclude[1]» is null, which it can not be")]
    [InlineData("\"integrations\": [{\"priority\": 1}]", "1:18: «slotId», «connectionId» are missing (at $.integrations[0])")]
    [InlineData("\"integrations\": [{\"slotId\": \"s\", \"connectionId\": \"c\", \"priority\": \"1\"}]", "expected a number, saw a text (at $.integrations[0].priority)")]
    [InlineData("\"integrations\": [{\"slotId\": \"s\", \"connectionId\": \"c\", \"priority\": 1e999}]", "the number 1e999 is too large (at $.integrations[0].priority)")]
    [InlineData("\"telemetryOverride\": {\"samplingOverrides\": {\"e\": 1e999}}", "the number 1e999 is too large (at $.telemetryOverride.samplingOverrides")]
    [InlineData("\"workflowOverrides\": [{\"slot\": \"a\", \"pointer\": \"x\"}]", "expected a reference such as { \"key\": …, \"version\": … }, saw a text (at $.workflowOverrides[0].pointer)")]
    [InlineData("\"knowledge\": [{\"spaceKey\": \"k\", \"required\": \"a text that goes on and on until nobody reads it\"}]", "expected true or false, saw the text \"a text that goes on and on until nobody… (at $.knowledge[0].required)")]
    [InlineData("\"branding\": {\"appName\": [\"x\"]}", "expected an object, saw a list (at $.branding.appName)")]
    public void A_value_of_the_wrong_shape_is_shown_where_it_stands(string member, string message)
    {
        var text = $"{{{member}, {SomeSpec.TenantMeta}}}";
        var problem = Assert.Throws<SpecFormatException>(() => SomeSpec.Read(SpecKind.Tenant, text, "acme.json")).Message;
        // The member stands one column further right than it is written above: the outer brace.
        Assert.Contains(Shift(message), problem, StringComparison.Ordinal);
        Assert.StartsWith("acme.json:1:", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void In_YAML_the_path_leads_to_a_value_of_the_wrong_shape() => Assert.Equal(
        "acme.yml:3:21: expected true or false, saw the text \"yes\" (at $.featureFlags[0].enabled)",
        Assert.Throws<SpecFormatException>(() => SomeSpec.Read(SpecKind.Tenant, "meta: {tenantId: a, version: 1}\nfeatureFlags:\n- {key: x, enabled: yes}", "acme.yml")).Message);

    [Fact]
    public void The_digest_is_that_of_the_meaning()
    {
        var digest = SomeSpec.TenantDocument("\"notes\": \"é\", \"featureFlags\": []").Digest;
        var reordered = "{ \"featureFlags\" : [ ],\r\n\t\"notes\" : \"\\u00e9\", " + SomeSpec.TenantMeta + "}\n";
        Assert.Equal(digest, SomeSpec.Read(SpecKind.Tenant, reordered, "elsewhere.json").Digest);
        Assert.NotEqual(digest, SomeSpec.TenantDocument("\"notes\": \"e\", \"featureFlags\": []").Digest);
        Assert.NotEqual(digest, SomeSpec.TenantDocument("\"notes\": \"é\", \"featureFlags\": null").Digest);
    }

    [Fact]
    public void A_document_built_by_code_reads_as_one_from_a_file()
    {
        var tenant = SomeSpec.Tenant("\"routeOverrides\":[{\"path\":\"/\",\"workflow\":null}],\"x\":1");
        var document = SpecDocument.InCode(tenant);
        Assert.Same(tenant, document.Tenant);
        Assert.Equal(SomeSpec.TenantDocument("\"routeOverrides\":[{\"path\":\"/\",\"workflow\":null}],\"x\":1").Digest, document.Digest);
    }

    [Fact]
    public void Nothing_but_a_format_problem_comes_of_any_bytes()
    {
        var valid = Encoding.UTF8.GetBytes($"{{{SomeSpec.TenantMeta}, \"featureFlags\": [{{\"key\": \"é😀\", \"enabled\": true}}], \"telemetryOverride\": {{\"samplingOverrides\": {{\"e\": 0.5}}}}}}");
        var yaml = "meta: &m {tenantId: a, version: 1.20}\nfeatureFlags:\n  - key: \"é\"\n    enabled: true\nnotes: |\n  text\n"u8.ToArray();
        for (var length = 0; length < valid.Length; length++) Reads(valid[..length], isComplete: false);
        for (var length = 0; length < yaml.Length; length++) Reads(yaml[..length], isComplete: null);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Reads(bytes, isComplete: null)).QuickCheckThrowOnFailure();
        var damage = Gen.Choose(0, valid.Length - 1).SelectMany(at => Gen.Choose(0, 255), (at, value) => (at, (byte)value));
        Prop.ForAll(damage.ToArbitrary(), broken =>
        {
            byte[] bytes = [.. valid];
            bytes[broken.Item1] = broken.Item2;
            Reads(bytes, isComplete: null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static string Shift(string message)
    {
        if (!message.StartsWith("1:", StringComparison.Ordinal)) return message;
        var end = message.IndexOf(": ", StringComparison.Ordinal);
        return $":1:{int.Parse(message[2..end]) + 1}{message[end..]}";
    }

    private static void Reads(byte[] bytes, bool? isComplete)
    {
        foreach (var kind in Enum.GetValues<SpecKind>())
        {
            foreach (var name in (string[])["a.json", "a.yaml"])
            {
                try
                {
                    var document = SpecDocument.Read(kind, SpecPlace.File(name), bytes);
                    Assert.Equal(64, document.Digest.Length);
                    Assert.NotNull(document.Tree());
                    if (isComplete == false && name == "a.json") Assert.Fail($"read {Encoding.UTF8.GetString(bytes)}");
                }
                catch (SpecFormatException problem)
                {
                    Assert.StartsWith(name, problem.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', problem.Message);
                }
            }
        }
    }
}
