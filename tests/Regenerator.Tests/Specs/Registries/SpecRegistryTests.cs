using Regenerator.Specs;
using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Specs.Registries;

public sealed class SpecRegistryTests
{
    [Theory]
    [InlineData("flow", "1.0.0", "flow@1.0.0")]
    [InlineData("flow", null, "flow@1.10.0")]
    [InlineData("flow", "1.9", null)]
    [InlineData("flow", "", null)]
    [InlineData("flo", null, null)]
    [InlineData("core", null, "core@1.0.0")]
    [InlineData("odd", null, "odd@1.0.0")]
    [InlineData("odd", "next", "odd@next")]
    [InlineData("only", null, "only@next")]
    [InlineData("bare", "", "bare@")]
    [InlineData("bare", null, "bare@")]
    public void A_spec_is_found_by_its_whole_key_and_its_exact_or_its_highest_version(string key, string? version, string? found)
    {
        var registry = new SpecRegistry<ReferencedSpec>(
        [
            Spec("flow", "1.9.0"), Spec("flow", "1.10.0"), Spec("flow", "1.0.0"), Spec("core", "1.0.0"), Spec("core.view", "5.0.0"),
            Spec("odd", "next"), Spec("odd", "1.0.0"), Spec("odd", "99999999999999999999"), Spec("only", "next"), Spec("bare", ""),
        ]);

        Assert.Equal(found, registry.TryGet(key, version, out var spec) ? $"{spec.Meta.Key}@{spec.Meta.Version}" : null);
        Assert.Equal(found is not null, registry.TryGet(new SpecRef(key, version), out _));
    }

    [Fact]
    public void A_reference_without_a_key_finds_nothing() => Assert.False(new SpecRegistry<ReferencedSpec>([Spec("a", "1")]).TryGet(new SpecRef(null), out _));

    [Fact]
    public void Of_equal_versions_the_first_counts()
    {
        var registry = new SpecRegistry<ReferencedSpec>([Spec("a", "1.0.0"), Spec("a", "v1.0.0"), Spec("a", "1")]);
        Assert.True(registry.TryGet("a", version: null, out var spec));
        Assert.Equal("1.0.0", spec.Meta.Version);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "b", "a")]
    public void The_same_key_and_version_twice_is_refused(params string[] keys) => Assert.StartsWith(
        "a@1 is registered twice", Assert.Throws<ArgumentException>(() => new SpecRegistry<ReferencedSpec>(keys.Select(key => Spec(key, "1")))).Message, StringComparison.Ordinal);

    [Fact]
    public void In_code_the_last_connection_of_an_id_counts()
    {
        var connections = new ConnectionRegistry([Connection("c", "stripe"), Connection("c", "adyen")]);
        Assert.True(connections.TryGet("c", out var connection));
        Assert.Equal("adyen", connection.Meta.IntegrationKey);
        Assert.Single(connections);
    }

    private static ReferencedSpec Spec(string key, string version) => new() { Meta = new SpecMeta { Key = key, Version = version } };

    private static IntegrationConnection Connection(string id, string integration) =>
        new() { Meta = new ConnectionMeta { Id = id, IntegrationKey = integration, IntegrationVersion = "1" } };
}
