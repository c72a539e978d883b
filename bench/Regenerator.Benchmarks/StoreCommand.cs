using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;
using Regenerator.Proposals;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Benchmarks;

/// <summary>
/// How many proposals a second become durable, in batches of 500 as a pass commits them: each 2 kB, with 4 kB of evidence, its history and its notice; and how
/// fast the same texts go into one bare table beside it, one commit per 500 as well. Code is warm before the clock starts.
/// </summary>
internal static class StoreCommand
{
    private const int Batch = 500;
    private const int Cited = 10;

    private static readonly string Prose = new('p', 1000);
    private static readonly string Remark = new('e', 250);

    public static async Task<int> RunAsync(string[] args)
    {
        var count = Bench.Number(args, "--proposals", 20_000) / Batch * Batch;
        var atOnce = Bench.Number(args, "--at-once", 1);
        PassCommit[] passes = [.. Enumerable.Range(0, count / Batch).Select(Pass)];
        string[] rows = [.. passes.SelectMany(p => p.Changes).Select(Row)];
        await using var place = await BenchStore.OfAsync(args);
        await CommitAsync(place, passes, atOnce); // into a store of their own
        var raw = place.Connection is { } connection ? await PostgresRawAsync(connection, rows) : await SqliteRawAsync(Path.Combine(place.Folder, "raw.db"), rows);
        var (took, cpu) = await CommitAsync(place, passes, atOnce);
        Bench.Write("store", new JsonObject
        {
            ["store"] = place.Kind,
            ["proposals"] = count,
            ["at_once"] = atOnce,
            ["proposals_per_s"] = Math.Round(count / took.TotalSeconds),
            ["cpu_us_per_proposal"] = Math.Round(cpu.TotalMicroseconds / count),
            ["bytes_per_proposal"] = rows[0].Length,
            ["raw_rows_per_s"] = Math.Round(raw),
        });
        return 0;
    }

    private static async Task<(TimeSpan Took, TimeSpan Cpu)> CommitAsync(BenchStore place, PassCommit[] passes, int atOnce)
    {
        await using var store = await place.OpenAsync();
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await Parallel.ForEachAsync(passes, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (pass, ct) => await InventedProposals.CommitAsync(store, pass, ct));
        return (Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - cpu);
    }

    private static PassCommit Pass(int number)
    {
        string[] contexts = [.. Enumerable.Range(number * Batch, Batch).Select(Invented.Id)];
        return InventedProposals.Pass(contexts, [.. contexts.Select(Opened)]);
    }

    private static ProposalChange Opened(string context) =>
        InventedProposals.Change(InventedProposals.Open("failing", context, InventedProposals.Wish("Workflow «checkout» fails too often", Prose), InventedProposals.Window)) with
        {
            Evidence = [.. Enumerable.Range(0, Cited).Select(i => Evidence(context, i))],
        };

    private static Evidence Evidence(string context, int number)
    {
        var window = InventedProposals.Window;
        var signal = new ErrorSignal { Id = $"group-{number}", Message = Remark, OccurredAt = window.Since, Count = number };
        return new Evidence(Proposals.Evidence.IdOf("bench/errors", context, window, signal), context, "bench/errors", window, signal);
    }

    private static string Row(ProposalChange change) =>
        JsonSerializer.Serialize(((ProposalChange.Open)change).Event.Proposal, RegeneratorJson.Default.Proposal) + string.Concat(change.Evidence.Select(e => JsonSerializer.Serialize(e, RegeneratorJson.Default.Evidence)));

    private static async Task<double> SqliteRawAsync(string path, string[] rows)
    {
        await using var connection = new SqliteConnection($"Data Source={path}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; CREATE TABLE rows (id INTEGER PRIMARY KEY, json TEXT NOT NULL)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "INSERT INTO rows (json) VALUES ($json)";
        var json = command.Parameters.Add("$json", SqliteType.Text);
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(Batch))
        {
            await using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            foreach (var row in batch)
            {
                json.Value = row;
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return rows.Length / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> PostgresRawAsync(string address, string[] rows)
    {
        await using var source = NpgsqlDataSource.Create(address);
        await using var connection = await source.OpenConnectionAsync();
        await using var table = new NpgsqlCommand("CREATE TEMPORARY TABLE rows (id bigint GENERATED ALWAYS AS IDENTITY, json text NOT NULL)", connection);
        await table.ExecuteNonQueryAsync();
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(Batch))
        {
            await using var insert = new NpgsqlCommand("INSERT INTO rows (json) SELECT unnest($1::text[])", connection) { Parameters = { new NpgsqlParameter { Value = batch } } };
            await insert.ExecuteNonQueryAsync();
        }

        return rows.Length / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
