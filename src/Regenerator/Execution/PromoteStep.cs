using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Proposals;
using Regenerator.Specs;

namespace Regenerator.Execution;

/// <summary>Puts the candidate in the place of the live document; undone by putting the kept bytes back.</summary>
internal sealed class PromoteStep(IReadOnlyList<int> indices, string kind, Staging staging) : ExecutionStep(indices, kind)
{
    private Promotion? promotion;

    public override string? Trace => promotion is null ? null : $"{promotion.Document} holds the new version";

    public override JsonElement? Memory => promotion?.ToJson();

    public override async Task<JsonElement?> PrepareAsync(JournalStep? interrupted, CancellationToken ct)
    {
        if (Promotion.Of(interrupted?.Output) is { } intended && string.Equals(await staging.LiveBytesAsync(ct), intended.After))
        {
            promotion = intended; // the crash came after the rename: it is done
            return Memory;
        }

        if (await staging.StageAsync(ct) is not { } built) return null;
        var from = staging.Base!;
        promotion = new Promotion(from.Place.Name, await staging.Store.KeepAsync(from, ct), Hash.OfBytes(from.Bytes.Span), Hash.OfBytes(built.Bytes), from.Version, built.Document.Version);
        return Memory;
    }

    public override async Task RecallAsync(JournalStep known, CancellationToken ct)
    {
        promotion = Promotion.Of(known.Output);
        await staging.ReadLiveAsync(ct);
    }

    public override async Task<ActionOutcome> DoAsync(CancellationToken ct)
    {
        if (promotion is null) return new ActionOutcome.Succeeded(ActionOutcome.Text("already true"));
        if (string.Equals(await staging.LiveBytesAsync(ct), promotion.After)) return new ActionOutcome.Succeeded(Memory);
        return await staging.Store.WriteAsync(staging.Base!, staging.Built!.Bytes, ct) switch
        {
            SpecWrite.Written written => Promoted(written.Document),
            SpecWrite.Moved moved => new ActionOutcome.Failed(moved.Reason),
            SpecWrite.Refused refused => new ActionOutcome.Failed(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public override async Task<string?> UndoAsync(bool succeeded, CancellationToken ct)
    {
        if (promotion is null) return null;
        var live = await staging.LiveBytesAsync(ct);
        if (string.Equals(live, promotion.Before) || !succeeded && !string.Equals(live, promotion.After)) return null;
        if (!string.Equals(live, promotion.After)) return $"{promotion.Document} was changed again after it was promoted; {Kept}";
        var before = await staging.Store.ReadHistoryAsync(promotion.History, ct);
        if (!string.Equals(Hash.OfBytes(before), promotion.Before)) return $"{promotion.Document} still holds the new version, and .regenerator/history/{promotion.History} is no longer what was kept there";
        return await staging.Store.WriteAsync(staging.Live, before, ct) is SpecWrite.Written written ? Back(written.Document) : $"{promotion.Document} still holds the new version; {Kept}";
    }

    private string Kept => $"what it was before is kept in .regenerator/history/{promotion!.History}";

    private ActionOutcome Promoted(SpecDocument document)
    {
        staging.Context = staging.Context.With(document);
        return new ActionOutcome.Succeeded(Memory);
    }

    private string? Back(SpecDocument document)
    {
        staging.Context = staging.Context.With(document);
        return null;
    }
}

/// <summary>What is about to become of a document: enough to tell, after a crash, whether it did.</summary>
/// <param name="Before">SHA-256 of the live bytes.</param>
/// <param name="After">SHA-256 of the candidate's bytes.</param>
internal sealed record Promotion(string Document, string History, string Before, string After, string FromVersion, string ToVersion)
{
    public JsonElement ToJson() => JsonSerializer.SerializeToElement<JsonNode>(
        new JsonObject
        {
            ["document"] = Document,
            ["history"] = History,
            ["before"] = Before,
            ["after"] = After,
            ["fromVersion"] = FromVersion,
            ["toVersion"] = ToVersion,
        },
        RegeneratorJson.Default.JsonNode);

    public static Promotion? Of(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty("after", out _)
        ? new Promotion(Text(o, "document"), Text(o, "history"), Text(o, "before"), Text(o, "after"), Text(o, "fromVersion"), Text(o, "toVersion"))
        : null;

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
