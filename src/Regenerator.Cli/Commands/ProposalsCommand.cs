using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Output;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

namespace Regenerator.Cli.Commands;

/// <summary><c>proposals</c>: the inbox in a terminal.</summary>
internal static class ProposalsCommand
{
    public static Command Make() => new("proposals", "Look at proposals and decide about them") { List(), Show(), Approve(), Reject(), Snooze(), Edit(), Cancel(), Apply(), Settle(), Rollback(), Comment() };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also what has ended" };
        var shadow = new Option<bool>("--shadow") { Description = "Those of rules that are only tried out, instead" };
        return Common(new Command("list", "What waits, newest first") { all, shadow }, async (parsed, inbox, ct) =>
        {
            var now = inbox.Engine.Options.Time.GetUtcNow();
            var wanted = parsed.GetValue(all) ? new ProposalQuery { Limit = 1000 } : ProposalQuery.Living;
            var proposals = await inbox.Engine.Store.AllAsync(wanted with { Shadow = parsed.GetValue(shadow) }, ct)
                .Select(p => Lifecycle.At(p, now)).Where(p => p.IsLiving || parsed.GetValue(all)).ToListAsync(ct);
            var freezes = await inbox.FreezesAsync(ct);
            if (!inbox.Json) FreezeView.Note(freezes);
            if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["proposals"] = new JsonArray([.. proposals.Select(ProposalJson.Of)]), ["freezes"] = FreezeView.Json(freezes, now) }));
            else if (proposals.Count == 0) Terminal.Answer(parsed.GetValue(shadow) ? "there are no shadows" : "nothing waits for you");
            else ItemView.List([.. proposals.GroupBy(p => p.Item).Select(item => new InboxItem(item.Key, item.Last(), item.Count()))]);
            return ExitCode.Done;
        }, (parsed, remote, ct) => remote.ListAsync(parsed.GetValue(all), parsed.GetValue(shadow), ct));
    }

    private static Command Show()
    {
        var id = Id();
        return Common(new Command("show", "The evidence, the change and the history of one") { id }, async (parsed, inbox, ct) =>
        {
            var (item, members) = await inbox.FindItemAsync(parsed.GetValue(id)!, ct);
            if (members.Count > 0) await inbox.ShowAsync(item, members, ct);
            else await inbox.ShowAsync(await inbox.RecordAsync(item, ct), ct);
            return ExitCode.Done;
        }, (parsed, remote, ct) => remote.ShowAsync(parsed.GetValue(id)!, ct));
    }

    private static Command Approve()
    {
        var id = Id();
        var digest = new Option<string?>("--digest") { Description = "The revision you have seen, by six or more characters of its digest", HelpName = "prefix" };
        var noApply = new Option<bool>("--no-apply") { Description = "Leave applying it to «proposals apply»" };
        return Common(new Command("approve", "Agree to one revision, and have it applied") { id, digest, noApply }, async (parsed, inbox, ct) =>
        {
            var waits = parsed.GetValue(noApply) || !inbox.Engine.ApplyOnApprove;
            var (item, members) = await inbox.FindItemAsync(parsed.GetValue(id)!, ct);
            if (members.Count > 0)
            {
                if ((parsed.GetValue(digest) ?? await inbox.AskAsync(item, members, "Approve all of them?", ct)) is not { } all) return ExitCode.Done;
                var taken = await Inbox.DecideAsync(inbox.Engine.Reviewer.ApproveItemAsync(item, all, inbox.Actor, ct));
                Proposal[] approved = [.. taken.Taken.Where(p => p.State == ProposalState.Approved)];
                return waits || approved.Length == 0 ? inbox.Say(taken) : await inbox.ApplyAsync(approved, taken.Refused, ct);
            }

            var record = await inbox.RecordAsync(item, ct);
            var seen = parsed.GetValue(digest) ?? await inbox.AskAsync(record, "Approve this change?", ct);
            if (seen is null) return ExitCode.Done;
            var decided = await Inbox.DecideAsync(inbox.Engine.Reviewer.ApproveAsync(record.Proposal.Id, seen, inbox.Actor, ct));
            if (decided.State != ProposalState.Approved || waits) return inbox.Say(decided);
            return await inbox.ApplyAsync(decided, ct);
        }, (parsed, remote, ct) => remote.ApproveAsync(parsed.GetValue(id)!, parsed.GetValue(digest), parsed.GetValue(noApply), ct));
    }

    private static Command Reject()
    {
        var id = Id();
        var reason = CommonOptions.Reason("For whoever asks later");
        var quiet = Span("--quiet", "How long not to hear of it again; without it, until the evidence is new");
        return Common(new Command("reject", "Say no, and why") { id, reason, quiet }, async (parsed, inbox, ct) =>
        {
            var until = parsed.GetValue(quiet) is { } span ? inbox.Engine.Options.Time.GetUtcNow() + span : (DateTimeOffset?)null;
            var (item, members) = await inbox.FindItemAsync(parsed.GetValue(id)!, ct);
            if (members.Count > 0)
                return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Reviewer.RejectItemAsync(item, parsed.GetValue(reason)!, until, inbox.Actor, ct)));
            var record = await inbox.RecordAsync(item, ct);
            return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Reviewer.RejectAsync(record.Proposal.Id, parsed.GetValue(reason)!, until, inbox.Actor, ct)));
        }, (parsed, remote, ct) => remote.RejectAsync(parsed.GetValue(id)!, parsed.GetValue(reason)!, TimeProvider.System.GetUtcNow() + parsed.GetValue(quiet), ct));
    }

    private static Command Snooze()
    {
        var id = Id();
        var span = Span("--for", "How long, such as 3d; at most 90 days");
        span.Required = true;
        var reason = new Option<string?>("--reason") { Description = "For whoever looks meanwhile" };
        return Common(new Command("snooze", "See it again later; its deadline waits meanwhile") { id, span, reason }, async (parsed, inbox, ct) =>
        {
            var until = inbox.Engine.Options.Time.GetUtcNow() + parsed.GetValue(span)!.Value;
            var (item, members) = await inbox.FindItemAsync(parsed.GetValue(id)!, ct);
            if (members.Count > 0)
                return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Reviewer.SnoozeItemAsync(item, until, parsed.GetValue(reason), inbox.Actor, ct)));
            var record = await inbox.RecordAsync(item, ct);
            return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Reviewer.SnoozeAsync(record.Proposal.Id, until, parsed.GetValue(reason), inbox.Actor, ct)));
        }, (parsed, remote, ct) => remote.SnoozeAsync(parsed.GetValue(id)!, TimeProvider.System.GetUtcNow() + parsed.GetValue(span)!.Value, parsed.GetValue(reason), ct));
    }

    private static Command Cancel()
    {
        var id = Id();
        var reason = CommonOptions.Reason("For whoever asks later");
        return Common(new Command("cancel", "Take back a revision of your own") { id, reason }, async (parsed, inbox, ct) =>
        {
            var record = await inbox.FindAsync(parsed.GetValue(id)!, ct);
            return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Reviewer.CancelAsync(record.Proposal.Id, parsed.GetValue(reason)!, inbox.Actor, ct)));
        });
    }

    private static Command Edit()
    {
        var id = Id();
        var edits = new Option<string[]>("--edit") { Description = "An edit as JSON, such as {\"setFeatureFlag\":{\"key\":\"x\",\"enabled\":false}}; several are taken in order", HelpName = "json", AllowMultipleArgumentsPerToken = false };
        var file = new Option<string?>("--file") { Description = "A file with a list of actions, as «proposals show --output json» prints them", HelpName = "file" };
        return Common(new Command("edit", "Replace the change by another: a new revision, to be approved by somebody else") { id, edits, file }, async (parsed, inbox, ct) =>
        {
            var record = await inbox.FindAsync(parsed.GetValue(id)!, ct);
            var actions = Actions(record.Proposal, parsed.GetValue(edits) ?? [], parsed.GetValue(file));
            return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Reviewer.EditAsync(record.Proposal.Id, actions, inbox.Actor, ct)));
        });
    }

    private static Command Apply()
    {
        var id = Id();
        var dry = new Option<bool>("--dry-run") { Description = "Say what would be done" };
        var glass = new Option<bool>("--break-glass") { Description = "In spite of a freeze; wants a --reason, and is written down before anything is done" };
        var reason = new Option<string?>("--reason") { Description = "Why the freeze is broken" };
        return Common(new Command("apply", "Carry out what is approved") { id, dry, glass, reason }, async (parsed, inbox, ct) =>
        {
            var why = parsed.GetValue(reason);
            if (parsed.GetValue(glass) == string.IsNullOrWhiteSpace(why)) throw new CommandException("apply takes --break-glass and --reason together");
            var (item, members) = await inbox.FindItemAsync(parsed.GetValue(id)!, ct);
            if (members.Count > 0)
                return parsed.GetValue(dry) ? throw new CommandException("--dry-run takes one proposal: name one of the item by its own id")
                    : await inbox.ApplyAsync([.. members.Where(m => m.State == ProposalState.Approved)], [], ct, why);
            var record = await inbox.RecordAsync(item, ct);
            return parsed.GetValue(dry) ? await inbox.PreviewAsync(record.Proposal, ct) : await inbox.ApplyAsync(record.Proposal, ct, why);
        });
    }

    private static Command Settle()
    {
        var id = Id();
        var applied = new Option<bool>("--applied") { Description = "Count it as applied; without it, it goes back into the inbox" };
        var reason = CommonOptions.Reason("What you did about what was left");
        return Common(new Command("settle", "Say what became of one that needed attention") { id, applied, reason }, async (parsed, inbox, ct) =>
        {
            var record = await inbox.FindAsync(parsed.GetValue(id)!, ct);
            return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Reviewer.SettleAsync(record.Proposal.Id, parsed.GetValue(applied), parsed.GetValue(reason)!, inbox.Actor, ct)));
        });
    }

    private static Command Rollback()
    {
        var id = Id();
        var reason = new Option<string?>("--reason") { Description = "For whoever approves it" };
        return Common(new Command("rollback", "Propose to take back what was applied, to be approved by somebody else") { id, reason }, async (parsed, inbox, ct) =>
        {
            var record = await inbox.FindAsync(parsed.GetValue(id)!, ct);
            return inbox.Say(await Inbox.DecideAsync(inbox.Engine.Rollbacks.ProposeAsync(record.Proposal.Id, parsed.GetValue(reason), inbox.Actor, ct)));
        });
    }

    private static Command Comment()
    {
        var id = Id();
        var text = new Option<string>("--text") { Description = "What to say: plain text, at most 4,000 characters", Required = true };
        return Common(new Command("comment", "Say something about one, or about all of an item; decides nothing") { id, text }, async (parsed, inbox, ct) =>
        {
            var (item, members) = await inbox.FindItemAsync(parsed.GetValue(id)!, ct);
            var about = members.Count > 0 ? members.Select(m => m.Id) : [item];
            var said = await inbox.Engine.Reviewer.CommentAsync([.. about], parsed.GetValue(text)!, inbox.Actor, ct);
            return members.Count == 0 ? inbox.Say(await Inbox.DecideAsync(Task.FromResult(said[0])))
                : inbox.Say(new ItemResult.Decided([.. said.OfType<DecideResult.Decided>().Select(d => d.Proposal)], [.. said.OfType<DecideResult.Refused>()]));
        }, (parsed, remote, ct) => remote.CommentAsync(parsed.GetValue(id)!, parsed.GetValue(text)!, ct));
    }

    private static Option<TimeSpan?> Span(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "duration",
        CustomParser = result =>
        {
            if (Duration.TryParse(result.Tokens[0].Value, out var duration, out var why)) return duration;
            result.AddError($"{name}: {why}");
            return null;
        },
    };

    private static Argument<string> Id() => new("id") { Description = "The id of a proposal or of an item of several, or any end of it that is unique" };

    /// <summary>With the options of everybody who sits down at the inbox.</summary>
    /// <param name="remote">What to do at a server's; null: it is done here only.</param>
    public static Command Common(Command command, Func<ParseResult, Inbox, CancellationToken, Task<int>> action, Func<ParseResult, RemoteInbox, CancellationToken, Task<int>>? remote = null, WhereNone none = WhereNone.Empty)
    {
        var (workspace, store, output) = (CommonOptions.Workspace(), CommonOptions.Store(), CommonOptions.Output());
        var actor = CommonOptions.Actor();
        foreach (var option in new Option[] { workspace, store, output, actor }) command.Options.Add(option);
        var server = new Option<string?>("--server") { Description = "Ask a «serve» elsewhere, such as https://regenerator.example.com, instead of the store here", HelpName = "address" };
        var token = new Option<string?>("--token") { Description = $"What it lets you in by; default: the variable {RemoteInbox.TokenVariable}", HelpName = "token" };
        if (remote is not null)
        {
            command.Options.Add(server);
            command.Options.Add(token);
        }

        command.SetAction(async (parsed, ct) =>
        {
            if (remote is not null && parsed.GetValue(server) is { } address)
            {
                if (parsed.GetValue(workspace) is not null || parsed.GetValue(store) is not null || parsed.GetValue(actor) is not null) throw new CommandException("--server takes neither --workspace nor --store nor --as: the token says who you are");
                using var elsewhere = RemoteInbox.Of(address, parsed.GetValue(token), parsed.GetValue(output) == "json");
                return await remote(parsed, elsewhere, ct);
            }

            return await KeptStore.OrNothingAsync(parsed.GetValue(workspace), parsed.GetValue(store), none, async () =>
            {
                await using var inbox = await Inbox.OpenAsync(parsed.GetValue(workspace), parsed.GetValue(store), none, parsed.GetValue(actor), parsed.GetValue(output) == "json", ct);
                return await action(parsed, inbox, ct);
            });
        });
        return command;
    }

    private static IReadOnlyList<ProposalAction> Actions(Proposal proposal, string[] edits, string? file)
    {
        if (edits.Length == 0 == file is null) throw new CommandException("edit takes --edit (once or more) or --file, not both");
        try
        {
            if (file is not null)
                return [.. JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray().Select(a => a.Deserialize(RegeneratorJson.Default.ProposalAction)!)];
            Specs.Edits.SpecEdit[] changed = [.. edits.Select(text => Specs.Edits.SpecEditJson.Read(JsonElement.Parse(text)))];
            var update = proposal.Scope.TenantScoped ? (ProposalAction)new ProposalAction.UpdateTenantConfig { Edits = changed } : new ProposalAction.UpdateBlueprint { Edits = changed };
            return [update, .. proposal.Revision.Proposal.Actions.Where(a => a is not (ProposalAction.UpdateBlueprint or ProposalAction.UpdateTenantConfig))];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new CommandException($"{file ?? "--edit"}: {problem.Message}");
        }
    }
}
