using System.Text;
using Regenerator.Specs;
using Regenerator.Specs.Registries;

namespace Regenerator.Tests.Specs.Composition;

/// <summary>A blueprint, a tenant and registries that partly know of each other, all from one seed: few names, so that references meet specs and each other.</summary>
internal sealed class RandomApp
{
    private static readonly string[] Names = ["a", "b", "a.v1", "7", "__proto__"];
    private static readonly string[] Versions = ["\"1\"", "\"1.0.0\"", "1.20", "\"next\"", "\"\"", "null"];
    private static readonly string[] Modes = ["managed", "byok"];

    private readonly Random random;

    public RandomApp(int seed)
    {
        random = new Random(seed);
        Blueprint = SomeSpec.BlueprintDocument(Some(
            ("capabilities", $$"""{"enabled": {{List(Reference)}}, "disabled": {{List(Reference)}}}"""), ("features", Features()),
            ("dataViews", Map()), ("workflows", Map()), ("jobs", Map()), ("policies", List(Reference)),
            ("theme", $$"""{"primary": {{Reference()}}, "fallbacks": {{List(Reference)}}}"""), ("telemetry", Telemetry()), ("experiments", Experiments()),
            ("integrationSlots", List(Slot))));
        Tenant = SomeSpec.TenantDocument(Some(
            ("capabilities", $$"""{"enable": {{List(Reference)}}, "disable": {{List(Reference)}}}"""), ("features", Features()),
            ("dataViewOverrides", List(Override)), ("workflowOverrides", List(Override)), ("jobOverrides", List(Override)), ("additionalPolicies", List(Reference)),
            ("themeOverride", $$"""{"primary": {{MaybeReference()}}, "fallbacks": {{List(Reference)}}}"""), ("telemetryOverride", Telemetry()), ("experiments", Experiments()),
            ("integrations", List(Binding)), ("knowledge", List(Knowledge))));
        Registries = RegistryBundle.Read(SpecPlace.File("all.json"), Encoding.UTF8.GetBytes($"{{{Some([.. RegistryKind.All.Select(kind => (kind.Name, Specs(kind)))])}}}"));
    }

    public SpecDocument Blueprint { get; }

    public SpecDocument Tenant { get; }

    public SpecRegistries Registries { get; }

    private string Specs(RegistryKind kind)
    {
        var specs = Names.SelectMany(name => Versions.Select(version => (name, version))).Where(_ => random.Next(4) == 0);
        if (kind == RegistryKind.IntegrationConnections || kind == RegistryKind.KnowledgeSources) specs = specs.DistinctBy(spec => spec.name);
        return $"[{string.Join(", ", specs.Where(spec => spec.version != "null").Select(spec => Spec(spec.name, spec.version)))}]";
    }

    private string Spec(string name, string version) => $$"""
        {"meta": {"key": "{{name}}", "version": {{version}}, "category": "{{Name()}}", "id": "{{name}}", "integrationKey": "{{Name()}}", "integrationVersion": {{PresentVersion()}}, "spaceKey": "{{Name()}}", "spaceVersion": {{Version()}} },
         "supportedModes": ["{{Mode()}}"], "ownershipMode": "{{Mode()}}", "capabilities": {"provides": {{List(Reference)}} } }
        """;

    private string Slot() =>
        $$"""{"slotId": "{{Name()}}", "requiredCategory": "{{Name()}}", "required": {{(Coin() ? "true" : "false")}}, "allowedModes": {{List(() => $"\"{Mode()}\"")}}, "requiredCapabilities": {{(random.Next(4) == 0 ? List(Reference) : "[]")}} }""";

    private string Binding() => $$"""{"slotId": "{{Name()}}", "connectionId": "{{Name()}}", "priority": {{(Coin() ? "null" : random.Next(3))}} }""";

    private string Knowledge() => $$"""{"spaceKey": "{{Name()}}", "spaceVersion": {{Version()}} }""";

    private string Override() => random.Next(5) == 0 ? "null" : $$"""{"slot": "{{Name()}}", "pointer": {{MaybeReference()}} }""";

    private string Features() => $$"""{"include": {{List(Reference)}}, "exclude": {{List(Reference)}} }""";

    private string Telemetry() => $$"""{"spec": {{MaybeReference()}}, "disabledEvents": {{List(() => $"\"{Name()}\"")}} }""";

    private string Experiments() => $$"""{"active": {{List(Reference)}}, "paused": {{List(Reference)}} }""";

    private string Map() => $"{{{string.Join(", ", Names.Where(_ => Coin()).Select(name => $"\"{name}\": {Reference()}"))}}}";

    private string MaybeReference() => random.Next(4) == 0 ? "null" : Reference();

    private string Reference() => random.Next(20) == 0 ? "{}" : $$"""{"key": "{{Name()}}"{{(Coin() ? $", \"version\": {Version()}" : "")}} }""";

    private string Some(params (string Name, string Json)[] sections) => string.Join(", ", sections.Where(_ => random.Next(4) > 0).Select(s => $"\"{s.Name}\": {s.Json}"));

    private string List(Func<string> element) => $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => element()))}]";

    private string Name() => Names[random.Next(Names.Length)];

    private string Mode() => Modes[random.Next(Modes.Length)];

    private string Version() => Versions[random.Next(Versions.Length)];

    private string PresentVersion() => Versions[random.Next(Versions.Length - 1)];

    private bool Coin() => random.Next(2) == 0;
}
