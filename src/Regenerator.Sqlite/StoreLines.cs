using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Everything that the file keeps, one line after the other.</summary>
internal static class StoreLines
{
    public static IEnumerable<StoreLine> Read(SqliteConnection connection)
    {
        yield return new StoreLine.Header(StoreRow.Read(connection));
        foreach (var binding in StoreRow.Bindings(connection)) yield return new StoreLine.Bound(binding);
        foreach (var listing in ContextRows.Listings(connection)) yield return new StoreLine.Listed(listing);
        foreach (var (id, epoch) in connection.Query<(string, long)>("SELECT id, epoch FROM contexts ORDER BY id", buffered: false)) yield return new StoreLine.Watched(id, epoch);
        foreach (var mark in connection.Query<(string Context, string Provider, long Ticks, string Until)>(
            "SELECT context_id, provider, window_ticks, until FROM watermarks ORDER BY context_id, provider, window_ticks", buffered: false))
            yield return new StoreLine.Marked(new Watermark(new WatermarkKey(mark.Context, mark.Provider, TimeSpan.FromTicks(mark.Ticks)), mark.Until.ToInstant()));
        foreach (var judgement in JudgementRows.All(connection)) yield return new StoreLine.Judged(judgement);
        foreach (var freeze in FreezeRows.Read(connection, after: null)) yield return new StoreLine.Frozen(freeze);
        foreach (var (scope, fence) in connection.Query<(string, long)>("SELECT scope, fence FROM document_locks ORDER BY scope", buffered: false))
            yield return StoreLine.Fenced.Of(scope, fence);
        foreach (var (json, opened, hash, id) in connection.Query<(string?, string?, string?, string)>($"SELECT {Snapshots.Columns}, id FROM proposals ORDER BY seq", buffered: false))
        {
            yield return new StoreLine.Proposed(id, new KeptProposal(json, opened, hash).Text());
            foreach (var kept in ChainedHistory.Read(connection, id)) yield return new StoreLine.Happened(id, kept);
            foreach (var evidence in EvidenceSheet.Lines(EvidenceRows.Read(connection, id))) yield return new StoreLine.Cited(id, evidence);
            foreach (var step in connection.Query<string>("SELECT json FROM steps WHERE proposal_id = @id ORDER BY started_at, position, key", new { id })) yield return new StoreLine.Stepped(id, step);
        }
    }

    /// <exception cref="StoreException">The file keeps something already.</exception>
    public static void Write(SqliteConnection connection, IEnumerable<StoreLine> lines, DateTimeOffset now)
    {
        if (connection.QuerySingle<bool>("SELECT EXISTS (SELECT 1 FROM store_bindings) OR EXISTS (SELECT 1 FROM context_listings) OR EXISTS (SELECT 1 FROM contexts) OR EXISTS (SELECT 1 FROM proposals) OR EXISTS (SELECT 1 FROM document_locks) OR EXISTS (SELECT 1 FROM freeze_events)"))
            throw new StoreException("the store is not empty: only an empty one takes an import");
        var epoch = 0;
        using var proposals = new ProposalWriter(connection);
        using var judgements = JudgementRows.Writer(connection);
        var cited = new List<StoreLine.Cited>();
        foreach (var line in lines)
        {
            if (line is StoreLine.Cited evidence)
            {
                cited.Add(evidence);
                continue;
            }

            proposals.Write(cited);
            cited.Clear();
            switch (line)
            {
                case StoreLine.Header header: epoch = header.Store.Epoch; break;
                case StoreLine.Bound bound: StoreRow.Bind(connection, bound.Binding); break;
                case StoreLine.Listed listed: ContextRows.Note(connection, listed.Listing); break;
                case StoreLine.Watched watched: connection.Execute("INSERT INTO contexts (id, epoch) VALUES (@ContextId, @Epoch)", watched); break;
                case StoreLine.Marked { Watermark: var mark }:
                    connection.Execute(
                        "INSERT INTO watermarks (context_id, provider, window_ticks, until) VALUES (@ContextId, @Provider, @Ticks, @until)",
                        new { mark.Key.ContextId, mark.Key.Provider, mark.Key.Window.Ticks, until = mark.Until.ToColumn() });
                    break;
                case StoreLine.Judged judged: judgements.Write(judged.Judgement); break;
                case StoreLine.Frozen { Freeze: var freeze }:
                    foreach (var happened in freeze.History) FreezeRows.Write(connection, freeze, happened);
                    break;
                case StoreLine.Fenced fenced: new DocumentLocks(connection).Write(DocumentLock.Unclaimed(fenced.Scope) with { Fence = fenced.Fence }); break;
                case StoreLine.Proposed proposed: proposals.Write(proposed); break;
                case StoreLine.Happened happened: proposals.Write(happened); break;
                case StoreLine.Stepped stepped: new DocumentLocks(connection).Record(stepped.Id, Persisted.Read(stepped.Json, RegeneratorJson.Default.JournalStep), stepped.Json); break;
                default: throw new UnreachableException();
            }
        }

        proposals.Write(cited);
        StoreRow.BeginEpoch(connection, epoch + 1, StoreIdentity.Imported, now);
    }
}
