using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Regenerator.Freezes;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Api;
using Regenerator.Studio.Api.Shapes;

namespace Regenerator.Studio.Activity;

/// <summary>The trail as a file for other programs, written as it is read: it may be longer than memory.</summary>
/// <param name="Name">As addresses have it, and how files of it end.</param>
internal sealed record TrailExport(string Name, string MediaType, string? Head, Func<TrailEntry, string> Line)
{
    private const int FlushEvery = 500;

    public static IReadOnlyList<TrailExport> Formats { get; } =
    [
        new("csv", "text/csv", Cells("at", "actor", "event", "proposal", "rule", "document", "freeze", "what"), Csv),
        new("ndjson", "application/x-ndjson", null, entry => JsonSerializer.Serialize(ActivityShape.Of(entry), ApiJson.Wire.ActivityShape)),
    ];

    /// <summary>«csv, ndjson».</summary>
    public static string Known => string.Join(", ", Formats.Select(f => f.Name));

    public static TrailExport? Of(string name) => Formats.FirstOrDefault(f => f.Name == name);

    public async Task WriteAsync(HttpResponse response, IAsyncEnumerable<TrailEntry> entries, CancellationToken ct)
    {
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"activity.{Name}\"";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        if (Head is not null) await writer.WriteLineAsync(Head.AsMemory(), ct);
        var written = 0;
        await foreach (var entry in entries.WithCancellation(ct))
        {
            await writer.WriteLineAsync(Line(entry).AsMemory(), ct);
            if (++written % FlushEvery == 0) await writer.FlushAsync(ct);
        }
    }

    private static string Csv(TrailEntry entry) => entry switch
    {
        TrailEntry.OfProposal(var audit) => Cells(At(entry), entry.Actor, entry.Kind, audit.Proposal.ToString(), audit.RuleId, audit.Scope.ToString(), "", Wording.Of(audit.Event)),
        TrailEntry.OfFreeze(var freeze, var happened, _) => Cells(At(entry), entry.Actor, entry.Kind, "", "", "", freeze.Id.ToString(), Wording.Of(happened)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string At(TrailEntry entry) => entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Cells(params string[] cells) => string.Join(',', cells.Select(Cell));

    // A cell that begins like a formula is one to spreadsheets: with an apostrophe before it, it is a text.
    private static string Cell(string text) =>
        $"\"{(text.Length > 0 && text.TrimStart() is var shown && (shown.Length > 0 && "=+-@".Contains(shown[0], StringComparison.Ordinal) || char.IsControl(text[0])) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
