using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Regenerator.Specs.Json;

/// <summary>A place in a JSON document, as in <see href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</see>: <c>/flags/2/enabled</c>.</summary>
[JsonConverter(typeof(JsonPointerText))]
public sealed class JsonPointer : IEquatable<JsonPointer>
{
    private readonly string text;
    private readonly string[] segments;

    private JsonPointer(string text, string[] segments)
    {
        this.text = text;
        this.segments = segments;
    }

    /// <summary>The whole document: the empty pointer.</summary>
    public static JsonPointer Root { get; } = new("", []);

    /// <summary>Member names and array indexes from the root down, unescaped; empty for <see cref="Root"/>.</summary>
    public IReadOnlyList<string> Segments => segments;

    public bool IsRoot => segments.Length == 0;

    /// <summary>Null for <see cref="Root"/>.</summary>
    public JsonPointer? Parent => IsRoot ? null : new JsonPointer(text[..text.LastIndexOf('/')], segments[..^1]);

    /// <summary>Null for <see cref="Root"/>.</summary>
    public string? Last => IsRoot ? null : segments[^1];

    public static JsonPointer Of(params IEnumerable<string> segments) => OfAll([.. segments]);

    /// <param name="segments">Kept as they are: nobody may change them afterwards.</param>
    internal static JsonPointer OfAll(string[] segments)
    {
        if (segments.Length == 0) return Root;
        var joined = new DefaultInterpolatedStringHandler(segments.Length, 0);
        foreach (var segment in segments)
        {
            joined.AppendLiteral("/");
            joined.AppendLiteral(Escape(segment));
        }

        return new JsonPointer(joined.ToStringAndClear(), segments);
    }

    /// <exception cref="FormatException">The text is no pointer; the message says why.</exception>
    public static JsonPointer Parse(string text) =>
        TryParse(text, out var pointer, out var reason) ? pointer : throw new FormatException(reason);

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPointer? pointer, [NotNullWhen(false)] out string? reason)
    {
        pointer = null;
        reason = null;
        if (text.Length > 0 && text[0] != '/')
            reason = $"the pointer \"{text}\" does not start with \"/\"";
        else if (HasBadEscape(text))
            reason = $"the pointer \"{text}\" has a \"~\" that is followed by neither 0 nor 1";
        else
            pointer = text.Length == 0 ? Root : new JsonPointer(text, [.. text[1..].Split('/').Select(Unescape)]);
        return pointer is not null;
    }

    public JsonPointer Append(string segment) => new($"{text}/{Escape(segment)}", [.. segments, segment]);

    public JsonPointer Append(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return Append(index.ToString());
    }

    /// <summary>What stands at this place of a tree; null where nothing does, as where JSON's null does.</summary>
    public JsonNode? In(JsonNode? root)
    {
        foreach (var segment in segments)
        {
            root = root switch
            {
                JsonObject members => members[segment],
                JsonArray list => ArrayIndex.OfElement(segment, list.Count) is { } index ? list[index] : null,
                _ => null,
            };
        }

        return root;
    }

    /// <summary>True for everything strictly below this place; false for the place itself.</summary>
    public bool Contains(JsonPointer other) => other.segments.Length > segments.Length && other.segments.AsSpan().StartsWith(segments);

    public override string ToString() => text;

    // Escaping is one to one, so the text alone is the identity.
    public bool Equals(JsonPointer? other) => other is not null && string.Equals(text, other.text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as JsonPointer);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(text);

    private static bool HasBadEscape(string text)
    {
        for (var at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1')) return true;
        }

        return false;
    }

    // The order matters: "~01" is "~1", not "/".
    private static string Unescape(string segment) =>
        segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Escape(string segment) =>
        segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
