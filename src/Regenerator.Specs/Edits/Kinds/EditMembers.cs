using System.Text.Json.Nodes;

namespace Regenerator.Specs.Edits.Kinds;

/// <summary>Members of an edit's JSON that are left out where the edit does not say them.</summary>
internal static class EditMembers
{
    public static JsonObject With(this JsonObject body, string member, Optional<string> text) => body.With(member, text.IsPresent, text.Value);

    public static JsonObject With(this JsonObject body, string member, Optional<bool?> truth) => body.With(member, truth.IsPresent, truth.Value);

    public static JsonObject With(this JsonObject body, string member, Optional<double?> number) => body.With(member, number.IsPresent, number.Value);

    public static JsonObject With(this JsonObject body, string member, Optional<SpecRef> spec) => body.With(member, spec.IsPresent, spec.Value is null ? null : SpecEditJson.Tree(spec.Value));

    public static JsonObject With(this JsonObject body, string member, Optional<IReadOnlyList<string>> texts) =>
        body.With(member, texts.IsPresent, texts.Value is null ? null : new JsonArray([.. texts.Value.Select(text => (JsonNode)text)]));

    public static JsonObject With(this JsonObject body, string member, Optional<IReadOnlyList<SpecRef>> specs) =>
        body.With(member, specs.IsPresent, specs.Value is null ? null : SpecEditJson.Tree(specs.Value));

    /// <summary>As an element has it that is new: there is nothing to clear.</summary>
    public static JsonObject WithoutNulls(this JsonObject body)
    {
        foreach (var name in body.Where(member => member.Value is null).Select(member => member.Key).ToArray()) body.Remove(name);
        return body;
    }

    private static JsonObject With(this JsonObject body, string member, bool isPresent, JsonNode? value)
    {
        if (isPresent) body[member] = value;
        return body;
    }
}
