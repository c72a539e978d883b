using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Json;

namespace Regenerator.Tests.Specs.Json;

public sealed class YamlJsonTests
{
    [Theory]
    [InlineData("version: 1.20", "{\"version\":1.20}")]
    [InlineData("a: ~\nb:\nc: null\nd: Null", "{\"a\":null,\"b\":null,\"c\":null,\"d\":null}")]
    [InlineData("[true, False, TRUE, yes, no, on]", "[true,false,true,\"yes\",\"no\",\"on\"]")]
    [InlineData("[1, -2, 1e5, 1.5E-3, 12345678901234567890123]", "[1,-2,1e5,1.5E-3,12345678901234567890123]")]
    [InlineData("[0x1F, 0o17, +1, .5, -.5, +1.5]", "[31,15,1,0.5,-0.5,1.5]")]
    [InlineData(
        "[.inf, -.Inf, .nan, 1_000, 007, 1., 0xFFFFFFFFFFFFFFFFF, 2024-01-01]",
        "[\".inf\",\"-.Inf\",\".nan\",\"1_000\",\"007\",\"1.\",\"0xFFFFFFFFFFFFFFFFF\",\"2024-01-01\"]")]
    [InlineData("['1', \"true\", '']", "[\"1\",\"true\",\"\"]")]
    [InlineData("[!!str 1, !!int '3', !!float 2, ! 4, !!null '', !!bool 'true']", "[\"1\",3,2,\"4\",null,true]")]
    [InlineData("text: |\n  one\n  two\nfold: >-\n  a\n  b", "{\"text\":\"one\\ntwo\\n\",\"fold\":\"a b\"}")]
    [InlineData("# note\n- a # more\n- {b: [], c: {}}", "[\"a\",{\"b\":[],\"c\":{}}]")]
    [InlineData("1: a\ntrue: b", "{\"1\":\"a\",\"true\":\"b\"}")]
    [InlineData("---\na: 1\n...\n", "{\"a\":1}")]
    public void Scalars_follow_the_core_schema(string yaml, string json) => Assert.Equal(json, ToJson(yaml));

    [Theory]
    [InlineData("a: &x [1, 2]\nb: *x", "{\"a\":[1,2],\"b\":[1,2]}")]
    [InlineData("base: &b {x: 1, y: 2}\nit:\n  y: 3\n  <<: *b", "{\"base\":{\"x\":1,\"y\":2},\"it\":{\"y\":3,\"x\":1}}")]
    [InlineData("it: {<<: [{a: 1}, {a: 2, b: 2}], b: 3}", "{\"it\":{\"a\":1,\"b\":3}}")]
    [InlineData("it: {'<<': 1}", "{\"it\":{\"<<\":1}}")]
    public void Aliases_and_merges_are_written_out(string yaml, string json) => Assert.Equal(json, ToJson(yaml));

    [Theory]
    [InlineData("", 1, 1, "the text is empty")]
    [InlineData("a: 1\nb: 2\na: 3", 3, 1, "the member \"a\" is there twice")]
    [InlineData("a: 1\n---\nb: 2", 2, 1, "a second document begins here")]
    [InlineData("a: 1\n? [x]\n: 2", 2, 3, "only a scalar can be the name of a member")]
    [InlineData("a:\n  - *nope", 2, 5, "the alias *nope has no anchor before it")]
    [InlineData("a: &a [*a]", 1, 8, "inside of its own anchor")]
    [InlineData("a: !mine 1", 1, 4, "does not fit the tag !mine")]
    [InlineData("a: {<<: 1}", 1, 9, "a merge key (<<) takes a mapping")]
    [InlineData("a: 'x", 1, 4, "")]
    [InlineData("a: [1, 2\nb: 3", 2, 1, "")]
    public void What_JSON_can_not_say_is_refused_where_it_stands(string yaml, int line, int column, string problem)
    {
        var error = Assert.Throws<SpecFormatException>(() => YamlJson.ToJson(yaml));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line!.Value, error.Column!.Value));
    }

    [Fact]
    public void A_path_leads_to_what_is_wrong() =>
        Assert.Equal("$.flags[1]", Assert.Throws<SpecFormatException>(() => YamlJson.ToJson("flags:\n- {}\n- {x: 1, x: 2}")).Path);

    [Theory]
    [InlineData("[{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}]")]
    [InlineData("{{<<: [{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}]}}")]
    public void A_billion_laughs_end_early(string level)
    {
        var yaml = new StringBuilder("a0: &a0 {x: lol}\n");
        foreach (var n in Enumerable.Range(1, 12)) yaml.AppendLine($"a{n}: &a{n} {string.Format(level, $"*a{n - 1}")}");
        var error = Assert.Throws<SpecFormatException>(() => YamlJson.ToJson(yaml.ToString()));
        Assert.Contains("more than 100000 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_bounded_with_and_without_aliases()
    {
        Assert.Contains("deeper than 64", Assert.Throws<SpecFormatException>(() => YamlJson.ToJson(new string('[', 5000))).Message, StringComparison.Ordinal);
        var half = new string('[', 40) + new string(']', 40);
        var twice = $"a: &a {half}\nb: {new string('[', 40)}*a{new string(']', 40)}";
        Assert.Contains("deeper than 64", Assert.Throws<SpecFormatException>(() => YamlJson.ToJson(twice)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_is_YAML()
    {
        const string json = "{\"a\":[1.20,\"x\\n\",true,null,{\"b\":{}}]}";
        Assert.Equal(json, Encoding.UTF8.GetString(YamlJson.ToJson(Encoding.UTF8.GetBytes($"\uFEFF{json}"))));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused() =>
        Assert.Contains("0xFF is not UTF-8", Assert.Throws<SpecFormatException>(() => YamlJson.ToJson((byte[])[0x61, 0xFF])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_comes_out_is_JSON_or_a_named_error()
    {
        var signs = Gen.Elements(
            "a", "b", "1", ": ", "- ", "\n", "\n  ",
            "[", "]", "{", "}", ", ", "&x ", "*x", "<<: ", "'", "\"", "|", "!!str ", "#", "---", "%", "\\ud800", "\t", "?");
        Prop.ForAll(Gen.ListOf(signs).Select(string.Concat).ToArbitrary(), yaml =>
        {
            try
            {
                JsonText.Check(YamlJson.ToJson(yaml));
            }
            catch (SpecFormatException problem)
            {
                Assert.True(problem.Line is null or >= 1);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static string ToJson(string yaml) => Encoding.UTF8.GetString(YamlJson.ToJson(yaml));
}
