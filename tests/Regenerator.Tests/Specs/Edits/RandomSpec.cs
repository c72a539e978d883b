using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Edits;
using Regenerator.Specs.Json;
using Regenerator.Tests.Specs.Json;

namespace Regenerator.Tests.Specs.Edits;

/// <summary>A well-typed spec document full of oddities (nulls, repeated identities, unknown members, other spellings), and edits: all from one seed.</summary>
internal sealed class RandomSpec(int seed)
{
    private static readonly string[] Names = ["a", "b", "x/y", "m~n", "é", "7", "__proto__", ""];
    private static readonly string[] Numbers = ["0", "1", "-1", "2.5", "1e17", "-1e300", "1.0"];

    private readonly Random random = new(seed);

    public SpecDocument Document() => Document(Coin() ? SpecKind.Blueprint : SpecKind.Tenant);

    public SpecDocument Document(SpecKind kind)
    {
        var sections = (kind == SpecKind.Blueprint ? BlueprintSections() : TenantSections()).Where(_ => Coin()).OrderBy(_ => random.Next()).ToArray();
        var members = string.Join(", ", sections.Select(s => $"\"{s.Name}\": {(random.Next(6) == 0 ? "null" : s.Json)}"));
        var document = SomeSpec.Document(kind, members);
        return Coin() ? document : SomeSpec.Read(kind, document.Tree().ToJsonString(new JsonSerializerOptions { WriteIndented = true }), "indented.json");
    }

