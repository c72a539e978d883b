using Regenerator.Specs;
using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Specs.Registries;

public sealed class RegistryFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("regenerator-registries-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_sub_folder_is_the_registry_of_its_name()
    {
        Write("workflows/a.json", """[{"meta":{"key":"a","version":"1"}},{"meta":{"key":"a","version":"2"}}]""");
        Write("workflows/deep/b.yml", "meta: {key: b, version: 1.20}");
        Write("integrationConnections/acme.yaml", "- meta: {id: c, integrationKey: stripe, integrationVersion: 1}");
        Write("workflows/README.md", "not a spec");
        Write("workflows/.draft.json", "not a spec");
        Write(".git/config.json", "not a spec");
        Write("README.md", "not a spec");

        var registries = RegistryFolder.Read(folder);

        Assert.True(registries.Workflows!.TryGet("a", version: null, out var latest));
        Assert.Equal("2", latest.Meta.Version);
        Assert.True(registries.Workflows.TryGet("b", "1.20", out _));
        Assert.Equal(["c"], registries.IntegrationConnections!.Select(connection => connection.Meta.Id));
        Assert.Null(registries.Jobs);
    }

    [Theory]
    [InlineData("workflows", """{"meta":{"key":"shop.flow","version":"1.0.0"}}""", "shop.flow@1.0.0")]
    [InlineData("telemetry", """{"meta":{"key":"shop.events","version":1}}""", "shop.events@1")]
    [InlineData("integrationConnections", """{"meta":{"id":"acme-pay","integrationKey":"stripe","integrationVersion":"1"}}""", "acme-pay")]
    [InlineData("knowledgeSources", """{"meta":{"id":"wiki","spaceKey":"docs"}}""", "wiki")]
    public void What_is_there_twice_is_refused_with_both_places(string kind, string spec, string identity)
    {
        Write($"{kind}/a.json", $"[\n\n{spec}]");
        Write($"{kind}/b.json", $"\n{spec}");
        Assert.Equal($"{identity} is registered twice: {folder}/{kind}/a.json:3 and {folder}/{kind}/b.json:2", Wrong());
    }

    [Fact]
    public void A_folder_of_no_known_kind_is_refused()
    {
        Write("workflow/a.json", "[]");
        Assert.StartsWith($"{folder}/workflow: no kind of registry is called «workflow»; known: capabilities, features, dataViews,", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_specs_that_stands_in_no_folder_of_a_kind_is_refused()
    {
        Write("a.json", "[]");
        Assert.StartsWith($"{folder}/a.json: a file of specs stands in the folder of its kind; known: capabilities,", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_told_with_its_place()
    {
        Write("jobs/a.json", "{}");
        Assert.Equal($"{folder}/jobs/a.json:1:1: «meta» is missing", Wrong());
    }

    private string Wrong() => Assert.Throws<SpecFormatException>(() => RegistryFolder.Read(folder)).Message;

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
