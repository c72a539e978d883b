using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Json;
using Regenerator.Tests.Specs.Edits;
using Regenerator.Tests.Specs.Json;

namespace Regenerator.Tests.Specs.Schema;

/// <summary>docs/reference/schema against the reader: what reads is valid, and what is refused for its shape is not.</summary>
public sealed class SchemaTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", ".."));
    private static readonly Dictionary<SpecKind, SchemaCheck> Schemas = Enum.GetValues<SpecKind>().ToDictionary(kind => kind, kind =>
        SchemaCheck.Of(Path.Combine(Root, "docs", "reference", "schema", $"{kind.ToString().ToLowerInvariant()}.schema.json")));

    [Theory]
    [InlineData("samples/shop")]
    [InlineData("src/Regenerator.Cli/Init")]
    public void Every_sample_holds_to_it(string folder)
    {
        foreach (var (kind, name) in new[] { (SpecKind.Blueprint, "blueprints"), (SpecKind.Tenant, "tenants") })
        {
            var files = Directory.GetFiles(Path.Combine(Root, folder, name), "*.json");
            Assert.NotEmpty(files);
            Assert.All(files, file => Assert.Empty(Problems(kind, File.ReadAllBytes(file))));
        }
    }

    [Fact]
    public void So_does_every_public_example()
    {
        var root = Environment.GetEnvironmentVariable("REGENERATOR_FIXTURES");
        if (string.IsNullOrEmpty(root)) Assert.Skip("REGENERATOR_FIXTURES is not set: it names the folder that holds conformance/examples");
        foreach (var (kind, name) in new[] { (SpecKind.Blueprint, "blueprint"), (SpecKind.Tenant, "tenant") })
        {
            var files = Directory.GetFiles(Path.Combine(root, "conformance", "examples"), $"*.{name}.json");
            Assert.NotEmpty(files);
            Assert.All(files, file => Assert.Empty(Problems(kind, File.ReadAllBytes(file))));
        }
    }

    [Fact]
    public void So_does_every_well_typed_document() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var document = new RandomSpec(seed).Document();
        Assert.Empty(Schemas[document.Kind].Problems(document.Tree()));
    }).QuickCheckThrowOnFailure();

    /// <summary>Any value of any document replaced by one of each type: what the schema lets through, the reader reads.</summary>
    [Fact]
    public void What_the_reader_refuses_it_refuses() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var document = new RandomSpec(seed).Document();
        foreach (var (pointer, _) in RandomDocument.Places(document.Tree()))
        {
            foreach (var other in (string[])["null", "true", "7", "\"text\"", "[]", "{}", "[null]", "[7]"])
            {
                var patch = new JsonPatch(new JsonPatchOperation.Replace(pointer, JsonElement.Parse(other)));
                var bytes = JsonSerializer.SerializeToUtf8Bytes(Assert.IsType<PatchResult.Applied>(patch.Apply(document.Tree())).Document);
                if (Refusal(document.Kind, bytes) is { } refusal) Assert.True(Problems(document.Kind, bytes).Count > 0, refusal);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory]
    [InlineData(SpecKind.Blueprint, "{}", "/meta")]
    [InlineData(SpecKind.Blueprint, """{"meta": {"key": "", "version": "1"}}""", "/meta/key")]
    [InlineData(SpecKind.Blueprint, """{"meta": {"key": "a", "version": "1"}, "workflows": {"pay": "checkout"}}""", "/workflows/pay")]
    [InlineData(SpecKind.Blueprint, """{"meta": {"key": "a", "version": "1"}, "workflows": {"pay": {"version": "1"}}}""", "/workflows/pay")]
    [InlineData(SpecKind.Blueprint, """{"meta": {"key": "a", "version": "1"}, "theme": {}}""", "/theme")]
    [InlineData(SpecKind.Tenant, """{"meta": {"tenantId": "a"}}""", "/meta")]
    [InlineData(SpecKind.Tenant, """{"meta": {"tenantId": "a", "version": 1}, "featureFlags": [{"key": "a", "enabled": "yes"}]}""", "/featureFlags/0/enabled")]
    public void What_is_wrong_is_told_by_its_place(SpecKind kind, string text, string place) =>
        Assert.Contains(Schemas[kind].Problems(JsonNode.Parse(text)), problem => problem.StartsWith(place, StringComparison.Ordinal) || place == "/meta" && problem.Contains("meta is missing", StringComparison.Ordinal));

    [Fact]
    public void A_document_that_names_its_schema_reads_resolves_and_is_edited_as_before()
    {
        const string Schema = "\"$schema\": \"../schema/tenant.schema.json\"";
        var (plain, named) = (SomeSpec.TenantDocument(), SomeSpec.Read(SpecKind.Tenant, $"{{\n  {Schema},\n  {SomeSpec.TenantMeta}\n}}\n", "acme.json"));
        Assert.Equal("../schema/tenant.schema.json", named.Tenant.UnknownMembers["$schema"].GetString());
        Assert.Equal(SpecJson.Tree(AppConfig.Resolve(SomeSpec.Blueprint(), plain.Tenant)).ToJsonString(), SpecJson.Tree(AppConfig.Resolve(SomeSpec.Blueprint(), named.Tenant)).ToJsonString());
        var edited = SomeSpec.Apply(named, new Regenerator.Specs.Edits.SpecEdit.ExcludeFeature("gifts"));
        Assert.StartsWith($"{{\n  {Schema},\n  {SomeSpec.TenantMeta}", System.Text.Encoding.UTF8.GetString(edited.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal(named.Digest, SpecDocument.InCode(named.Tenant).Digest);
    }

    [Fact]
    public void A_YAML_document_names_its_schema_in_a_comment() => Assert.Equal(
        SomeSpec.TenantDocument().Digest,
        SomeSpec.Read(SpecKind.Tenant, $"# yaml-language-server: $schema=../schema/tenant.schema.json\n{SomeSpec.TenantMeta.Replace("\"meta\"", "meta", StringComparison.Ordinal)}\n", "acme.yaml").Digest);

    private static IReadOnlyList<string> Problems(SpecKind kind, byte[] json) => Schemas[kind].Problems(JsonNode.Parse(json));

    private static string? Refusal(SpecKind kind, byte[] json) =>
        Record.Exception(() => SpecDocument.Read(kind, SpecPlace.File("any.json"), json)) is { } refusal ? Assert.IsType<SpecFormatException>(refusal).Message : null;

    private static string Here([CallerFilePath] string path = "") => path;
}