    /// <summary>The tree as a serializer would write it: on one line without spaces, or in lines with any of the usual indents.</summary>
    public byte[] LaidOut(JsonNode tree) => System.Text.Encoding.UTF8.GetBytes(tree.ToJsonString(new JsonSerializerOptions
    {
        WriteIndented = random.Next(4) > 0,
        IndentCharacter = Coin() ? ' ' : '\t',
        IndentSize = 1 + random.Next(4),
        NewLine = Coin() ? "\n" : "\r\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));

    public SpecEdit[] Edits() => [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Edit()).DistinctBy(Target)];

    public SpecEdit Edit() => random.Next(24) switch
    {
        0 => new SpecEdit.PinWorkflow(Name(), Spec()),
        1 => new SpecEdit.PinDataView(Name(), Spec()),
        2 => new SpecEdit.PinJob(Name(), Spec()),
        3 => new SpecEdit.SetFeatureFlag(Name(), Coin(), Coin() ? null : Name(), Coin() ? null : Name()),
        4 => new SpecEdit.ExcludeFeature(Name()),
        5 => new SpecEdit.PreferConnection(Name(), Name()),
        6 => new SpecEdit.BindRoute(Name()) { Workflow = MaybeText(), Label = MaybeText(), Guard = Coin() ? default : Coin() ? new Optional<SpecRef>(null) : Spec() },
        7 => Coin() ? new SpecEdit.EmptySlot(SlotKind.Workflow, Name()) : new SpecEdit.UnpinSlot(SlotKind.Workflow, Name()),
        8 => Coin() ? new SpecEdit.EmptySlot(SlotKind.Job, Name()) : new SpecEdit.UnpinSlot(SlotKind.DataView, Name()),
        9 => new SpecEdit.RemoveFeatureFlag(Name()),
        10 => Coin() ? new SpecEdit.IncludeFeature(Name()) : new SpecEdit.ResetFeature(Name()),
        11 => random.Next(3) switch { 0 => new SpecEdit.EnableCapability(Spec()), 1 => new SpecEdit.DisableCapability(Spec()), _ => new SpecEdit.ResetCapability(Spec()) },
        12 => random.Next(3) switch { 0 => new SpecEdit.ActivateExperiment(Spec()), 1 => new SpecEdit.PauseExperiment(Spec()), _ => new SpecEdit.ResetExperiment(Spec()) },
        13 => Coin() ? new SpecEdit.AddPolicy(Spec()) : new SpecEdit.RemovePolicy(Spec()),
        14 => Coin() ? new SpecEdit.UnbindRoute(Name(), Pick(Enum.GetValues<RouteField>())) : new SpecEdit.RemoveRoute(Name()),
        15 => random.Next(4) switch { 0 => new SpecEdit.PinTheme(Spec()), 1 => new SpecEdit.UnpinTheme(), 2 => new SpecEdit.EmptyTheme(), _ => new SpecEdit.SetThemeFallbacks(Coin() ? null : [Spec()]) },
        16 => random.Next(3) switch { 0 => new SpecEdit.PinTelemetry(Spec()), 1 => new SpecEdit.UnpinTelemetry(), _ => new SpecEdit.EmptyTelemetry() },
        17 => random.Next(3) switch { 0 => new SpecEdit.DisableEvent(Name()), 1 => new SpecEdit.EnableEvent(Name()), _ => new SpecEdit.SetSampling(Name(), Coin() ? null : random.NextDouble()) },
        18 => Coin() ? new SpecEdit.DefineIntegrationSlot(Name()) { Category = Name(), Description = MaybeText(), Required = Coin() ? default : Coin() } : new SpecEdit.RemoveIntegrationSlot(Name()),
        19 => Coin() ? new SpecEdit.BindConnection(Name(), Name()) { Priority = Coin() ? default : Coin() ? new Optional<double?>(null) : random.Next(9) } : new SpecEdit.UnbindConnection(Name(), Name()),
        20 => Coin() ? new SpecEdit.BindKnowledge(Name()) { Version = MaybeText() } : new SpecEdit.UnbindKnowledge(Name()),
        21 => random.Next(4) switch
        {
            0 => new SpecEdit.SetAppName(Name(), MaybeText().Value),
            1 => new SpecEdit.SetAppNameKey(MaybeText().Value),
            2 => new SpecEdit.SetAsset(Name(), MaybeText().Value),
            _ => new SpecEdit.SetColor(Pick(Enum.GetValues<BrandColor>()), MaybeText().Value),
        },
        22 => random.Next(5) switch
        {
            0 => new SpecEdit.SetCustomDomain(MaybeText().Value),
            1 => new SpecEdit.SetSubdomain(MaybeText().Value),
            2 => new SpecEdit.SetDefaultLocale(MaybeText().Value),
            3 => new SpecEdit.EnableLocale(Name()),
            _ => new SpecEdit.DisableLocale(Name()),
        },
        _ => random.Next(4) switch
        {
            0 => new SpecEdit.SetTranslation(Name(), Name(), MaybeText().Value),
            1 => new SpecEdit.PinTranslationCatalog(Spec()),
            2 => new SpecEdit.EmptyTranslationCatalog(),
            _ => new SpecEdit.SetNotes(MaybeText().Value),
        },
    };

    public JsonPatch Patch(JsonNode tree)
    {
        var places = RandomDocument.Places(tree).Select(place => place.Path).ToArray();
        JsonPointer Place() => random.Next(3) switch { 0 => Pick(places).Append(Pick(["-", "0", "-1", "a", "99"])), _ => Pick(places) };
        JsonElement Value() => JsonElement.Parse(Pick(["null", "1.20", "\"a\"", "{}", "[]", "{\"key\":\"a\"}", "{\"slot\":\"b\"}"]));
        return new JsonPatch(Enumerable.Range(0, 1 + random.Next(3)).Select<int, JsonPatchOperation>(_ => random.Next(6) switch
        {
            0 => new JsonPatchOperation.Add(Place(), Value()),
            1 => new JsonPatchOperation.Remove(Place()),
            2 => new JsonPatchOperation.Replace(Place(), Value()),
            3 => new JsonPatchOperation.Move(Place(), Place()),
            4 => new JsonPatchOperation.Copy(Place(), Place()),
            _ => new JsonPatchOperation.Test(Place(), Value()),
        }));
    }

    // Two edits of one thing would contradict each other; the last would win and the first would never be true.
    private static string Target(SpecEdit edit) => edit switch
    {
        SpecEdit.PreferConnection or SpecEdit.BindConnection or SpecEdit.UnbindConnection => "connections",
        SpecEdit.SetFeatureFlag flag => $"flag {flag.Key}",
        SpecEdit.RemoveFeatureFlag flag => $"flag {flag.Key}",
        SpecEdit.BindRoute route => $"route {route.Path}",
        SpecEdit.UnbindRoute route => $"route {route.Path}",
        SpecEdit.RemoveRoute route => $"route {route.Path}",
        SpecEdit.ExcludeFeature feature => $"feature {feature.Key}",
        SpecEdit.IncludeFeature feature => $"feature {feature.Key}",
        SpecEdit.ResetFeature feature => $"feature {feature.Key}",
        SpecEdit.PinWorkflow pin => $"{SlotKind.Workflow} {pin.Slot}",
        SpecEdit.PinDataView pin => $"{SlotKind.DataView} {pin.Slot}",
        SpecEdit.PinJob pin => $"{SlotKind.Job} {pin.Slot}",
        SpecEdit.EmptySlot slot => $"{slot.Of} {slot.Slot}",
        SpecEdit.UnpinSlot slot => $"{slot.Of} {slot.Slot}",
        SpecEdit.EnableCapability or SpecEdit.DisableCapability or SpecEdit.ResetCapability => "capabilities",
        SpecEdit.ActivateExperiment or SpecEdit.PauseExperiment or SpecEdit.ResetExperiment => "experiments",
        SpecEdit.AddPolicy or SpecEdit.RemovePolicy => "policies",
        SpecEdit.PinTheme or SpecEdit.EmptyTheme or SpecEdit.UnpinTheme or SpecEdit.SetThemeFallbacks => "theme",
        SpecEdit.DefineIntegrationSlot or SpecEdit.RemoveIntegrationSlot => "integration slots",
        SpecEdit.PinTelemetry or SpecEdit.EmptyTelemetry or SpecEdit.UnpinTelemetry or SpecEdit.DisableEvent or SpecEdit.EnableEvent => "telemetry",
        SpecEdit.BindKnowledge or SpecEdit.UnbindKnowledge => "knowledge",
        SpecEdit.EnableLocale or SpecEdit.DisableLocale => "locales",
        SpecEdit.PinTranslationCatalog or SpecEdit.EmptyTranslationCatalog => "catalog",
        _ => edit.GetType().Name,
    };

    private (string Name, string Json)[] TenantSections() =>
    [
        ("workflowOverrides", List(SlotOverride)), ("dataViewOverrides", List(SlotOverride)), ("jobOverrides", List(SlotOverride)),
        ("featureFlags", List(Flag)), ("features", Features()), ("routeOverrides", List(Route)), ("integrations", List(Binding)), ("notes", Text()), ("x-other", "{\"list\": [1, {\"a\": [null]}]}"),
        ("capabilities", Lists("enable", "disable")), ("experiments", Lists("active", "paused")), ("additionalPolicies", List(Reference)), ("themeOverride", $"{{\"x\": 1{Maybe("primary", Reference)}{Maybe("fallbacks", () => List(Reference))}}}"),
        ("telemetryOverride", Telemetry()), ("knowledge", List(() => $"{{\"spaceKey\": {Text()}{Maybe("spaceVersion", Text)}}}")),
        ("branding", $"{{\"appName\": {Map(Text)}, \"colors\": {{\"primary\": {Text()}}}, \"assets\": {List(Asset)}{Maybe("customDomain", Text)}{Maybe("subdomain", Text)}}}"),
        ("locales", $"{{\"enabledLocales\": {List(Text)}{Maybe("defaultLocale", Text)}}}"),
        ("translationOverrides", $"{{\"entries\": {List(() => $"{{\"key\": {Text()}, \"locale\": {Text()}{Maybe("value", Text)}}}")}}}"),
    ];

    private (string Name, string Json)[] BlueprintSections() =>
    [
        ("workflows", Map(Reference)), ("dataViews", Map(Reference)), ("jobs", Map(Reference)), ("featureFlags", List(Flag)), ("features", Features()), ("routes", List(Route)), ("notes", Text()),
        ("capabilities", Lists("enabled", "disabled")), ("experiments", Lists("active", "paused")), ("policies", List(Reference)), ("theme", $"{{\"primary\": {Reference()}{Maybe("fallbacks", () => List(Reference))}}}"),
        ("telemetry", Telemetry()), ("integrationSlots", List(() => $"{{\"slotId\": {Text()}, \"requiredCategory\": {Text()}{Maybe("description", Text)}{Maybe("requiredCapabilities", () => List(Reference))}}}")),
        ("branding", $"{{\"assets\": {List(Asset)}, \"colorTokens\": {{\"secondary\": {Text()}}}{Maybe("appNameKey", Text)}}}"), ("translationCatalog", Reference()),
    ];

    private string SlotOverride() => random.Next(5) == 0 ? "null" : $"{{\"slot\": {Text()}{Maybe("pointer", Reference)}{Maybe("note", Text)}}}";

    private string Flag() => $"{{{(Coin() ? $"\"enabled\": {(Coin() ? "true" : "false")}, " : "")}\"key\": {Text()}{Maybe("variant", Text)}}}";

    private string Route() => $"{{\"path\": {Text()}{Maybe("workflow", Text)}{Maybe("guard", Reference)}}}";

    private string Binding() => $"{{\"slotId\": {Text()}, \"connectionId\": {Text()}{Maybe("priority", () => Pick(Numbers))}}}";

    private string Features() => $"{{\"include\": {List(Reference)}{Maybe("exclude", () => List(Reference))}}}";

    private string Lists(string one, string other) => $"{{\"{one}\": {List(Reference)}{Maybe(other, () => List(Reference))}}}";

    private string Telemetry() => $"{{\"disabledEvents\": {List(Text)}{Maybe("spec", Reference)}{Maybe("samplingOverrides", () => Map(() => Pick(["0", "1", "0.50", "7"])))}}}";

    private string Asset() => random.Next(4) == 0 ? "null" : $"{{\"type\": {Text()}{Maybe("url", Text)}}}";

    private string Map(Func<string> value) => $"{{{string.Join(", ", Names.Where(_ => random.Next(3) == 0).Select(name => $"{Quoted(name)}: {value()}"))}}}";

    private string Reference() => $"{{\"{(random.Next(4) == 0 ? "name" : "key")}\": {Text()}{Maybe("version", () => Coin() ? Text() : Pick(Numbers))}}}";

    private string Maybe(string member, Func<string> value) => random.Next(3) switch { 0 => "", 1 => $", \"{member}\": {value()}", _ => member is "exclude" || Coin() ? $", \"{member}\": {value()}" : $", \"{member}\": null" };

    private string List(Func<string> element) => $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => element()))}]";

    private Optional<string> MaybeText() => Coin() ? default : Coin() ? new Optional<string>(null) : Name();

    private SpecRef Spec() => new(Name(), Coin() ? default : Coin() ? new Optional<string>(null) : Pick(["1", "1.20", ""]));

    private string Text() => Quoted(Name());

    private string Name() => Pick(Names);

    private bool Coin() => random.Next(2) == 0;

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();
}
