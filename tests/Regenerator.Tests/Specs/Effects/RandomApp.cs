using Regenerator.Specs.Blueprint;
using Regenerator.Specs.Registries;
using Regenerator.Specs.Tenant;

namespace Regenerator.Tests.Specs.Effects;

/// <summary>A blueprint, an edited one, and tenants, from one seed: every section that resolves, of few names, so that overrides and edits meet.</summary>
internal sealed class RandomApp
{
    private static readonly string[] Names = ["a", "b", "c"];
    private readonly Random random;
    private readonly Dictionary<string, string> blueprint;

    public RandomApp(int seed)
    {
        random = new Random(seed);
        blueprint = BlueprintSections().Where(_ => random.Next(4) > 0).ToDictionary(s => s.Name, s => s.Json, StringComparer.Ordinal);
        Blueprint = SomeSpec.Blueprint(Members(blueprint));
    }

    public AppBlueprintSpec Blueprint { get; }

    public static SpecRegistries Registries { get; } = new()
    {
        IntegrationConnections = new ConnectionRegistry(Names.Select(name => new IntegrationConnection
        {
            Meta = new ConnectionMeta { Id = name, IntegrationKey = name, IntegrationVersion = "1" },
            OwnershipMode = "managed",
        })),
        IntegrationSpecs = new SpecRegistry<IntegrationSpec>(Names.Select(name => new IntegrationSpec
        {
            Meta = new IntegrationMeta { Key = name, Version = "1", Category = name is "c" ? "mail" : "pay" },
            SupportedModes = ["managed"],
        })),
        KnowledgeSpaces = new SpecRegistry<KnowledgeSpaceSpec>(Names.Select(name => new KnowledgeSpaceSpec { Meta = new KnowledgeSpaceMeta { Key = name, Version = "1" } })),
    };

    /// <summary>The blueprint with up to three sections written anew, read from text of its own.</summary>
    public AppBlueprintSpec Edited()
    {
        var sections = new Dictionary<string, string>(blueprint, StringComparer.Ordinal);
        foreach (var (name, json) in BlueprintSections().OrderBy(_ => random.Next()).Take(random.Next(4)).ToArray())
        {
            if (random.Next(5) == 0) sections.Remove(name);
            else sections[name] = json;
        }

        return SomeSpec.Blueprint(Members(sections));
    }

    /// <summary>Members of a tenant's document; sometimes none.</summary>
    public string TenantMembers()
    {
        var share = random.Next(4);
        return Members(TenantSections().Where(_ => random.Next(4) < share).ToDictionary(s => s.Name, s => s.Json, StringComparer.Ordinal));
    }

    public TenantAppConfig Tenant() => SomeSpec.Tenant(TenantMembers());

    private static string Members(Dictionary<string, string> sections) => string.Join(", ", sections.Select(s => $"\"{s.Key}\": {s.Value}"));

    private (string Name, string Json)[] BlueprintSections() =>
    [
        ("capabilities", Object(("enabled", References), ("disabled", References))),
        ("features", Object(("include", References), ("exclude", References))),
        ("dataViews", Map(Reference)), ("workflows", Map(Reference)), ("jobs", Map(Reference)),
        ("policies", References()),
        ("theme", $"{{\"primary\": {Reference()}{Maybe("fallbacks", References)}}}"),
        ("telemetry", Telemetry()),
        ("experiments", Object(("active", References), ("paused", References))),
        ("featureFlags", List(Flag)), ("routes", List(Route)), ("integrationSlots", List(Slot)),
        ("branding", Object(("appNameKey", Text), ("assets", () => List(Asset)), ("colorTokens", Colors))),
        ("translationCatalog", Reference()), ("notes", Text()),
    ];

    private (string Name, string Json)[] TenantSections() =>
    [
        ("capabilities", Object(("enable", References), ("disable", References))),
        ("features", Object(("include", References), ("exclude", References))),
        ("dataViewOverrides", List(Override)), ("workflowOverrides", List(Override)), ("jobOverrides", List(Override)),
        ("additionalPolicies", References()),
        ("themeOverride", Object(("primary", Reference), ("fallbacks", References))),
        ("telemetryOverride", Telemetry()),
        ("experiments", Object(("active", References), ("paused", References))),
        ("featureFlags", List(Flag)), ("routeOverrides", List(Route)),
        ("integrations", List(() => $"{{\"slotId\": {Text()}, \"connectionId\": {Text()}{Maybe("priority", () => Pick("0", "1"))}}}")),
        ("knowledge", List(() => $"{{\"spaceKey\": {Text()}{Maybe("spaceVersion", () => "\"1\"")}}}")),
        ("branding", Object(("appName", () => Map(Text)), ("assets", () => List(Asset)), ("colors", Colors), ("subdomain", Text))),
        ("locales", Object(("defaultLocale", Text), ("enabledLocales", () => List(Text)))),
        ("translationOverrides", $"{{\"entries\": {List(() => $"{{\"key\": {Text()}, \"locale\": {Text()}{Maybe("value", Text)}}}")}}}"),
        ("notes", Text()),
    ];

    private string Telemetry() => Object(("spec", Reference), ("disabledEvents", () => List(Text)), ("samplingOverrides", () => Map(() => Pick("0", "0.5", "1"))));

    private string Flag() => $"{{\"key\": {Text()}, \"enabled\": {Pick("true", "false")}{Maybe("variant", Text)}{Maybe("x-owner", () => Object(("team", Text)))}}}";

    private string Route() => $"{{\"path\": {Text()}{Maybe("workflow", Text)}{Maybe("guard", Reference)}{Maybe("label", () => Pick("null", "\"l\""))}{Maybe("x-list", () => List(Text))}}}";

    private string Slot() => $"{{\"slotId\": {Text()}, \"requiredCategory\": {Pick("\"pay\"", "\"mail\"")}{Maybe("allowedModes", () => Pick("[]", "[\"managed\"]", "[\"byok\"]"))}{Maybe("required", () => Pick("true", "null"))}}}";

    private string Override() => random.Next(6) == 0 ? "null" : $"{{\"slot\": {Text()}{Maybe("pointer", () => Pick(Reference(), Reference(), "null"))}}}";

    private string Asset() => $"{{\"type\": {Pick("\"logo\"", "\"logo-dark\"", "\"favicon\"", "\"og-image\"", "\"other\"")}, \"url\": {Pick("\"\"", "\"u\"", "\"v\"")}}}";

    private string Colors() => Object(("primary", () => Pick("null", "\"red\"", "\"blue\"")), ("secondary", () => Pick("\"red\"", "\"blue\"")));

    private string Reference() => $"{{\"{Pick("key", "key", "name")}\": {Text()}{Maybe("version", () => Pick("\"1\"", "2", "\"\"", "null"))}{(random.Next(12) == 0 ? ", \"x\": 1" : "")}}}";

    private string References() => List(Reference);

    private string Map(Func<string> value) => $"{{{string.Join(", ", Names.Where(_ => random.Next(2) == 0).Select(name => $"\"{name}\": {value()}"))}}}";

    private string List(Func<string> element) => $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => element()))}]";

    private string Object(params (string Name, Func<string> Value)[] members) =>
        $"{{{string.Join(", ", members.Where(_ => random.Next(3) > 0).Select(m => $"\"{m.Name}\": {m.Value()}"))}}}";

    private string Maybe(string member, Func<string> value) => random.Next(2) == 0 ? "" : $", \"{member}\": {value()}";

    private string Text() => $"\"{Names[random.Next(Names.Length)]}\"";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
