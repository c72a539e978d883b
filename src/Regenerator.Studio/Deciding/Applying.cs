using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Studio.Access;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Deciding;

/// <summary>Applies what is approved: one document after the other, to the end, whether or not somebody still looks.</summary>
internal static class Applying
{
    // Most applies are done by then; of a longer one the page shows the steps as they end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="breakGlass">Why a freeze is not to hold it; null: it does.</param>
    public static async Task<Notice> StartAsync(Visit visit, IReadOnlyList<Proposal> approved, string? breakGlass)
    {
        // Closing the window does not stop it; a stopped process goes on with it at the next start.
        var applying = Task.Run(() => AllAsync(visit, approved, breakGlass), CancellationToken.None);
        try
        {
            return Words(await applying.WaitAsync(Patience, visit.Studio.Engine.Time, CancellationToken.None));
        }
        catch (TimeoutException)
        {
            return new Notice("Approved. It is being applied now; this page follows it.");
        }
    }

    private static async Task<IReadOnlyList<ApplyResult>> AllAsync(Visit visit, IReadOnlyList<Proposal> approved, string? breakGlass)
    {
        var results = new List<ApplyResult>();
        foreach (var proposal in approved)
        {
            try
            {
                results.Add(await visit.Studio.Applier!.ApplyAsync(proposal.Id, visit.Visitor.Id, breakGlass, CancellationToken.None));
            }
            catch (Exception problem) // of one document; the others are not its concern, and nobody may be waiting any more
            {
                results.Add(new ApplyResult.Refused(problem.Message.ReplaceLineEndings(" "), proposal));
            }
        }

        return results;
    }

    private static Notice Words(IReadOnlyList<ApplyResult> results)
    {
        var applied = results.Count(r => r is ApplyResult.Applied);
        var why = results.Where(r => r is not ApplyResult.Applied).Select(Why).Distinct(StringComparer.Ordinal).ToArray();
        var done = (applied, results.Count) switch
        {
            (0, _) => "Approved, but not applied",
            (1, 1) => "Approved and applied",
            (var some, var all) when some == all => $"Approved and applied to {all} documents",
            (var some, var all) => $"Applied to {some} of {all} documents",
        };
        return new Notice(why.Length == 0 ? $"{done}." : $"{done}: {string.Join("; ", why)}.", IsRefusal: why.Length > 0);
    }

    private static string Why(ApplyResult result) => result switch
    {
        ApplyResult.Refused refused => refused.Reason,
        ApplyResult.Failed failed => failed.Result.Actions.FirstOrDefault(a => a.Error is not null)?.Error ?? failed.Result.Refusal ?? "a step failed; the steps below say which",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
