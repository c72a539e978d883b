using Microsoft.Data.Sqlite;
using Regenerator.Storage;

namespace Regenerator.Sqlite;

/// <summary>Writes a pass. Statements are prepared once and bound by hand: a large fleet writes hundreds of thousands of rows.</summary>
internal static class PassWriter
{
    // What the data is to blame for, not the database: https://www.sqlite.org/rescode.html
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;

    /// <param name="leftOut">Contexts that are to count as overtaken, and why.</param>
    /// <exception cref="DataFaultException">Something can not be kept; the transaction is to be given up.</exception>
    public static CommitPlan Write(SqliteConnection connection, PassCommit pass, IReadOnlyDictionary<string, string> leftOut)
    {
        try
        {
            using var stored = new StoredState(connection);
            var plan = CommitPlan.Of(pass, stored, leftOut);
            Contexts(connection, plan.Contexts);
            using var proposals = new ProposalWriter(connection);
            proposals.Write(plan.Writes);
            return plan;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is TooBig or Constraint or Mismatch)
        {
            throw new DataFaultException(fault.Message, fault);
        }
    }

    private static void Contexts(SqliteConnection connection, IReadOnlyList<ContextCommit> contexts)
    {
        using var epoch = new Statement(connection, "INSERT INTO contexts (id, epoch) VALUES ($id, 1) ON CONFLICT (id) DO UPDATE SET epoch = epoch + 1", "$id");
        using var watermark = new Statement(
            connection,
            """
            INSERT INTO watermarks (context_id, provider, window_ticks, until) VALUES ($context, $provider, $ticks, $until)
            ON CONFLICT (context_id, provider, window_ticks) DO UPDATE SET until = MAX(until, excluded.until)
            """,
            "$context", "$provider", "$ticks", "$until");
        using var judgement = JudgementRows.Writer(connection);
        foreach (var context in contexts)
        {
            epoch.Run(context.ContextId);
            foreach (var mark in context.Watermarks) watermark.Run(mark.Key.ContextId, mark.Key.Provider, mark.Key.Window.Ticks, mark.Until.ToColumn());
            foreach (var judged in context.Judgements) judgement.Write(judged);
        }
    }
}
