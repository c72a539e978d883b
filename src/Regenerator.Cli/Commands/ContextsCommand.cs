using System.CommandLine;
using System.Text.Json.Nodes;
using Regenerator.Cli.Output;
using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Cli.Commands;

/// <summary><c>contexts</c>: those who are watched.</summary>
internal static class ContextsCommand
{
    public static Command Make() => new("contexts", "Those who are watched") { Forget(), Accept() };

    private static Command Forget()
    {
        var id = new Argument<string>("id") { Description = "The context, such as cfg-acme" };
        var reason = CommonOptions.Reason("For whoever asks later; it must not name the context");
        var watched = new Option<bool>("--while-watched") { Description = "Although it is still among the documents: its next pass begins anew" };
        var command = new Command("forget", "Erase what is kept about a context that is gone: evidence, outputs, what was said. Who did what when stays") { id, reason, watched };
        return ProposalsCommand.Common(command, async (parsed, inbox, ct) =>
        {
            var context = parsed.GetValue(id)!;
            if (!parsed.GetValue(watched) && (await inbox.Engine.Contexts.ReadAsync(ct)).Contexts.Any(c => string.Equals(c.Id, context)))
                throw new CommandException($"«{context}» is still among the documents, and its next pass would bring it back: remove its document first, or say --while-watched", ExitCode.Refused);
            return Say(inbox, context, await new Forgetting(inbox.Engine.Store, inbox.Engine.Options.Time).ForgetAsync(context, parsed.GetValue(reason)!, inbox.Actor, ct));
        });
    }

    private static Command Accept()
    {
        var count = new Argument<int>("count") { Description = "How many there are now, as the fault says" };
        var reason = CommonOptions.Reason("For whoever asks later");
        var command = new Command("accept", "Say that contexts which are missing all at once are really gone: passes go on with those who are left") { count, reason };
        return ProposalsCommand.Common(command, async (parsed, inbox, ct) =>
        {
            var engine = inbox.Engine;
            var (before, snapshot) = (await engine.Store.ListingAsync(ct), await engine.Contexts.ReadAsync(ct));
            var now = new ContextListing(snapshot.Listed, engine.Contexts.Name, engine.Options.Time.GetUtcNow());
            if (ContextCollapse.Between(before, now) is null) throw new CommandException($"nothing has collapsed: {(before is null ? "nothing was listed before" : $"{before.Count} before")}, {now.Count} now", ExitCode.Refused);
            if (now.Count != parsed.GetValue(count)) throw new CommandException($"there are {now.Count} now, not {parsed.GetValue(count)}: nothing was accepted", ExitCode.Refused);
            await engine.Store.NoteListingAsync(now with { Accepted = new CollapseAccepted(inbox.Actor, parsed.GetValue(reason)!) }, ct);
            if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["contexts"] = now.Count, ["before"] = before!.Count }));
            else Terminal.Answer($"accepted  {Terminal.Count(now.Count, "context")} where there were {before!.Count}");
            return ExitCode.Done;
        });
    }

    private static int Say(Inbox inbox, string context, ForgetResult result)
    {
        if (result is ForgetResult.Busy(var busy)) throw new CommandException($"nothing was forgotten: {Names(busy)} {(busy.Count == 1 ? "is" : "are")} being applied, or waits for a person; settle that first", ExitCode.Refused);
        if (result is ForgetResult.Refused(var proposal, var reason)) throw new CommandException($"proposal {ProposalView.Short(proposal)}: {reason}; run it again for what is left", ExitCode.Refused);
        var done = (ForgetResult.Done)result;
        if (done is { WasKnown: false, Alone.Count: 0, Shared.Count: 0 }) throw new CommandException($"nothing is kept about «{context}»");
        if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["ended"] = Ids(done.Alone), ["shared"] = Ids(done.Shared), ["stillNaming"] = Ids(done.StillNaming) }));
        else Terminal.Answer($"forgotten  {Terminal.Count(done.Alone.Count, "proposal")} erased, {done.Shared.Count} without its share");
        if (done.StillNaming.Count > 0) Terminal.Warning($"its id still stands in the words or edits of {Names(done.StillNaming)}; these are erased when they have ended and their time is over");
        return ExitCode.Done;
    }

    private static JsonArray Ids(IEnumerable<ProposalId> ids) => [.. ids.Select(i => (JsonNode)i.ToString())];

    private static string Names(IReadOnlyList<ProposalId> ids) => string.Join(", ", ids.Take(5).Select(ProposalView.Short)) + (ids.Count > 5 ? $" and {ids.Count - 5} more" : "");
}
