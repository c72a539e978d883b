using System.Text.Json;

namespace Regenerator.Specs;

/// <summary>Turns the reader's exceptions into one clear line.</summary>
internal static class JsonProblem
{
    public static SpecFormatException Of(JsonException problem, SpecPlace place)
    {
        var position = place.Format == SpecFormat.Json; // positions of converted YAML would mislead; the path still holds
        return new SpecFormatException(
            Plain(problem.Message),
            place.Name,
            position && problem.LineNumber is { } line ? line + 1 : null,
            position && problem.BytePositionInLine is { } column ? column + 1 : null,
            problem.Path is { Length: > 1 } path ? path : null,
            problem);
    }

    private static string Plain(string message)
    {
        var text = message.Split(" Path: ")[0].Split(" LineNumber: ")[0].TrimEnd('.', ' ');
        if (text.StartsWith("The JSON value could not be converted to ", StringComparison.Ordinal)) return Expected(text[41..]) is { } expected ? $"expected {expected}, saw something else" : "the value is of another type than the one expected here";
        const string Missing = "was missing required properties including: ";
        var missing = text.IndexOf(Missing, StringComparison.Ordinal);
        return missing < 0 ? text : $"missing: {text[(missing + Missing.Length)..].Replace('\'', '«').TrimEnd('.')}";
    }

    // Where a record is read through its constructor, the reader names the record instead of its member: that would say the opposite.
    private static string? Expected(string type) => type switch
    {
        "System.String" => "a text",
        "System.Boolean" => "true or false",
        _ when type.StartsWith("System.Collections.Generic.IReadOnlyList", StringComparison.Ordinal) => "a list",
        _ when type.StartsWith("System.Double", StringComparison.Ordinal) || type.Contains("Double") => "a number",
        _ when type.Contains("Boolean") => "true or false",
        _ => null,
    };
}
