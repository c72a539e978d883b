using System.Text;
using Regenerator.Specs;
using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Specs.Registries;

public sealed class RegistryFileTests
{
    private const string Flow = """{"meta":{"key":"shop.flow","version":"1.0.0"}}""";

    [Fact]
    public void A_file_holds_one_spec_or_a_list_and_each_knows_its_line()
    {
        Assert.Equal(["shop.flow@1.0.0 w.json:2"], Read(RegistryKind.Workflows, "w.json", $"\n  {Flow}"));
        Assert.Equal(["shop.flow@1.0.0 w.json:1", "b@2 w.json:3"], Read(RegistryKind.Workflows, "w.json", $"[{Flow},\n\n" + """{"meta":{"name":"b","version":2}}]"""));
        Assert.Empty(Read(RegistryKind.Workflows, "w.json", "[]"));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_file() => Assert.Equal(["shop.flow@1.0.0 w.json:1"], Read(RegistryKind.Workflows, "w.json", $"\uFEFF{Flow}"));

    [Fact]
    public void YAML_is_read_too_and_keeps_the_text_of_versions() => Assert.Equal(
        ["a@1.20 w.yaml (at $[0])", "b@2 w.yaml (at $[1])"], Read(RegistryKind.Jobs, "w.yaml", "- meta: {key: a, version: 1.20}\n- meta: {key: b, version: 2}\n"));

    [Fact]
    public void Every_kind_reads_its_specs_and_puts_them_where_they_belong()
    {
        const string spec = """{"meta":{"key":"k","version":"1","id":"k","spaceKey":"s","integrationKey":"i","integrationVersion":"1"}}""";
        foreach (var kind in RegistryKind.All)
        {
            var registries = kind.Put(SpecRegistries.None, RegistryFile.Read(kind, SpecPlace.File("a.json"), Encoding.UTF8.GetBytes(spec)));
            var given = typeof(SpecRegistries).GetProperties().Where(p => p.GetMethod!.IsStatic == false && p.GetValue(registries) is not null && p.Name != "EqualityContract");
            Assert.Equal(kind.Name, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Assert.Single(given).Name));
        }
    }

    [Theory]
    [InlineData("w.json", "{\n  \"meta\": 7}", "w.json:2:11: expected an object, saw the number 7 (at $.meta)")]
    [InlineData("w.json", "[\n{\"meta\":{\"key\":\"a\",\"version\":\"1\"}},\n{\"meta\":{\"version\":\"1\"}}]", "w.json:3:9: «meta.key» is missing or empty (at $[1].meta)")]
    [InlineData("w.json", "[\n null]", "w.json:2:2: expected a spec or a list of specs, saw null (at $[0])")]
    [InlineData("w.json", "null", "w.json:1:1: expected a spec or a list of specs, saw null")]
    [InlineData("w.json", "7", "w.json:1:1: expected an object, saw the number 7")]
    [InlineData("w.json", "[{\"meta\":", "w.json:1:10: the text ends while an object or an array is still open (at $[0].meta)")]
    [InlineData("w.json", "", "w.json:1:1: the text is empty: a JSON value was expected")]
    [InlineData("w.yaml", "meta: 7", "w.yaml:1:7: expected an object, saw the number 7 (at $.meta)")]
    [InlineData("w.yaml", "- null", "w.yaml:1:3: expected a spec or a list of specs, saw null (at $[0])")]
    public void What_is_no_spec_is_told_with_its_place(string name, string text, string message) =>
        Assert.Equal(message, Assert.Throws<SpecFormatException>(() => Read(RegistryKind.Workflows, name, text)).Message);

    private static string[] Read(RegistryKind kind, string name, string text) =>
        [.. RegistryFile.Read(kind, SpecPlace.File(name), Encoding.UTF8.GetBytes(text)).Select(spec => $"{spec.Identity} {spec.Place}")];
}
