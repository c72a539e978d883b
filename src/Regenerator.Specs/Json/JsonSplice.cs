using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>
/// Applies a patch to the bytes of a JSON document, so that a review of the file shows the change and nothing else: whitespace, order of
/// members, spelling of numbers and texts stay outside of what the patch touches, and what it brings is written like its neighbours.
/// <see cref="JsonPatch.Apply"/> does the same to a tree.
/// </summary>
public static class JsonSplice
{
    /// <summary>Throws for no text: what can not be spliced is refused.</summary>
    public static SpliceResult Apply(ReadOnlySpan<byte> utf8, JsonPatch patch)
    {
        var bytes = utf8.ToArray();
        JsonNode? tree;
        try
        {
            tree = Tree(bytes);
        }
        catch (SpecFormatException problem)
        {
            return new SpliceResult.Refused($"the document can not be edited in place: {problem.Message}");
        }

        return patch.Apply(tree) switch
        {
            PatchResult.Refused(var index, var reason) => new SpliceResult.Refused($"operation {index} ({patch.Operations[index].Name}): {reason}"),
            PatchResult.Applied(var expected) => Splice(bytes, patch, expected),
            _ => throw new UnreachableException(),
        };
    }

    private static SpliceResult Splice(byte[] bytes, JsonPatch patch, JsonNode? expected)
    {
        try
        {
            var text = new SplicedText(bytes);
            foreach (var operation in patch.Operations) text.Apply(operation);
            return Differs(text.Bytes, expected) is { } reason ? new SpliceResult.Refused(reason) : new SpliceResult.Spliced(text.Bytes);
        }
        catch (JsonException problem)
        {
            // What comes is read before the next step: a step gone wrong ends as a refusal too.
            return new SpliceResult.Refused($"the edited text can not be read: {JsonText.PlainWords(problem)}");
        }
    }

    // The last word belongs to the tree: bytes that read differently are never handed out.
    private static string? Differs(byte[] bytes, JsonNode? expected)
    {
        try
        {
            using var document = JsonText.Parse(bytes);
            return JsonEquality.SameText(expected, document.RootElement) ? null : "the edited text does not read as the patched document";
        }
        catch (SpecFormatException problem)
        {
            return $"the edited text can not be read: {problem.Message}";
        }
    }

    private static JsonNode? Tree(byte[] bytes)
    {
        using var document = JsonText.Parse(bytes);
        return JsonEquality.NodeOf(document.RootElement.Clone());
    }
}
