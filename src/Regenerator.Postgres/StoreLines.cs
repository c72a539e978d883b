using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Everything that the schema keeps, one line after the other.</summary>
internal static class StoreLines
{
    // Lines, or proposals with all that belongs to them, that are in memory at the same time.
    private const int AtOnce = 200;

    public static async IAsyncEnumerable<StoreLine> ReadAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return new StoreLine.Header(await StoreRow.ReadAsync(connection, ct));
        foreach (var binding in await StoreRow.BindingsAsync(connection, ct)) yield return new StoreLine.Bound(binding);
        foreach (var listing in await ContextRows.ListingsAsync(connection, ct)) yield return new StoreLine.Listed(listing);
        foreach (var line in await connection.ListAsync("SELECT id, epoch FROM contexts WHERE epoch > 0 ORDER BY id", [], row => new StoreLine.Watched(row.GetString(0), row.GetInt64(1)), ct)) yield return line;
        foreach (var line in await connection.ListAsync(
            "SELECT context_id, provider, window_ticks, until_ticks FROM watermarks ORDER BY context_id, provider, window_ticks",
            [],
            row => new StoreLine.Marked(new Watermark(new WatermarkKey(row.GetString(0), row.GetString(1), TimeSpan.FromTicks(row.GetInt64(2))), row.GetInt64(3).ToInstant())),
            ct))
            yield return line;
        foreach (var judgement in await JudgementRows.AllAsync(connection, ct)) yield return new StoreLine.Judged(judgement);
        foreach (var freeze in await FreezeRows.ReadAsync(connection, after: null, ct)) yield return new StoreLine.Frozen(freeze);
        foreach (var line in await connection.ListAsync("SELECT scope, fence FROM document_locks WHERE fence > 0 ORDER BY scope", [], row => StoreLine.Fenced.Of(row.GetString(0), row.GetInt64(1)), ct)) yield return line;
        await foreach (var line in ProposalsAsync(connection, ct)) yield return line;
    }

    /// <exception cref="StoreException">The schema keeps something already.</exception>
    public static async Task WriteAsync(NpgsqlConnection connection, IAsyncEnumerable<StoreLine> lines, DateTimeOffset now, CancellationToken ct)
    {
        if (await connection.FindAsync("SELECT EXISTS (SELECT 1 FROM store_bindings) OR EXISTS (SELECT 1 FROM context_listings) OR EXISTS (SELECT 1 FROM contexts) OR EXISTS (SELECT 1 FROM proposals) OR EXISTS (SELECT 1 FROM document_locks) OR EXISTS (SELECT 1 FROM freeze_events)", [], row => row.GetBoolean(0), ct))
            throw new StoreException("the store is not empty: only an empty one takes an import");
        var epoch = 0;
        await foreach (var page in lines.Chunk(AtOnce).WithCancellation(ct))
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var line in page) epoch = line is StoreLine.Header header ? header.Store.Epoch : epoch;
            Write(batch, page, await EvidenceRows.OfAsync(connection, page.OfType<StoreLine.Cited>(), ct));
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
        }

        await StoreRow.BeginEpochAsync(connection, epoch + 1, StoreIdentity.Imported, now, ct);
    }

    private static async IAsyncEnumerable<StoreLine> ProposalsAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var page = await connection.ListAsync(
                $"SELECT seq, id, {Snapshots.Columns} FROM proposals WHERE seq > $1 ORDER BY seq LIMIT $2",
                [after, AtOnce],
                row => (Seq: row.GetInt64(0), Line: new StoreLine.Proposed(row.GetString(1), row.Kept(2).Text())),
                ct);
            if (page.Count == 0) break;
            after = page[^1].Seq;
            string[] ids = [.. page.Select(p => p.Line.Id)];
            var history = (await ChainedHistory.ReadAsync(connection, ids, ct)).ToLookup(h => h.Id, h => h.Kept, StringComparer.Ordinal);
            var evidence = await EvidenceRows.ReadAsync(connection, ids, ct);
            var steps = (await connection.ListAsync(
                "SELECT proposal_id, json FROM steps WHERE proposal_id = ANY($1) ORDER BY started_at, position, key", [ids], row => (Id: row.GetString(0), Json: row.GetString(1)), ct))
                .ToLookup(row => row.Id, row => row.Json, StringComparer.Ordinal);
            foreach (var (_, proposal) in page)
            {
                yield return proposal;
                foreach (var kept in history[proposal.Id]) yield return new StoreLine.Happened(proposal.Id, kept);
                foreach (var json in EvidenceSheet.Lines(evidence[proposal.Id])) yield return new StoreLine.Cited(proposal.Id, json);
                foreach (var json in steps[proposal.Id]) yield return new StoreLine.Stepped(proposal.Id, json);
            }
        }
    }

    // By tables, not by lines: what refers to a proposal of the page comes after it.
    private static void Write(NpgsqlBatch batch, StoreLine[] page, IReadOnlyList<EvidenceRows.Row> evidence)
    {
        foreach (var line in page) WriteSmall(batch, line);
        JudgementRows.Write(batch, [.. page.OfType<StoreLine.Judged>().Select(j => j.Judgement)]);
        ProposalWriter.Take(batch, [.. page.OfType<StoreLine.Proposed>()]);
        ChainedHistory.Write(batch, [.. page.OfType<StoreLine.Happened>().Select(h => (h.Id, h.Kept))]);
        EvidenceRows.Write(batch, evidence);
        foreach (var step in page.OfType<StoreLine.Stepped>()) DocumentLocks.Record(batch, step.Id, Persisted.Read(step.Json, RegeneratorJson.Default.JournalStep), step.Json);
    }

    private static void WriteSmall(NpgsqlBatch batch, StoreLine line)
    {
        switch (line)
        {
            case StoreLine.Bound bound: StoreRow.Bind(batch, bound.Binding); break;
            case StoreLine.Listed listed: ContextRows.Note(batch, listed.Listing); break;
            case StoreLine.Watched watched: batch.Add("INSERT INTO contexts (id, epoch) VALUES ($1, $2)", [watched.ContextId, watched.Epoch]); break;
            case StoreLine.Marked { Watermark: var mark }:
                batch.Add(
                    "INSERT INTO watermarks (context_id, provider, window_ticks, until_ticks) VALUES ($1, $2, $3, $4)",
                    [mark.Key.ContextId, mark.Key.Provider, mark.Key.Window.Ticks, mark.Until.UtcTicks]);
                break;
            case StoreLine.Frozen { Freeze: var freeze }:
                foreach (var happened in freeze.History) FreezeRows.Write(batch, freeze, happened);
                break;
            case StoreLine.Fenced fenced: batch.Add("INSERT INTO document_locks (scope, fence) VALUES ($1, $2)", [fenced.Scope.ToString(), fenced.Fence]); break;
            case StoreLine.Header or StoreLine.Judged or StoreLine.Proposed or StoreLine.Happened or StoreLine.Cited or StoreLine.Stepped: break;
            default: throw new UnreachableException();
        }
    }
}
