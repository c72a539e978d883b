using Regenerator.Specs;

namespace Regenerator.Tests.Specs.Validation;

/// <summary>Well-typed blueprints and tenant configs in which every section may be there, with names so few that they meet, repeat and contradict each other.</summary>
internal sealed class OddDocument(int seed)
{
    private static readonly string[] Names = ["\"a\"", "\"b\"", "\"a.v1\"", "\"x/y~z\"", "\"\"", "\"é\""];
    private static readonly string[] Versions = ["\"1\"", "\"1.0.0\"", "2", "\"newest\"", "\"\"", "null"];
    private static readonly string[] Numbers = ["0", "1", "-1", "0.5", "1e300"];
    private static readonly string[] Domains = ["\"acme.dev\"", "\" Acme.dev \"", "\"a..b\"", "\".\"", "\"\"", "\"http://x.y\"", "null"];
    private static readonly string[] Urls = ["\"https://a.b/c.png\"", "\"http://a.b/c.gif?x=.\"", "\"?\"", "\".\"", "\"\"", "null"];

    private readonly Random random = new(seed);

    public SpecDocument Blueprint() => SomeSpec.BlueprintDocument(Some(
        ("capabilities", Both("enabled", "disabled")), ("features", Both("include", "exclude")), ("experiments", Both("active", "paused")),
        ("workflows", Slots()), ("dataViews", Slots()), ("jobs", Slots()), ("policies", List(Ref)), ("featureFlags", List(Flag)), ("routes", List(Route)),
        ("theme", $"{{\"primary\": {Ref()}{Maybe("fallbacks", () => List(Ref))}}}"), ("telemetry", Telemetry()), ("integrationSlots", List(IntegrationSlot)),
        ("branding", Members(("appNameKey", Name), ("assets", () => List(Asset)), ("colorTokens", Colors))), ("translationCatalog", Ref()), ("notes", Name())));

