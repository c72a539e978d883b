using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regenerator.Specs;
using Regenerator.Specs.Json;
using Regenerator.Specs.Registries;
using Regenerator.Tests.Specs.Json;

namespace Regenerator.Tests.Specs;

/// <summary>Whatever the bytes are, a reader reads them or says in one line why not: systematic damage first, then random.</summary>
public sealed class ReaderFuzzTests
{
    private const int MostOfAMessage = 1000;

    private const string Noise = "\"\\{}[],: \n\t\0\u007f-#&*!|>'%@`?e0";

    private static readonly string[] OtherValues = ["null", "true", "0", "-1e999", "\"\"", "\"text\"", "[]", "[null]", "[[{}]]", "{}", "{\"key\": null}", "{\"0\": 1}"];

    private static readonly Dictionary<string, Action<SpecPlace, ReadOnlyMemory<byte>>> Readers = new(StringComparer.Ordinal)
    {
        ["blueprint"] = (place, bytes) => SpecDocument.Read(SpecKind.Blueprint, place, bytes),
        ["tenant"] = (place, bytes) => SpecDocument.Read(SpecKind.Tenant, place, bytes),
        ["bundle"] = (place, bytes) => RegistryBundle.Read(place, bytes),
    };

    static ReaderFuzzTests()
    {
        foreach (var kind in RegistryKind.All) Readers[kind.Name] = (place, bytes) => RegistryFile.Read(kind, place, bytes);
        foreach (var kind in RegistryKind.All) Whole.TryAdd(kind.Name, """[{"meta": {"name": "k", "version": 1.20, "owners": [null]}, "x-own": {}}, {"meta": {"key": "k", "version": "2"}}]""");
    }

