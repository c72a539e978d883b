using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Judgements;
using Regenerator.Storage;

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
            var judgements = await AllAsync(inbox, new JudgementQuery { ContextId = id, RuleId = only }, ct).OrderBy(j => j.RuleId, StringComparer.Ordinal).ToListAsync(ct); // as many as there are rules
            if (judgements.Count == 0) throw new CommandException(await WhyNothingAsync(inbox, id, only, ct));
            if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["context"] = id, ["rules"] = new JsonArray([.. judgements.Select(JudgementView.Json)]) }));
            else JudgementView.Explain(judgements);
        });
    }

    public static Command Coverage() => Common(new Command("coverage", "Which rules can judge in which contexts, and why others can not"), async (_, inbox, ct) =>
    {
        if (inbox.Json)
        {
            await Terminal.JsonAsync("judgements", AllAsync(inbox, new JudgementQuery(), ct).Select(JudgementView.Json));
            return;
        }

        var tally = await inbox.Engine.Store.TallyJudgementsAsync(new JudgementQuery(), most: null, ct);
        if (tally.Count == 0) Terminal.Answer("no rule has judged anything yet");
        else JudgementView.Coverage(tally, await Blindness.OfAsync(AllAsync(inbox, new JudgementQuery { Kinds = Judgement.Blind }, ct)));
    });

    private static async Task<string> WhyNothingAsync(Inbox inbox, string context, string? rule, CancellationToken ct)
    {
        var rules = await AllAsync(inbox, new JudgementQuery { ContextId = context }, ct).Select(j => j.RuleId).Order(StringComparer.Ordinal).ToListAsync(ct);
        if (rules.Count > 0) return $"rule «{rule}» has not judged «{context}»; known: {string.Join(", ", rules)}";
        var some = (await inbox.Engine.Store.JudgementsAsync(new JudgementQuery { Limit = 1000 }, ct)).Judgements.Select(j => j.ContextId).Distinct(StringComparer.Ordinal).Take(10).ToArray();
        return some.Length == 0 ? "no rule has judged anything yet: no pass has run on this store" : $"nothing has been judged in «{context}», but for example in {string.Join(", ", some)}";
    }

    private static IAsyncEnumerable<Judgement> AllAsync(Inbox inbox, JudgementQuery query, CancellationToken ct) => inbox.Engine.Store.AllJudgementsAsync(query, ct);

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