    public SpecDocument Tenant() => SomeSpec.TenantDocument(Some(
        ("capabilities", Both("enable", "disable")), ("features", Both("include", "exclude")), ("experiments", Both("active", "paused")),
        ("workflowOverrides", List(Override)), ("dataViewOverrides", List(Override)), ("jobOverrides", List(Override)), ("additionalPolicies", List(Ref)),
        ("featureFlags", List(Flag)), ("routeOverrides", List(Route)), ("themeOverride", Members(("primary", Ref), ("fallbacks", () => List(Ref)))),
        ("telemetryOverride", Telemetry()), ("integrations", List(() => $"{{\"slotId\": {Name()}, \"connectionId\": {Name()}{Maybe("priority", Number)}}}")),
        ("knowledge", List(() => $"{{\"spaceKey\": {Name()}{Maybe("spaceVersion", Version)}{Maybe("required", Bool)}}}")),
        ("branding", Members(("appName", () => $"{{\"en\": {Name()}}}"), ("assets", () => List(Asset)), ("colors", Colors), ("customDomain", () => Pick(Domains)), ("subdomain", Name))),
        ("locales", Members(("defaultLocale", Name), ("enabledLocales", () => List(Name)))),
        ("translationOverrides", $"{{\"entries\": {List(() => $"{{\"key\": {Name()}, \"locale\": {Name()}{Maybe("value", Name)}}}")}}}"), ("notes", Name())));

    /// <summary>Registries that know some of the names.</summary>
    public string Registries() => Some(
        ("capabilities", "[{\"meta\": {\"key\": \"a\", \"version\": \"1\"}}]"), ("policies", "[]"), ("experiments", "[{\"meta\": {\"key\": \"b\", \"version\": \"2\"}}]"),
        ("telemetry", "[{\"meta\": {\"key\": \"a\", \"version\": \"1\"}, \"events\": [{\"name\": \"a\"}, {}]}]"),
        ("integrationConnections", $"[{Connection("a")}, {Connection("b")}]"),
        ("integrationSpecs", $"[{{\"meta\": {{\"key\": \"a\", \"version\": \"1\"{Maybe("category", Name)}}}{Maybe("supportedModes", () => List(Name))}, \"capabilities\": {{\"provides\": {List(Ref)}}}}}]"),
        ("knowledgeSpaces", $"[{{\"meta\": {{\"key\": \"a\", \"version\": \"1\"{Maybe("category", () => Pick(["\"external\"", "\"canonical\""]))}}}}}]"),
        ("knowledgeSources", "[{\"meta\": {\"id\": \"s\", \"spaceKey\": \"a\", \"spaceVersion\": \"2\"}}]"),
        ("blueprintCatalogs", $"[{{\"meta\": {{\"key\": \"a\", \"version\": \"1\"}}{Maybe("defaultLocale", Name)}{Maybe("supportedLocales", () => List(Name))}}}]"));

    private string Connection(string id) =>
        $"{{\"meta\": {{\"id\": \"{id}\", \"integrationKey\": \"a\", \"integrationVersion\": \"1\"{Maybe("tenantId", () => Pick(["\"acme\"", "\"rival\""]))}}}{Maybe("ownershipMode", Name)}{Maybe("status", () => Pick(["\"connected\"", "\"error\"", "\"unknown\""]))}}}";

    private string Some(params (string Name, string Json)[] members) => string.Join(", ", members.Where(_ => random.Next(3) > 0).Select(m => $"\"{m.Name}\": {m.Json}"));

    private string Members(params (string Name, Func<string> Json)[] members) => $"{{{string.Join(", ", members.Where(_ => random.Next(3) > 0).Select(m => $"\"{m.Name}\": {m.Json()}"))}}}";

    private string Maybe(string member, Func<string> json) => random.Next(2) == 0 ? "" : $", \"{member}\": {json()}";

    private string Both(string first, string second) => Members((first, () => List(Ref)), (second, () => List(Ref)));

    private string Ref() => random.Next(12) == 0 ? "{}" : $"{{\"key\": {Name()}{Maybe("version", Version)}}}";

    private string Slots() => $"{{\"a\": {Ref()}, \"x/y~z\": {Ref()}}}";

    private string Override() => random.Next(6) == 0 ? "null" : $"{{\"slot\": {Name()}{Maybe("pointer", () => random.Next(3) == 0 ? "null" : Ref())}}}";

    private string Flag() => $"{{\"key\": {Name()}, \"enabled\": {Bool()}{Maybe("variant", Name)}{Maybe("description", () => "null")}}}";

    private string Route() => $"{{\"path\": {Name()}{Maybe("workflow", Name)}{Maybe("dataView", () => "null")}{Maybe("guard", Ref)}{Maybe("featureFlag", Name)}{Maybe("experiment", Ref)}}}";

    private string Telemetry() => Members(("spec", () => random.Next(3) == 0 ? "null" : Ref()), ("disabledEvents", () => List(Name)), ("samplingOverrides", () => $"{{\"a\": {Number()}, \"x/y~z\": {Number()}}}"));

    private string IntegrationSlot() => $"{{\"slotId\": {Name()}, \"requiredCategory\": {Name()}{Maybe("required", Bool)}{Maybe("allowedModes", () => List(Name))}{Maybe("requiredCapabilities", () => List(Ref))}}}";

    private string Asset() => random.Next(6) == 0 ? "null" : Members(("type", () => Pick(["\"logo\"", "\"favicon\"", "\"og-image\"", "\"banner\"", "null"])), ("url", () => Pick(Urls)));

    private string Colors() => Members(("primary", Name), ("secondary", Name));

    private string List(Func<string> element) => $"[{string.Join(", ", Enumerable.Range(0, random.Next(random.Next(5) == 0 ? 20 : 4)).Select(_ => element()))}]";

    private string Name() => Pick(Names);

    private string Version() => Pick(Versions);

    private string Number() => Pick(Numbers);

    private string Bool() => random.Next(2) == 0 ? "true" : "false";

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
