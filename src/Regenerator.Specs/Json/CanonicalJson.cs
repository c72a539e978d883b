using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regenerator.Specs.Json;

/// <summary>
/// One spelling for documents that mean the same: members sorted ordinally, no whitespace, the fewest escapes. Numbers keep their text
/// (<c>1.20</c> stays <c>1.20</c>: it may be a version), and this alone departs from <see href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</see>.
/// </summary>
public static class CanonicalJson
{
    public static byte[] Of(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonStrings.WriteValue(output, value, members => members.OrderBy(member => member.Name, StringComparer.Ordinal));
        return output.WrittenSpan.ToArray();
    }

    /// <param name="value">Null is JSON's null.</param>
    public static byte[] Of(JsonNode? value)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written))
        {
            if (value is null) writer.WriteNullValue();
            else value.WriteTo(writer);
        }

        using var document = JsonDocument.Parse(written.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1000 });
        return Of(document.RootElement);
    }

    /// <summary>SHA-256 of the canonical form, in lowercase hex.</summary>
    public static string Digest(JsonElement value) => Convert.ToHexStringLower(SHA256.HashData(Of(value)));

    /// <inheritdoc cref="Digest(JsonElement)"/>
    public static string Digest(JsonNode? value) => Convert.ToHexStringLower(SHA256.HashData(Of(value)));

    /// <inheritdoc cref="Digest(JsonElement)"/>
    /// <exception cref="SpecFormatException">The bytes are not JSON as <see cref="JsonText"/> wants it.</exception>
    public static string Digest(ReadOnlySpan<byte> utf8)
    {
        using var document = JsonText.Parse(utf8.ToArray());
        return Digest(document.RootElement);
    }
}
