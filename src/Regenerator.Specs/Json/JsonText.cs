using System.Text.Json;
using System.Text.Unicode;

namespace Regenerator.Specs.Json;

/// <summary>
/// Strict JSON: UTF-8 with or without BOM, no comments, no trailing commas, no member twice, at most <see cref="MaxDepth"/> levels.
/// What is wrong comes with line, column and path.
/// </summary>
public static class JsonText
{
    /// <summary>Objects and arrays inside each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>The document reads from <paramref name="utf8"/> as long as it lives: leave those bytes alone.</summary>
    /// <exception cref="SpecFormatException">Without a place: the caller knows the file.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        Check(utf8.Span);
        return JsonDocument.Parse(utf8[BomLength(utf8.Span)..], new JsonDocumentOptions { MaxDepth = MaxDepth });
    }

    /// <inheritdoc cref="Parse"/>
    public static void Check(ReadOnlySpan<byte> utf8)
    {
        var text = utf8[BomLength(utf8)..];
        if (!Utf8.IsValid(text)) throw NotUtf8(text);
        new JsonTextCheck(text).Run();
    }

    internal static int BomLength(ReadOnlySpan<byte> utf8) => utf8.StartsWith("\uFEFF"u8) ? 3 : 0;

    internal static SpecFormatException NotUtf8(ReadOnlySpan<byte> text)
    {
        var good = 0;
        while (System.Text.Rune.DecodeFromUtf8(text[good..], out _, out var length) == System.Buffers.OperationStatus.Done) good += length;
        var (line, column) = TextPosition.Of(text, good);
        return new SpecFormatException($"the byte 0x{text[good]:X2} is not UTF-8", line: line, column: column);
    }

    /// <summary>The reader's own sentence without its trailing coordinates, and without talk of options that nobody can set here.</summary>
    internal static string PlainWords(JsonException problem) => PlainWords(problem.Message);

    /// <inheritdoc cref="PlainWords(JsonException)"/>
    internal static string PlainWords(string sentence)
    {
        foreach (var noise in (string[])[" Path: ", " LineNumber: "])
        {
            if (sentence.IndexOf(noise, StringComparison.Ordinal) is >= 0 and var at) sentence = sentence[..at];
        }

        return sentence switch
        {
            _ when sentence.Contains("trailing comma", StringComparison.Ordinal) => "a comma with nothing after it: trailing commas are not allowed",
            _ when sentence.StartsWith("'/'", StringComparison.Ordinal) => "'/' is not JSON here: comments are not allowed",
            _ when sentence.Contains("maximum configured depth", StringComparison.Ordinal) => $"nested deeper than {MaxDepth} levels",
            _ when sentence.Contains("does not contain any JSON tokens", StringComparison.Ordinal) => "the text is empty: a JSON value was expected",
            _ when sentence.Contains("Expected depth to be zero", StringComparison.Ordinal) => "the text ends while an object or an array is still open",
            _ => Readable(sentence),
        };
    }

    private static string Readable(string sentence) => sentence
        .Replace("'0x0A'", "a line break", StringComparison.Ordinal)
        .Replace("'0x0D'", "a line break", StringComparison.Ordinal)
        .Replace("'0x09'", "a tab", StringComparison.Ordinal)
        .TrimEnd('.');
}
