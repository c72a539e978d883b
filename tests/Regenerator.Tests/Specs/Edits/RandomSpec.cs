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

    public SpecDocument Document()
    {
        var kind = Coin() ? SpecKind.Blueprint : SpecKind.Tenant;
        var sections = (kind == SpecKind.Blueprint ? BlueprintSections() : TenantSections()).Where(_ => Coin()).OrderBy(_ => random.Next()).ToArray();
        var members = string.Join(", ", sections.Select(s => $"\"{s.Name}\": {(random.Next(6) == 0 ? "null" : s.Json)}"));
        var document = SomeSpec.Document(kind, members);
        return Coin() ? document : SomeSpec.Read(kind, document.Tree().ToJsonString(new JsonSerializerOptions { WriteIndented = true }), "indented.json");
    }

    public SpecEdit[] Edits() => [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Edit()).DistinctBy(Target)];

    public SpecEdit Edit() => random.Next(7) switch
    {
        0 => new SpecEdit.PinWorkflow(Name(), Spec()),
        1 => new SpecEdit.PinDataView(Name(), Spec()),
        2 => new SpecEdit.PinJob(Name(), Spec()),
        3 => new SpecEdit.SetFeatureFlag(Name(), Coin(), Coin() ? null : Name(), Coin() ? null : Name()),
        4 => new SpecEdit.ExcludeFeature(Name()),
        5 => new SpecEdit.PreferConnection(Name(), Name()),
        _ => new SpecEdit.BindRoute(Name()) { Workflow = MaybeText(), Label = MaybeText(), Guard = Coin() ? default : Coin() ? new Optional<SpecRef>(null) : Spec() },
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
        SpecEdit.PreferConnection prefer => $"prefer {prefer.Slot}",
        SpecEdit.SetFeatureFlag flag => $"flag {flag.Key}",
        SpecEdit.BindRoute route => $"route {route.Path}",
        SpecEdit.ExcludeFeature feature => $"feature {feature.Key}",
        SpecEdit.PinWorkflow pin => $"workflow {pin.Slot}",
        SpecEdit.PinDataView pin => $"view {pin.Slot}",
        SpecEdit.PinJob pin => $"job {pin.Slot}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private (string Name, string Json)[] TenantSections() =>
    [
        ("workflowOverrides", List(SlotOverride)), ("dataViewOverrides", List(SlotOverride)), ("jobOverrides", List(SlotOverride)),
        ("featureFlags", List(Flag)), ("features", Features()), ("routeOverrides", List(Route)), ("integrations", List(Binding)), ("notes", Text()), ("x-other", "{\"list\": [1, {\"a\": [null]}]}"),
    ];

    private (string Name, string Json)[] BlueprintSections() =>
    [
        ("workflows", Map()), ("dataViews", Map()), ("jobs", Map()), ("featureFlags", List(Flag)), ("features", Features()), ("routes", List(Route)), ("notes", Text()),
    ];

    private string SlotOverride() => random.Next(5) == 0 ? "null" : $"{{\"slot\": {Text()}{Maybe("pointer", Reference)}{Maybe("note", Text)}}}";

    private string Flag() => $"{{{(Coin() ? $"\"enabled\": {(Coin() ? "true" : "false")}, " : "")}\"key\": {Text()}{Maybe("variant", Text)}}}";

    private string Route() => $"{{\"path\": {Text()}{Maybe("workflow", Text)}{Maybe("guard", Reference)}}}";

    private string Binding() => $"{{\"slotId\": {Text()}, \"connectionId\": {Text()}{Maybe("priority", () => Pick(Numbers))}}}";

    private string Features() => $"{{\"include\": {List(Reference)}{Maybe("exclude", () => List(Reference))}}}";

    private string Map() => $"{{{string.Join(", ", Names.Where(_ => random.Next(3) == 0).Select(name => $"{Quoted(name)}: {Reference()}"))}}}";

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
