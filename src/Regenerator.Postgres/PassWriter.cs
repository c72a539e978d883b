using Npgsql;
using Regenerator.Signals;
using Regenerator.Storage;

namespace Regenerator.Postgres;

/// <summary>Writes a pass: one round trip that locks and reads, one that writes arrays of rows.</summary>
internal static class PassWriter
{
    // What the data is to blame for, not the database: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private const string DataException = "22";
    private const string ConstraintViolation = "23";
    private const string LimitExceeded = "54";

    /// <exception cref="DataFaultException">Something can not be kept; the transaction is at its end.</exception>
    public static async Task<CommitPlan> WriteAsync(NpgsqlConnection connection, PassCommit pass, IReadOnlyDictionary<string, string> leftOut, CancellationToken ct)
    {
        try
        {
            var plan = CommitPlan.Of(pass, await StoredState.LockAsync(connection, pass, leftOut, ct), leftOut);
            await using var batch = new NpgsqlBatch(connection);
            Contexts(batch, plan.Contexts);
            ProposalWriter.Write(batch, plan.Writes, await EvidenceRows.OfAsync(connection, plan.Writes, ct));
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
            return plan;
        }
        catch (PostgresException fault) when (fault.SqlState[..2] is DataException or ConstraintViolation or LimitExceeded)
        {
            throw new DataFaultException(fault.MessageText, fault);
        }
    }

    private static void Contexts(NpgsqlBatch batch, IReadOnlyList<ContextCommit> contexts)
    {
        if (contexts.Count == 0) return;
        batch.Add("UPDATE contexts SET epoch = epoch + 1 WHERE id = ANY($1)", [contexts.Select(c => c.ContextId).ToArray()]);
        Watermarks(batch, [.. contexts.SelectMany(c => c.Watermarks).GroupBy(w => w.Key).Select(w => new Watermark(w.Key, w.Max(x => x.Until)))]);
        JudgementRows.Write(batch, [.. contexts.SelectMany(c => c.Judgements).GroupBy(j => (j.ContextId, j.RuleId)).Select(j => j.Last())]);
    }

    private static void Watermarks(NpgsqlBatch batch, IReadOnlyCollection<Watermark> marks)
    {
        if (marks.Count == 0) return;
        batch.Add(
            """
            INSERT INTO watermarks (context_id, provider, window_ticks, until_ticks) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
            ON CONFLICT (context_id, provider, window_ticks) DO UPDATE SET until_ticks = GREATEST(watermarks.until_ticks, excluded.until_ticks)
            """,
            [
                marks.Select(w => w.Key.ContextId).ToArray(),
                marks.Select(w => w.Key.Provider).ToArray(),
                marks.Select(w => w.Key.Window.Ticks).ToArray(),
                marks.Select(w => w.Until.UtcTicks).ToArray(),
            ]);
    }
}
