using System.Text.Json;

namespace Regenerator.Specs.Json;

/// <summary>What a value must be before it may enter a document: the same rules that <see cref="JsonText"/> holds for documents.</summary>
internal static class PatchValue
{
    /// <summary>What is wrong with the value, as the end of a sentence; null when nothing is.</summary>
    public static string? Problem(JsonElement value, int depth = 0) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when depth > JsonText.MaxDepth => $"nests deeper than {JsonText.MaxDepth} levels",
        JsonValueKind.Object => ProblemOfMembers(value, depth),
        JsonValueKind.Array => value.EnumerateArray().Select(element => Problem(element, depth + 1)).FirstOrDefault(problem => problem is not null),
        JsonValueKind.String => IsText(value.GetString) ? null : "has text with half of a surrogate pair",
        JsonValueKind.Undefined => "is missing",
        _ => null,
    };

    private static string? ProblemOfMembers(JsonElement value, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!IsText(() => member.Name)) return "has a member name with half of a surrogate pair";
            if (!names.Add(member.Name)) return $"has the member \"{member.Name}\" twice";
            if (Problem(member.Value, depth + 1) is { } problem) return problem;
        }

        return null;
    }

    // System.Text.Json finds a lone \ud800 only when the text is asked for.
    private static bool IsText(Func<string?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
