using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Specs;
using Regenerator.Specs.Composition;
using Regenerator.Specs.Registries;

namespace Regenerator.Conformance;

/// <summary><c>compose-*.json</c>: what is resolved, what is missing in its order, which specs the references lead to, and whether the strict form throws.</summary>
internal sealed class ComposeSuite() : Suite("compose")
{
    protected override IReadOnlyDictionary<string, string> ByDesign { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["versionless-prefix-confusion"] = "a reference without a version means the latest of its own key, not of every key that begins with it",
        ["versionless-prefix-confusion-only-other"] = "a reference without a version is missing when no spec has its key, whatever other keys begin with it",
        ["versionless-invalid-semver-throws"] = "a version that does not parse sorts below those that do, instead of breaking every lookup beside it",
    };

    protected override Task<string?> DifferenceAsync(JsonElement vector)
    {
        var composed = AppConfig.Compose(
            vector.GetProperty("blueprint").Deserialize(SpecJson.Default.AppBlueprintSpec)!,
            vector.GetProperty("tenant").Deserialize(SpecJson.Default.TenantAppConfig)!,
            RegistryBundle.Of(vector.GetProperty("deps")));
        if (vector.TryGetProperty("throws", out var thrown)) return Task.FromResult<string?>($"did not throw, expected {thrown}");
        return Task.FromResult(Compare(vector.GetProperty("resolved"), JsonSerializer.SerializeToElement(composed.Resolved, SpecJson.Default.ResolvedAppConfig), "$.resolved")
            ?? Compare(vector.GetProperty("missing"), Missing(composed), "$.missing")
            ?? Compare(vector.GetProperty("materialised"), Materialised(composed), "$.materialised")
            ?? Strict(vector.GetProperty("strictFails").GetBoolean(), composed));
    }

    private static string? Strict(bool fails, ComposedAppConfig composed)
    {
        try
        {
            composed.ThrowIfIncomplete();
            return fails ? "the strict form did not throw" : null;
        }
        catch (MissingReferencesException problem)
        {
            return fails ? null : $"the strict form threw: {problem.Message}";
        }
    }

    private static JsonElement Missing(ComposedAppConfig composed) =>
        Element(new JsonArray([.. composed.Missing.Select(m => new JsonObject { ["type"] = m.Type, ["identifier"] = m.Identifier })]));

    private static JsonElement Materialised(ComposedAppConfig composed) => Element(new JsonObject
    {
        ["capabilities"] = Specs(composed.Capabilities),
        ["features"] = new JsonArray([.. composed.Features.Select(f => (JsonNode)f.Meta.Key)]),
        ["dataViews"] = Slots(composed.DataViews),
        ["workflows"] = Slots(composed.Workflows),
        ["jobs"] = Slots(composed.Jobs),
        ["policies"] = Specs(composed.Policies),
        ["theme"] = composed.Theme is { } theme ? Text(theme) : null,
        ["themeFallbacks"] = Specs(composed.ThemeFallbacks),
        ["telemetry"] = composed.Telemetry is { } telemetry ? Text(telemetry) : null,
        ["experiments"] = new JsonObject { ["active"] = Specs(composed.ActiveExperiments), ["paused"] = Specs(composed.PausedExperiments) },
        ["integrations"] = new JsonArray([.. composed.Integrations.Select(i =>
            new JsonObject { ["slotId"] = i.Slot.SlotId, ["connectionId"] = i.Connection.Meta.Id, ["spec"] = Text(i.Spec) })]),
        ["knowledge"] = new JsonArray([.. composed.Knowledge.Select(k =>
            new JsonObject { ["space"] = Text(k.Space), ["sources"] = new JsonArray([.. k.Sources.Select(s => (JsonNode)s.Meta.Id)]) })]),
    });

    private static JsonArray Specs(IEnumerable<IVersionedSpec> specs) => new([.. specs.Select(spec => (JsonNode)Text(spec))]);

    private static JsonObject Slots(ComposedSlots slots) => new(slots.Select(slot => KeyValuePair.Create<string, JsonNode?>(slot.Key, Text(slot.Value))));

    private static string Text(IVersionedSpec spec) => $"{spec.Key}@{spec.Version}";

    private static JsonElement Element(JsonNode node) => JsonElement.Parse(node.ToJsonString());
}
