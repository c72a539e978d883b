using System.Text.Json;
using Regenerator.Specs;

namespace Regenerator.Tests.Specs;

public sealed class OrderedMapTests
{
    [Theory]
    [InlineData("b a", "b a")]
    [InlineData("b 10 9 a 0", "0 9 10 b a")]
    [InlineData("01 1 -1 1.5 1", "1 01 -1 1.5")]
    [InlineData("4294967295 4294967294 99999999999", "4294967294 4294967295 99999999999")]
    [InlineData("__proto__ a __proto__", "__proto__ a")]
    public void Keys_stand_as_a_JavaScript_runtime_lists_them(string written, string listed) => Assert.Equal(listed, string.Join(' ', Map(written.Split(' ')).Keys));

    [Fact]
    public void A_later_entry_replaces_the_value_and_keeps_the_place()
    {
        var map = Map("a", "7", "b", "a");
        Assert.Equal(["7", "a", "b"], map.Keys);
        Assert.Equal([1, 3, 2], map.Values);
        Assert.Equal((3, true, false), (map["a"], map.ContainsKey("7"), map.TryGetValue("c", out _)));
        Assert.Equal("a", map.AsSpan()[1].Key);
    }

    [Fact]
    public void An_unknown_key_is_answered_with_the_known_ones() =>
        Assert.Equal("no «c»; known: a, b", Assert.Throws<KeyNotFoundException>(() => Map("a", "b")["c"]).Message);

    [Fact]
    public void Reads_and_writes()
    {
        var tenant = SomeSpec.Tenant("\"branding\":{\"appName\":{\"b\":\"x\",\"2\":\"y\",\"1\":3}},\"telemetryOverride\":{\"samplingOverrides\":{\"e\":0.25}}");
        Assert.Equal("{\"1\":\"3\",\"2\":\"y\",\"b\":\"x\"}", JsonSerializer.SerializeToNode(tenant, SpecJson.Default.TenantAppConfig)!["branding"]!["appName"]!.ToJsonString());
        Assert.Equal(0.25, tenant.TelemetryOverride!.SamplingOverrides!["e"]);
    }

    private static OrderedMap<double> Map(params string[] keys) => new(keys.Select((key, index) => KeyValuePair.Create(key, (double)index)));
}
