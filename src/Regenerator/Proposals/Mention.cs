using System.Text.Json;
using System.Text.RegularExpressions;

namespace Regenerator.Proposals;

/// <summary>Finds an id in words and in JSON, as a word of its own: «acme» is not in «acme-eu».</summary>
internal static class Mention
{
    public static Regex Of(string id) =>
        new($"(?<![\\w.-])(?:{Regex.Escape(id)}|{Regex.Escape(JsonEncodedText.Encode(id).ToString())})(?![\\w-]|\\.\\w)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
}