    /// <summary>A document that reads, with most of what its kind can hold.</summary>
    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["blueprint"] = """
            {"meta": {"name": "shop", "version": 1.20, "appId": "s", "owners": ["é😀"]}, "capabilities": {"enabled": [{"key": "c"}]},
             "features": {"include": [{"key": "f"}]}, "dataViews": {"1": {"key": "v", "x": [1]}}, "policies": [{"key": "p", "version": null}],
             "theme": {"primary": {"key": "t"}, "fallbacks": []}, "telemetry": {"spec": {"key": "t"}, "disabledEvents": ["e"], "samplingOverrides": {"e": 0.5}},
             "experiments": {"active": [], "paused": null}, "featureFlags": [{"key": "a", "enabled": true, "variant": null}],
             "routes": [{"path": "/", "workflow": "w", "guard": {"key": "g"}}],
             "integrationSlots": [{"slotId": "s", "requiredCategory": "c", "allowedModes": ["managed"], "required": true}],
             "branding": {"appNameKey": "n", "assets": [null, {"type": "logo", "url": "u"}], "colorTokens": {"primary": "#fff"}},
             "translationCatalog": {"key": "c", "version": 2}, "notes": "\u00e9\n", "x-own": {"list": [1.0, {"deep": null}]}}
            """,
        ["tenant"] = """
            {"meta": {"id": null, "tenantId": "a", "version": 7, "status": "draft"}, "capabilities": {"enable": [], "disable": [{"key": "c"}]},
             "workflowOverrides": [null, {"slot": "w", "pointer": {"key": "k", "version": "1"}}], "themeOverride": {"primary": null},
             "routeOverrides": [{"path": "/", "label": null}], "integrations": [{"slotId": "s", "connectionId": "c", "priority": 1}],
             "knowledge": [{"spaceKey": "k", "required": false}], "branding": {"appName": {"de": "é"}, "customDomain": "d"},
             "locales": {"defaultLocale": "de", "enabledLocales": ["de"]}, "translationOverrides": {"entries": [{"key": "k", "locale": "de", "value": "v"}]}}
            """,
        ["integrationSpecs"] = """[{"meta": {"key": "k", "version": 1.0, "category": "c"}, "supportedModes": ["byok"], "capabilities": {"provides": [{"key": "c"}]}}]""",
        ["integrationConnections"] = """[{"meta": {"id": "i", "tenantId": "t", "integrationKey": "k", "integrationVersion": 1}, "ownershipMode": "byok", "status": null}]""",
        ["telemetry"] = """[{"meta": {"key": "k", "version": "1"}, "events": [{"name": "e"}, {"name": null}]}]""",
        ["blueprintCatalogs"] = """[{"meta": {"key": "k", "version": "1"}, "defaultLocale": "de", "supportedLocales": ["de"], "entries": [{"key": "k", "locale": "de", "value": "v"}]}]""",
        ["bundle"] = """{"workflows": [{"meta": {"key": "w", "version": 1}}], "knowledgeSources": [{"meta": {"id": "i", "spaceKey": "k"}}], "platformCatalogs": []}""",
        ["knowledgeSpaces"] = """{"meta": {"key": "k", "version": "1"}}""",
        ["knowledgeSources"] = """[{"meta": {"id": "i", "spaceKey": "k", "spaceVersion": null}}, {"meta": {"id": "j", "spaceKey": "k"}}]""",
    };

    public static TheoryData<string> Kinds => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_that_is_cut_anywhere_is_refused(string kind)
    {
        var bytes = Encoding.UTF8.GetBytes(Whole[kind].TrimEnd());
        Assert.True(Reads(kind, "whole.json", bytes));
        Assert.True(Reads(kind, "whole.yaml", bytes));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(Reads(kind, "cut.json", bytes[..length]), $"read {length} bytes of {bytes.Length}");
            Assert.False(Reads(kind, "cut.yaml", bytes[..length]), $"read {length} bytes of {bytes.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_value_of_any_other_type_is_read_or_refused(string kind)
    {
        var tree = JsonNode.Parse(Whole[kind]);
        foreach (var (pointer, _) in RandomDocument.Places(tree))
        {
            foreach (var other in OtherValues)
            {
                var replaced = new JsonPatch(new JsonPatchOperation.Replace(pointer, JsonElement.Parse(other))).Apply(tree);
                var text = Encoding.UTF8.GetBytes(Assert.IsType<PatchResult.Applied>(replaced).Document?.ToJsonString() ?? "null");
                Assert.Equal(Reads(kind, "other.json", text), Reads(kind, "other.yaml", text));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_member_that_is_there_twice_is_refused_wherever_it_stands(string kind)
    {
        var bytes = Encoding.UTF8.GetBytes(Whole[kind]);
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var (at, name) = ((int)reader.TokenStartIndex, reader.GetString()!);
            byte[] twice = [.. bytes[..at], .. Encoding.UTF8.GetBytes($"\"{name}\": null, "), .. bytes[at..]];
            Assert.Contains($"the member \"{name}\" is there twice", Refusal(kind, "twice.json", twice), StringComparison.Ordinal);
            Assert.Contains($"the member \"{name}\" is there twice", Refusal(kind, "twice.yaml", twice), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_damage_to_a_document_is_read_or_refused(string kind)
    {
        var bytes = Encoding.UTF8.GetBytes(Whole[kind]);
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var damaged = bytes.ToList();
            for (var harm = random.Next(1, 4); harm > 0; harm--) Damage(damaged, random);
            Reads(kind, "damaged.json", [.. damaged]);
            Reads(kind, "damaged.yaml", [.. damaged]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("[\"\ud83d\ude00\", \"\\ud83d\"]", "half of a surrogate pair")]
    [InlineData("{\"\\udc00\": 1}", "half of a surrogate pair")]
    [InlineData("{\"a\": NaN}", "")]
    [InlineData("{\"a\": Infinity}", "")]
    [InlineData("{\"a\": 01}", "")]
    [InlineData("{\"a\": 1}\0", "")]
    [InlineData("{\"a\": \"\0\"}", "")]
    [InlineData("{\"a\": 1} // why", "comments are not allowed")]
    [InlineData("{\"a\": 1,}", "trailing commas are not allowed")]
    [InlineData("{'a': 1}", "")]
    [InlineData("{\"a\": 1} {\"a\": 1}", "")]
    [InlineData("\uFEFF\uFEFF{}", "")]
    [InlineData("{\"a\u2028b\": 1, \"a\u2028b\": 2}", "the member \"a·b\" is there twice")]
    public void JSON_that_is_none_is_refused(string text, string reason) => Refused("odd.json", Encoding.UTF8.GetBytes(text), reason);

    [Theory]
    [InlineData("meta: {tenantId: a, version: 1}\n\0rest: 1\n", "2:1: the byte 0x00")]
    [InlineData("meta: {tenantId: a, version: 1}\nnotes: \"a\0b\"\n", "")]
    [InlineData("a: \"\\ud800\"", "")]
    [InlineData("meta: {tenantId: a, version: 1}\n\0", "2:1: the byte 0x00")]
    [InlineData("meta: {tenantId: a, version: 1, notes: a\0b}\n", "1:41: the byte 0x00")]
    [InlineData("meta: {tenantId: a, version: 1} # a\0b\n", "1:36: the byte 0x00")]
    [InlineData("a: \"\\U00110000\"", "")]
    [InlineData("a: &a [*a]", "inside of its own anchor")]
    [InlineData("a: *nowhere", "no anchor before it")]
    [InlineData("a: !!binary aGVsbG8=", "tag")]
    [InlineData("a: !own {}", "tag")]
    [InlineData("? [a]\n: 1", "only a scalar")]
    [InlineData("<<: 1\nmeta: {}", "merge key")]
    [InlineData("a: 1\n---\nb: 2", "second document")]
    [InlineData("%YAML 9.9\n---\na: 1", "")]
    [InlineData("%TAG ! x:\n%TAG ! y:\n---\na: 1", "")]
    [InlineData("a:\n\t- 1", "")]
    [InlineData("a: |9\n x", "")]
    [InlineData("a: 'open", "")]
    [InlineData("a: @x", "")]
    [InlineData("- - - -", "")]
    public void YAML_that_says_what_JSON_can_not_is_refused(string text, string reason) => Refused("odd.yaml", Encoding.UTF8.GetBytes(text), reason);

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    public void Bytes_that_are_no_UTF8_are_named(byte[] bad)
    {
        byte[] bytes = [.. "{\"a\": \""u8, .. bad, .. "\"}"u8];
        Refused("bad.json", bytes, $"1:8: the byte 0x{bad[0]:X2} is not UTF-8");
        Refused("bad.yaml", bytes, $"1:8: the byte 0x{bad[0]:X2} is not UTF-8");
    }

    /// <summary>Text repeated to a size, and what it is not: a stack overflow, a minute, a gigabyte.</summary>
    public static TheoryData<string, string, string, int> Floods { get; } = new()
    {
        { "json", "[", "", 10_000_000 },
        { "json", "{\"a\":", "", 10_000_000 },
        { "json", "[[[[[[[[[[", "]]]]]]]]]],", 1_000_000 },
        { "json", "[1,", "", 1_000_000 },
        { "json", "{\"x\":\"", "a", 10_000_000 },
        { "json", "{\"x\":\"\\u0041", "\\u0041", 6_000_000 },
        { "json", "{\"x\":[0", ",0", 2_000_000 },
        { "json", "{\"x\":1", "0", 2_000_000 },
        { "json", "{\"x\":1e", "9", 2_000_000 },
        { "json", "", " ", 10_000_000 },
        { "yaml", "[", "[", 10_000_000 },
        { "yaml", "{a: ", "{a: ", 1_000_000 },
        { "yaml", "- ", "- ", 1_000_000 },
        { "yaml", "? ", "? ", 1_000_000 },
        { "yaml", "", "\n", 1_000_000 },
        { "yaml", "# ", "x", 1_000_000 },
        { "yaml", "a: ", "b ", 1_000_000 },
        { "yaml", "a: \"", "\\x41", 1_000_000 },
        { "yaml", "a: |\n", "  x\n", 1_000_000 },
        { "yaml", "x:\n", "- 0\n", 1_000_000 },
        { "yaml", "x: [0", ", 0", 1_000_000 },
        { "yaml", "&", "a", 1_000_000 },
        { "yaml", "!<", "a", 1_000_000 },
        { "yaml", "", "&a ", 1_000_000 },
        { "yaml", "", "--- ", 1_000_000 },
        { "yaml", "", "'", 1_000_000 },
        { "yaml", "", "%TAG ! x\n", 1_000_000 },
        { "yaml", "a: 1", "0", 1_000_000 },
        { "yaml", "a: 0x1", "0", 1_000_000 },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public void A_flood_costs_memory_by_its_length(string format, string first, string then, int length)
    {
        var repeated = then.Length == 0 ? first : then;
        var bytes = Encoding.UTF8.GetBytes(first + string.Concat(Enumerable.Repeat(repeated, length / repeated.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Reads("tenant", $"flood.{format}", bytes);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before - 1_000_000) / (double)bytes.Length;
        Assert.True(each < (format == "json" ? 100 : 1000), $"{each:0} bytes allocated for each byte of {first}{then}…");
    }

    [Fact]
    public void Nine_aliases_of_nine_aliases_do_not_go_off()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        var merges = new StringBuilder("a0: &a0 {x: 1}\n");
        for (var level = 1; level < 40; level++)
        {
            var aliases = string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9));
            bomb.Append($"a{level}: &a{level} [{aliases}]\n");
            merges.Append($"a{level}: &a{level} {{<<: [{aliases}]}}\n");
        }

        foreach (var text in new[] { bomb, merges })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refused("bomb.yaml", Encoding.UTF8.GetBytes(text.ToString()), "aliases of this document stand for more than");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000_000);
        }
    }

    [Fact]
    public void What_is_quoted_from_a_document_is_cut_to_what_a_person_reads()
    {
        var name = new string('n', 1_000_000);
        Refused("long.json", Encoding.UTF8.GetBytes($"{{\"{name}\": 1, \"{name}\": 2}}"), "is there twice");
        Refused("long.json", Encoding.UTF8.GetBytes($"{{\"x\": {{\"{name}\": tru}}}}"), "");
        Refused("long.yaml", Encoding.UTF8.GetBytes($"\"{name}\": 1\n\"{name}\": 2\n"), "");
        Refused("long.yaml", Encoding.UTF8.GetBytes($"a: !!int {name}"), "");
        foreach (var kind in Readers.Keys.Where(kind => kind is not "bundle"))
            Assert.Contains("expected an object, saw the text \"nnn", Refusal(kind, "long.json", Encoding.UTF8.GetBytes($"{{\"meta\": \"{name}\"}}")), StringComparison.Ordinal);
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.Insert(at, (byte)Noise[random.Next(Noise.Length)]);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1));
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                break;
            default:
                (bytes[at], bytes[0]) = (bytes[0], bytes[at]);
                break;
        }
    }

    private static void Refused(string name, byte[] bytes, string reason)
    {
        foreach (var kind in Readers.Keys) Assert.Contains(reason, Refusal(kind, name, bytes), StringComparison.Ordinal);
    }

    private static bool Reads(string kind, string name, byte[] bytes) => Problem(kind, name, bytes) is null;

    private static string Refusal(string kind, string name, byte[] bytes)
    {
        var problem = Problem(kind, name, bytes);
        Assert.True(problem is not null, $"{kind} was read from {Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, MostOfAMessage)))}");
        return problem;
    }

    /// <summary>The one line of a refusal; null when the bytes were read. Any other exception goes through.</summary>
    private static string? Problem(string kind, string name, byte[] bytes)
    {
        try
        {
            Readers[kind](SpecPlace.File(name), bytes);
            return null;
        }
        catch (SpecFormatException problem)
        {
            Assert.StartsWith(name, problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(problem.Message, sign => char.IsControl(sign) || sign is '\u2028' or '\u2029');
            Assert.DoesNotContain("System.", problem.Message, StringComparison.Ordinal);
            Assert.InRange(problem.Message.Length, name.Length + 5, MostOfAMessage);
            Assert.True(problem.Line > 0 || problem.Path is not null || problem.Message.EndsWith("saw null", StringComparison.Ordinal), problem.Message);
            return problem.Message;
        }
    }
}
