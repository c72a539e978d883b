using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Regenerator.Storage;

/// <summary>A store as a file of lines: one JSON object each, a header first, an end last. Read and written line by line, however large it is.</summary>
public static class StoreFile
{
    // Texts within texts: the fewer escapes, the better a person reads it.
    private static readonly JsonTypeInfo<StoreLine> Line =
        (JsonTypeInfo<StoreLine>)new JsonSerializerOptions(RegeneratorJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }.GetTypeInfo(typeof(StoreLine));

    /// <returns>How many proposals were written.</returns>
    public static async Task<int> WriteAsync(Stream stream, IAsyncEnumerable<StoreLine> lines, CancellationToken ct)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (written, proposals) = (0L, 0);
        await foreach (var line in lines.WithCancellation(ct))
        {
            var text = JsonSerializer.Serialize(line, Line);
            await writer.WriteLineAsync(text.AsMemory(), ct);
            Cover(digest, text);
            written++;
            if (line is StoreLine.Proposed) proposals++;
        }

        await writer.WriteLineAsync(JsonSerializer.Serialize(new StoreLine.End(written, Read(digest)), Line).AsMemory(), ct);
        return proposals;
    }

    /// <summary>What was exported, without its end; refuses what is not whole, what is not as it was written, and what this program does not know.</summary>
    /// <param name="name">As messages call it.</param>
    /// <exception cref="StoreException">Names the line.</exception>
    public static async IAsyncEnumerable<StoreLine> ReadAsync(Stream stream, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var audit = new StoreAudit();
        var (number, proposal) = (0L, 0L);
        while (await reader.ReadLineAsync(ct) is { } text)
        {
            number++;
            var line = Parse(text, name, number);
            if (number == 1 != line is StoreLine.Header) throw Refusal(name, number, number == 1 ? "it is no export of a store: the header is missing" : "a second header");
            if (audit.Next(line) is { } fault) throw Refusal(name, proposal + fault.Seq, fault.ToString());
            if (line is StoreLine.End end)
            {
                if (end.Lines != number - 1) throw Refusal(name, number, $"{end.Lines} lines were written, {number - 1} are there");
                if (!string.Equals(end.Digest, Read(digest))) throw Refusal(name, number, "a line before it is not as it was written: take another copy of the file");
                if (await reader.ReadLineAsync(ct) is not null) throw Refusal(name, number + 1, "something comes after the end");
                yield break;
            }

            Cover(digest, text);
            if (line is StoreLine.Proposed) proposal = number;
            yield return line;
        }

        throw Refusal(name, number + 1, "the file ends too early");
    }

    private static StoreLine Parse(string text, string name, long number)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Line) switch
            {
                StoreLine.Header { Format: not StoreLine.Header.Known } header => throw Refusal(name, number, $"its format is «{header.Format}», this program knows «{StoreLine.Header.Known}»"),
                { } line => Whole(line),
                null => throw new JsonException("null"),
            };
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw Refusal(name, number, number == 1 ? "it is no export of a store" : $"it can not be read: {problem.Message.ReplaceLineEndings(" ")}");
        }
    }

    // Texts within it too: whoever takes the line can not say any more which it was.
    private static StoreLine Whole(StoreLine line)
    {
        _ = line switch
        {
            StoreLine.Proposed proposed => JsonSerializer.Deserialize(proposed.Json, RegeneratorJson.Default.Proposal),
            StoreLine.Cited cited => JsonSerializer.Deserialize(cited.Json, RegeneratorJson.Default.Evidence),
            StoreLine.Stepped stepped => JsonSerializer.Deserialize(stepped.Json, RegeneratorJson.Default.JournalStep),
            _ => (object?)line,
        };
        return line;
    }

    private static void Cover(IncrementalHash digest, string line)
    {
        digest.AppendData(Encoding.UTF8.GetBytes(line));
        digest.AppendData("\n"u8);
    }

    private static string Read(IncrementalHash digest) => Convert.ToHexStringLower(digest.GetCurrentHash());

    private static StoreException Refusal(string name, long number, string reason) => new($"{name}, line {number}: {reason}");
}
