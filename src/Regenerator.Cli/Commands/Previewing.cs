using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Execution;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary>A pass on a copy in memory: no sink, no handler, no file; says what would be sent, written and run.</summary>
internal static class Previewing
{
    public static async Task<int> RunAsync(Engine engine, bool json, CancellationToken ct)
    {
        foreach (var warning in engine.Warnings) Terminal.Warning(warning);
        await using var service = new RegeneratorService(engine.Options);
        var report = await service.RunOnceAsync(ct);
        var living = (await engine.Store.ListAsync(ProposalQuery.Inbox, ct)).Proposals;
        var contexts = (await engine.Contexts.ReadAsync(ct)).Contexts;
        var previews = new List<(Proposal Proposal, ExecutionResult Result)>();
        foreach (var proposal in living)
            if (Standing.ContextOf(proposal, contexts) is { } context)
                previews.Add((proposal, await engine.Executor.ExecuteAsync(context, proposal.Revision.Proposal, Journal.None, ct)));
        if (json) Terminal.Json(ProposalJson.Text(Json(report, living, previews)));
        else Show(engine, report, living, previews);
        return report.IsIncomplete ? ExitCode.Incomplete : ExitCode.Done;
    }

    private static JsonObject Json(PassReport report, IReadOnlyList<Proposal> living, IEnumerable<(Proposal Proposal, ExecutionResult Result)> previews)
    {
        var json = ProposalJson.Of(report, living);
        json["dryRun"] = true;
        json["previews"] = new JsonArray([.. previews.Select(p => System.Text.Json.JsonSerializer.SerializeToNode(p.Result, RegeneratorJson.Default.ExecutionResult))]);
        return json;
    }

    private static void Show(Engine engine, PassReport report, IReadOnlyList<Proposal> living, IEnumerable<(Proposal Proposal, ExecutionResult Result)> previews)
    {
        new PassView(engine.Hint).Show(report, []);
        Terminal.Answer($"\ndry run: nothing was kept, sent, written or run. {Terminal.Count(living.Count, "proposal")} would be in the inbox:");
        foreach (var (proposal, result) in previews)
        {
            Terminal.Answer($"\n[bold]{Terminal.Plain(proposal.Revision.Proposal.Title)}[/]  [grey]{Terminal.Plain(proposal.Scope.ToString())}[/]");
            ProposalView.Actions(result);
        }
    }
}
