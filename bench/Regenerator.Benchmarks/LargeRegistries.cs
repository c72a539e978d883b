using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Benchmarks;

/// <summary>The same app among a thousand specs of every kind, its references without versions.</summary>
internal static class LargeRegistries
{
    private const int SpecsOfAKind = 1_000;

    /// <param name="input">Blueprint, tenant and specs.</param>
    public static JsonElement Around(JsonElement input)
    {
        var large = JsonNode.Parse(input.GetRawText())!;
        foreach (var (_, list) in large["specs"]!.AsObject()) Fill(list!.AsArray());
        foreach (var document in (ReadOnlySpan<string>)["blueprint", "tenant"]) Unpin(large[document]!);
        return JsonElement.Parse(large.ToJsonString());
    }

    private static void Fill(JsonArray specs)
    {
        var like = specs[0]!;
        for (var i = specs.Count; i < SpecsOfAKind; i++)
        {
            var filler = like.DeepClone();
            foreach (var name in (ReadOnlySpan<string>)["key", "id", "spaceKey"])
                if (filler["meta"]![name] is { } identity) filler["meta"]![name] = $"{identity}.other{i}";
            specs.Add(filler);
        }
    }

    private static void Unpin(JsonNode node)
    {
        if (node is JsonObject { Count: > 0 } members && members.ContainsKey("key") && !members.ContainsKey("appId")) members.Remove("version");
        IEnumerable<JsonNode?> children = node switch { JsonObject inner => inner.Select(member => member.Value), JsonArray list => list, _ => [] };
        foreach (var child in children)
            if (child is not null) Unpin(child);
    }
}
