using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;

namespace Regenerator.Cli.Commands;

/// <summary><c>explain</c> and <c>coverage</c>: why something was proposed, why nothing was, and what could not be judged at all.</summary>
internal static class JudgementCommands
{
    public static Command Explain()
    {
        var context = new Option<string>("--context") { Description = "The id of a context", HelpName = "id", Required = true };
        var rule = new Option<string?>("--rule") { Description = "Only this rule", HelpName = "id" };
        return Common(new Command("explain", "What each rule came to in a context, and since when") { context, rule }, async (parsed, inbox, ct) =>
        {
            var (id, only) = (parsed.GetValue(context)!, parsed.GetValue(rule));
            var judgements = await inbox.Engine.Store.JudgementsAsync(id, only, ct);
            if (judgements.Count == 0) throw new CommandException(await WhyNothingAsync(inbox, id, only, ct));
            if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["context"] = id, ["rules"] = new JsonArray([.. judgements.Select(JudgementView.Json)]) }));
            else JudgementView.Explain(judgements);
        });
    }

    public static Command Coverage() => Common(new Command("coverage", "Which rules can judge in which contexts, and why others can not"), async (_, inbox, ct) =>
    {
        var judgements = await inbox.Engine.Store.JudgementsAsync(null, null, ct);
        if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["judgements"] = new JsonArray([.. judgements.Select(JudgementView.Json)]) }));
        else if (judgements.Count == 0) Terminal.Answer("no rule has judged anything yet");
        else JudgementView.Coverage(judgements);
    });

    private static async Task<string> WhyNothingAsync(Inbox inbox, string context, string? rule, CancellationToken ct)
    {
        var all = await inbox.Engine.Store.JudgementsAsync(null, null, ct);
        if (all.Count == 0) return "no rule has judged anything yet: no pass has run on this store";
        return all.Any(j => string.Equals(j.ContextId, context))
            ? $"rule «{rule}» has not judged «{context}»; known: {string.Join(", ", all.Where(j => string.Equals(j.ContextId, context)).Select(j => j.RuleId))}"
            : $"nothing has been judged in «{context}»; known: {Terminal.Some([.. all.Select(j => j.ContextId).Distinct()], 10)}";
    }

    private static Command Common(Command command, Func<ParseResult, Inbox, CancellationToken, Task> action)
    {
        var (workspace, store, output) = (CommonOptions.Workspace(), CommonOptions.Store(), CommonOptions.Output());
        foreach (var option in new Option[] { workspace, store, output }) command.Options.Add(option);
        command.SetAction(async (parsed, ct) =>
        {
            await using var inbox = await Inbox.OpenAsync(parsed.GetValue(workspace), parsed.GetValue(store), actor: null, parsed.GetValue(output) == "json", ct);
            await action(parsed, inbox, ct);
            return ExitCode.Done;
        });
        return command;
    }
}
