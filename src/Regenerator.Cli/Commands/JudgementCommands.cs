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
        return KeptStore.Over(new Command("explain", "What each rule came to in a context, and since when") { context, rule }, WhereNone.Empty, async (parsed, store, json, ct) =>
        {
            var (id, only) = (parsed.GetValue(context)!, parsed.GetValue(rule));
            var judgements = await store.AllJudgementsAsync(new JudgementQuery { ContextId = id, RuleId = only }, ct).OrderBy(j => j.RuleId, StringComparer.Ordinal).ToListAsync(ct); // as many as there are rules
            if (judgements.Count == 0) throw new CommandException(await WhyNothingAsync(store, id, only, ct));
            if (json) Terminal.Json(ProposalJson.Text(new JsonObject { ["context"] = id, ["rules"] = new JsonArray([.. judgements.Select(JudgementView.Json)]) }));
            else JudgementView.Explain(judgements);
            return ExitCode.Done;
        });
    }

    public static Command Coverage() => KeptStore.Over(new Command("coverage", "Which rules can judge in which contexts, and why others can not or do not apply"), WhereNone.Empty, async (_, store, json, ct) =>
    {
        if (json)
        {
            await Terminal.JsonAsync("judgements", store.AllJudgementsAsync(new JudgementQuery(), ct).Select(JudgementView.Json));
            return ExitCode.Done;
        }

        var tally = await store.TallyJudgementsAsync(new JudgementQuery(), most: null, ct);
        if (tally.Count == 0) Terminal.Answer("no rule has judged anything yet");
        else JudgementView.Coverage(tally, await Unjudged.OfAsync(store.AllJudgementsAsync(new JudgementQuery { Kinds = Judgement.Unjudged }, ct)));
        return ExitCode.Done;
    });

    private static async Task<string> WhyNothingAsync(IInboxStore store, string context, string? rule, CancellationToken ct)
    {
        var rules = await store.AllJudgementsAsync(new JudgementQuery { ContextId = context }, ct).Select(j => j.RuleId).Order(StringComparer.Ordinal).ToListAsync(ct);
        if (rules.Count > 0) return $"rule «{rule}» has not judged «{context}»; known: {string.Join(", ", rules)}";
        var some = (await store.JudgementsAsync(new JudgementQuery { Limit = 1000 }, ct)).Judgements.Select(j => j.ContextId).Distinct(StringComparer.Ordinal).Take(10).ToArray();
        return some.Length == 0 ? "no rule has judged anything yet: no pass has run on this store" : $"nothing has been judged in «{context}», but for example in {string.Join(", ", some)}";
    }
}
