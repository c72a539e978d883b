using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Json;
using Regenerator.Tests.Specs.Json;

namespace Regenerator.Tests.Specs;

public sealed class SpecPositionTests
{
    private const string Json = """
        {
          "meta": { "tenantId": "acme", "version": "1" },
          "workflowOverrides": [
            { "slot": "pay", "pointer": { "name": "p", "version": 2 } },
            null
          ],
          "é😀": { "a/b": [1, "x"], "m~n": true }
        }
        """;

    private const string Yaml = """
        first: &first {slot: x} # «é😀»
        meta: &meta
          tenantId: acme
          version: 1.20
        workflowOverrides:
          - slot: pay   # the till
            pointer: {name: p, version: 2}
          -
            slot: "é😀"
            pointer: &ref
              key: q
          - *first
        base: &base { one: 1, two: 2 }
        more:
          <<: [*base, {three: 3}]
          two: 22
        """;

    [Theory]
    [InlineData("", "1:1")]
    [InlineData("/meta", "2:3")]
    [InlineData("/meta/version", "2:33")]
    [InlineData("/workflowOverrides/0", "4:5")]
    [InlineData("/workflowOverrides/0/pointer", "4:22")]
    [InlineData("/workflowOverrides/0/pointer/key", "4:35")]
    [InlineData("/workflowOverrides/1", "5:5")]
    [InlineData("/é😀/m~0n", "7:29")]
    [InlineData("/é😀/a~1b/1", "7:23")]
    public void In_JSON_a_member_stands_at_its_name_and_an_element_at_its_value(string pointer, string place)
    {
        Assert.Equal($"acme.json:{place}", Locate(Json, "acme.json", pointer));
        Assert.Equal($"acme.json:{place}", Locate(Json.ReplaceLineEndings("\r\n"), "acme.json", pointer));
        Assert.Equal($"acme.json:{place}", Locate("\uFEFF" + Json, "acme.json", pointer));
    }

    [Theory]
    [InlineData("/features/exclude/0", "1:1")]
    [InlineData("/meta/id", "2:3")]
    [InlineData("/meta/tenantId/deeper", "2:13")]
    [InlineData("/workflowOverrides/2/pointer", "3:3")]
    [InlineData("/workflowOverrides/-", "3:3")]
    [InlineData("/workflowOverrides/01", "3:3")]
    [InlineData("/workflowOverrides/0/pointer/keys", "4:22")]
    [InlineData("/workflowOverrides/1/slot", "5:5")]
    [InlineData("/\ud800", "1:1")]
    public void What_is_absent_stands_for_the_nearest_thing_around_it(string pointer, string place) =>
        Assert.Equal($"acme.json:{place}", Locate(Json, "acme.json", pointer));

    [Theory]
    [InlineData("/meta", "2:1")]
    [InlineData("/meta/version", "4:3")]
    [InlineData("/meta/status", "2:1")]
    [InlineData("/workflowOverrides/0", "6:5")]
    [InlineData("/workflowOverrides/0/pointer", "7:5")]
    [InlineData("/workflowOverrides/0/pointer/key", "7:15")]
    [InlineData("/workflowOverrides/1/slot", "9:5")]
    [InlineData("/workflowOverrides/1/pointer/key", "11:7")]
    [InlineData("/workflowOverrides/2", "12:5")]
    [InlineData("/workflowOverrides/2/slot", "1:16")]
    [InlineData("/more/two", "16:3")]
    [InlineData("/more/one", "13:15")]
    [InlineData("/more/three", "15:16")]
    [InlineData("/more/four", "14:1")]
    public void In_YAML_what_comes_by_an_alias_stands_where_it_is_written(string pointer, string place)
    {
        Assert.Equal($"acme.yaml:{place}", Locate(Yaml, "acme.yaml", pointer));
        Assert.Equal($"acme.yaml:{place}", Locate(Yaml.ReplaceLineEndings("\r\n"), "acme.yaml", pointer));
        Assert.Equal($"acme.yaml:{place}", Locate("\uFEFF" + Yaml, "acme.yaml", pointer));
    }

    [Fact]
    public void Columns_count_UTF16_units_as_editors_do()
    {
        Assert.Equal("a.yaml:1:50", Locate("{meta: {tenantId: a, version: 1}, \"é😀\": {x: 1}, b: [é, 2]}", "a.yaml", "/b"));
        Assert.Equal("a.yaml:1:57", Locate("{meta: {tenantId: a, version: 1}, \"é😀\": {x: 1}, b: [é, 2]}", "a.yaml", "/b/1"));
    }

    [Fact]
    public void A_document_built_by_code_stands_nowhere() => Assert.Null(SpecDocument.InCode(SomeSpec.Tenant()).Locate(JsonPointer.Root));

    [Fact]
    public void Every_place_of_any_document_really_has_the_member() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var lines = new RandomDocument(seed).Text;
        var text = $"{(lines.StartsWith('\uFEFF') ? "\uFEFF" : "")}{{ {SomeSpec.TenantMeta},\n \"x\": {lines.TrimStart('\uFEFF')} }}";
        foreach (var name in (string[])["any.json", "any.yaml"])
        {
            // Tabs may not indent YAML.
            if (name == "any.yaml" && text.Contains('\t')) continue;
            var document = SomeSpec.Read(SpecKind.Tenant, text, name);
            foreach (var (pointer, node) in RandomDocument.Places(JsonNode.Parse(text.TrimStart('\uFEFF'))!["x"], JsonPointer.Parse("/x")))
                Has(text.TrimStart('\uFEFF'), document.Locate(pointer)!, pointer, node);
        }
    }).QuickCheckThrowOnFailure();

    private static void Has(string text, SpecPosition place, JsonPointer pointer, JsonNode? node)
    {
        var line = text.Split('\n').Take((int)place.Line - 1).Sum(before => before.Length + 1);
        var rest = text[(line + (int)place.Column - 1)..];
        var isElement = int.TryParse(pointer.Last, out _) && !rest.StartsWith($"\"{pointer.Last}\"", StringComparison.Ordinal);
        if (!isElement)
        {
            var end = rest.IndexOf('"', 1) + 1;
            Assert.Equal(pointer.Last, JsonSerializer.Deserialize<string>(rest[..end]));
            rest = rest[end..].TrimStart()[1..];
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(rest), isFinalBlock: false, default);
        Assert.True(reader.Read());
        Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(ref reader)), $"{pointer} at {place} in {text}");
    }

    private static string Locate(string text, string name, string pointer) => SomeSpec.Read(SpecKind.Tenant, text, name).Locate(JsonPointer.Parse(pointer))!.ToString();
}
