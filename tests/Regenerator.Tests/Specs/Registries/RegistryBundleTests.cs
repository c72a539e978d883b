using System.Text;
using Regenerator.Specs;
using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Specs.Registries;

public sealed class RegistryBundleTests
{
    private const string Known =
        "capabilities, features, dataViews, workflows, jobs, policies, themes, telemetry, experiments, integrationSpecs, integrationConnections, "
        + "knowledgeSpaces, knowledgeSources, blueprintCatalogs, platformCatalogs";

    [Fact]
    public void A_member_that_is_absent_or_null_is_not_given_and_an_empty_one_is()
    {
        var registries = Read("all.json", """{"workflows": [{"meta":{"key":"a","version":"1"}}], "jobs": [], "themes": null, "policies": {"meta":{"key":"p","version":"1"}}}""");
        Assert.True(registries.Workflows!.TryGet("a", version: null, out _));
        Assert.True(registries.Policies!.TryGet("p", "1", out _));
        Assert.False(registries.Jobs!.TryGet("a", version: null, out _));
        Assert.Null(registries.Themes);
        Assert.Null(registries.Features);
    }

    [Theory]
    [InlineData("all.json", "{\n\"workflow\": []}", "all.json:2:1: unknown registry «workflow»; known: " + Known)]
    [InlineData("all.yaml", "workflow: []", "all.yaml:1:11: unknown registry «workflow»; known: " + Known)]
    [InlineData("all.json", "[]", "all.json:1:1: expected an object with registries (" + Known + "), saw a list")]
    [InlineData("all.json", "{\"jobs\": [],\n \"workflows\": [\n  {\"meta\": {\"version\": \"1\"}}]}", "all.json:3:12: «meta.key» is missing or empty (at $.workflows[0].meta)")]
    [InlineData("all.json", "{\"jobs\": 7}", "all.json:1:10: expected an object, saw the number 7 (at $.jobs)")]
    [InlineData("all.json", "{\"jobs\": [], \"jobs\": []}", "all.json:1:14: the member \"jobs\" is there twice (at $)")]
    [InlineData("all.json", "{\"jobs\": [\n{\"meta\":{\"key\":\"a\",\"version\":\"1\"}},\n{\"meta\":{\"key\":\"a\",\"version\":1}}]}", "a@1 is registered twice: all.json:2 and all.json:3")]
    public void What_is_wrong_is_told_with_its_place(string name, string text, string message) =>
        Assert.Equal(message.Replace(" (at $)", ""), Assert.Throws<SpecFormatException>(() => Read(name, text)).Message.Replace(" (at $)", ""));

    private static SpecRegistries Read(string name, string text) => RegistryBundle.Read(SpecPlace.File(name), Encoding.UTF8.GetBytes(text));
}
