using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Output;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary><c>rules</c>: what each rule has come to, and how one that was tried out goes live.</summary>
internal static class RulesCommand
{
    public static Command Make() => new("rules", "Look at rules, and let those that are tried out go live") { List(), Promote() };

    private static Command List()
    {
        var (workspace, output) = (CommonOptions.Workspace(), CommonOptions.Output());
        var command = new Command("list", "Each rule with its mode, and what became of its proposals") { workspace, output };
        command.SetAction(async (parsed, ct) =>
        {
            var config = Read(parsed.GetValue(workspace));
            var rules = Composition.Rules(config, TimeProvider.System);
            await using var store = await Composition.StoreAsync(config, WhereNone.Empty, TimeProvider.System, ct);
            var records = await RuleRecord.ReadAsync(store, new ProposalQuery { At = TimeProvider.System.GetUtcNow() }, ct);
            RuleView[] views =
            [
                .. rules.Select(r => new RuleView(r.Rule.Id, r.Entry.Terms.Mode, records.GetValueOrDefault(r.Rule.Id) ?? new RuleRecord())),
                .. records.Where(r => !rules.Any(known => known.Rule.Id == r.Key)).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new RuleView(r.Key, null, r.Value)),
            ];
            if (parsed.GetValue(output) == "json") Terminal.Json(ProposalJson.Text(new JsonObject { ["rules"] = new JsonArray([.. views.Select(v => v.Json)]) }));
            else RuleView.Show(views);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Promote()
    {
        var id = new Argument<string>("rule") { Description = "The rule's id" };
        var (workspace, output) = (CommonOptions.Workspace(), CommonOptions.Output());
        var actor = CommonOptions.Actor();
        var command = new Command("promote", "Show reviewers what a rule that is live now had proposed as a shadow") { id, workspace, output, actor };
        command.SetAction(async (parsed, ct) =>
        {
            var rule = parsed.GetValue(id)!;
            RefuseShadow(rule, Read(parsed.GetValue(workspace)));
            await using var inbox = await Inbox.OpenAsync(parsed.GetValue(workspace) ?? ".", store: null, WhereNone.Empty, parsed.GetValue(actor), parsed.GetValue(output) == "json", ct);
            var promoted = await inbox.Engine.Reviewer.PromoteAsync(rule, inbox.Actor, ct);
            if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["promoted"] = new JsonArray([.. promoted.Select(ProposalJson.Of)]) }));
            else if (promoted.Count == 0) Terminal.Answer($"rule «{Terminal.Plain(rule)}» is live and has no shadows");
            else ItemView.List([.. promoted.GroupBy(p => p.Item).Select(item => new InboxItem(item.Key, item.First(), item.Count()))]);
            return ExitCode.Done;
        });
        return command;
    }

    // The file is a person's: it is they who say in it that the rule is live.
    private static void RefuseShadow(string id, WorkspaceConfig config)
    {
        var rules = Composition.Rules(config, TimeProvider.System);
        var rule = rules.FirstOrDefault(r => r.Rule.Id == id) ?? throw new CommandException($"there is no rule «{id}»; known: {string.Join(", ", rules.Select(r => r.Rule.Id))}");
        if (rule.Entry.Terms.Mode == RuleMode.Live) return;
        var problem = rule.Entry.Body.Refusal("mode", $"rule «{id}» is still tried out: write \"live\" here, then say this again, or wait for the next pass of «serve»");
        throw new CommandException(problem.Message, ExitCode.Refused);
    }

    private static WorkspaceConfig Read(string? workspace) => WorkspaceConfig.Read(Workspace.Find(workspace ?? ".").ConfigPath);
}
