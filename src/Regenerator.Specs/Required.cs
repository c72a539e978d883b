using System.Text.Json;

namespace Regenerator.Specs;

/// <summary>Members without which a document has no identity.</summary>
internal static class Required
{
    public static void Text(string value, string member)
    {
        if (value.Length == 0) throw new JsonException($"«{member}» is missing or empty");
    }
}
