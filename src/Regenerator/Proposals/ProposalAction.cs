using System.Text.Json;
using System.Text.Json.Serialization;
using Regenerator.Specs.Edits;

namespace Regenerator.Proposals;

/// <summary>One thing to do once a proposal is approved. A closed hierarchy; <see cref="Unknown"/> keeps what another program wrote.</summary>
[JsonConverter(typeof(ProposalActionJson))]
public abstract record ProposalAction(string Kind)
{
    public string Kind { get; } = Kind;

    /// <summary>Prose for people; part of what is approved only where there are no edits.</summary>
    public string? Summary { get; init; }

    /// <summary>The edits of an update; empty for every other action.</summary>
    public virtual IReadOnlyList<SpecEdit> Edits { get => []; init { } }

    public sealed record UpdateBlueprint() : ProposalAction("update_blueprint")
    {
        /// <summary>None: prose only, which stays blocked by <c>missing_diff</c> until somebody supplies the edits.</summary>
        public override IReadOnlyList<SpecEdit> Edits { get; init; } = [];
    }

    public sealed record UpdateTenantConfig() : ProposalAction("update_tenant_config")
    {
        /// <inheritdoc cref="UpdateBlueprint.Edits"/>
        public override IReadOnlyList<SpecEdit> Edits { get; init; } = [];
    }

    public sealed record RunTests(params IReadOnlyList<string> Tests) : ProposalAction("run_tests");

    public sealed record RunMigrations(params IReadOnlyList<string> Migrations) : ProposalAction("run_migrations");

    public sealed record TriggerRegeneration() : ProposalAction("trigger_regeneration");

    /// <summary>An action of a kind that this version does not know: shown, kept, never carried out.</summary>
    public sealed record Unknown(string Named, JsonElement Json) : ProposalAction(Named);
}

/// <summary>The original's JSON: <c>kind</c> in snake case; <c>edits</c> are ours.</summary>
public sealed class ProposalActionJson : JsonConverter<ProposalAction>
{
    public override ProposalAction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String)
            throw new JsonException("an action is an object with a «kind»");
        var summary = Text(json, "summary");
        return kind.GetString() switch
        {
            "update_blueprint" => new ProposalAction.UpdateBlueprint { Summary = summary, Edits = Edits(json) },
            "update_tenant_config" => new ProposalAction.UpdateTenantConfig { Summary = summary, Edits = Edits(json) },
            "run_tests" => new ProposalAction.RunTests(Texts(json, "tests")) { Summary = summary },
            "run_migrations" => new ProposalAction.RunMigrations(Texts(json, "migrations")) { Summary = summary },
            "trigger_regeneration" => new ProposalAction.TriggerRegeneration { Summary = summary },
            var other => new ProposalAction.Unknown(other!, json) { Summary = summary },
        };
    }

    public override void Write(Utf8JsonWriter writer, ProposalAction value, JsonSerializerOptions options)
    {
        if (value is ProposalAction.Unknown unknown)
        {
            unknown.Json.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("kind"u8, value.Kind);
        if (value.Summary is not null) writer.WriteString("summary"u8, value.Summary);
        if (value is ProposalAction.RunTests tests) WriteTexts(writer, "tests"u8, tests.Tests);
        if (value is ProposalAction.RunMigrations migrations) WriteTexts(writer, "migrations"u8, migrations.Migrations);
        if (value.Edits.Count > 0)
        {
            writer.WriteStartArray("edits"u8);
            foreach (var edit in value.Edits) SpecEditJson.Write(writer, edit);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static SpecEdit[] Edits(JsonElement json) =>
        json.TryGetProperty("edits", out var edits) && edits.ValueKind == JsonValueKind.Array ? [.. edits.EnumerateArray().Select(SpecEditJson.Read)] : [];

    private static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Texts(JsonElement json, string member) =>
        json.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];

    private static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> member, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(member);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
