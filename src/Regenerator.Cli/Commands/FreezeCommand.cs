using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Regenerator.Cli.Configuration;
using Regenerator.Cli.Output;
using Regenerator.Freezes;

namespace Regenerator.Cli.Commands;

/// <summary><c>freeze</c>: for a time, nothing is applied.</summary>
internal static class FreezeCommand
{
    public static Command Make()
    {
        var all = new Option<bool>("--all") { Description = "Everything" };
        var environment = new Option<string?>("--env") { Description = "Tenants of this environment, and those that name none", HelpName = "name" };
        var label = new Option<string?>("--label") { Description = "Contexts with this label", HelpName = "name=value" };
        var context = new Option<string?>("--context") { Description = "One context", HelpName = "id" };
        var until = new Option<string>("--until") { Description = "How long, such as 3d, or until when, such as 2026-12-27 or 2026-12-27T18:00Z; at most 90 days", HelpName = "date|duration", Required = true };
        var reason = CommonOptions.Reason("For whoever is held up");
        var command = new Command("freeze", "For a time, let nothing be applied; approving stays possible") { all, environment, label, context, until, reason };
        command.Subcommands.Add(List());
        command.Subcommands.Add(End());
        return ProposalsCommand.Common(command, async (parsed, inbox, ct) =>
        {
            var now = inbox.Engine.Options.Time.GetUtcNow();
            var reach = Reach(parsed.GetValue(all), parsed.GetValue(environment), parsed.GetValue(label), parsed.GetValue(context));
            var set = new FreezeEvent.Set(reach, parsed.GetValue(reason)!, End(parsed.GetValue(until)!, now)) { Actor = inbox.Actor, At = now };
            var freeze = await RecordAsync(inbox, FreezeId.Of(set), set, ct);
            if (inbox.Json) return Say(inbox, freeze);
            var snapshot = await inbox.Engine.Contexts.ReadAsync(ct);
            FreezeSubject[] subjects = [.. snapshot.Contexts.Select(FreezeSubject.Of)];
            var held = subjects.Count(reach.Covers);
            Terminal.Answer($"[cyan]frozen[/]  {freeze.Id}  {Terminal.Plain(freeze.Words)}; it holds {Terminal.Count(held, "context")}");
            if (held == 0) Terminal.Warning($"it holds nobody now; {Known(reach, subjects)}");
            return ExitCode.Done;
        }, none: WhereNone.Make); // before the first pass is when nothing is to be applied
    }

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also those that are over" };
        return ProposalsCommand.Common(new Command("list", "What is frozen, by whom, until when and why") { all }, async (parsed, inbox, ct) =>
        {
            var now = inbox.Engine.Options.Time.GetUtcNow();
            var freezes = parsed.GetValue(all) ? await inbox.Engine.Store.FreezesAsync(null, ct) : await inbox.FreezesAsync(ct);
            if (inbox.Json) Terminal.Json(ProposalJson.Text(new JsonObject { ["freezes"] = FreezeView.Json(freezes, now) }));
            else if (freezes.Count == 0) Terminal.Answer("nothing is frozen");
            else FreezeView.List(freezes, now);
            return ExitCode.Done;
        });
    }

    private static Command End()
    {
        var id = new Argument<string>("id") { Description = "The freeze's id, or any beginning of it that is unique" };
        var reason = CommonOptions.Reason("For whoever asks later");
        return ProposalsCommand.Common(new Command("end", "Thaw before its time") { id, reason }, async (parsed, inbox, ct) =>
        {
            var text = parsed.GetValue(id)!;
            var fits = (await inbox.Engine.Store.FreezesAsync(null, ct)).Where(f => f.Id.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (fits.Length > 1) throw new CommandException($"«{text}» fits {fits.Length} freezes: {string.Join(", ", fits.Take(5).Select(f => f.Id))}");
            if (fits.Length == 0) throw new CommandException($"no freeze's id begins with «{text}»; «freeze list --all» shows them");
            var ended = new FreezeEvent.Ended(parsed.GetValue(reason)!) { Actor = inbox.Actor, At = inbox.Engine.Options.Time.GetUtcNow() };
            return Say(inbox, await RecordAsync(inbox, fits[0].Id, ended, ct));
        });
    }

    private static int Say(Inbox inbox, Freeze freeze)
    {
        if (inbox.Json) Terminal.Json(ProposalJson.Text(FreezeView.Json(freeze, inbox.Engine.Options.Time.GetUtcNow())));
        else Terminal.Answer($"thawed  {freeze.Id}  {Terminal.Plain(freeze.Set.Reach.ToString())}");
        return ExitCode.Done;
    }

    private static async Task<Freeze> RecordAsync(Inbox inbox, FreezeId id, FreezeEvent happened, CancellationToken ct) => await inbox.Engine.Store.RecordFreezeAsync(id, happened, ct) switch
    {
        FreezeResult.Recorded recorded => recorded.Freeze,
        FreezeResult.Refused refused => throw new CommandException($"{(happened is FreezeEvent.Set ? "nothing is frozen" : id.Value)}: {refused.Reason}", happened is FreezeEvent.Set ? ExitCode.Usage : ExitCode.Refused),
        FreezeResult.NotFound => throw new CommandException($"there is no freeze {id}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // It stands all the same: who is frozen may come tomorrow. But mostly it is a slip, and somebody relies on it.
    private static string Known(FreezeReach reach, IReadOnlyList<FreezeSubject> subjects)
    {
        var (what, names) = reach switch
        {
            FreezeReach.Environment => ("environments of the tenants", subjects.Select(s => s.Environment).OfType<string>()),
            FreezeReach.Label label when subjects.Any(s => s.Labels!.ContainsKey(label.Name)) => ($"values of «{label.Name}»", subjects.Select(s => s.Labels!.GetValueOrDefault(label.Name)).OfType<string>()),
            FreezeReach.Label => ("labels", subjects.SelectMany(s => s.Labels!.Keys)),
            _ => ("contexts", subjects.Select(s => s.ContextId)),
        };
        string[] known = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return $"{what} known: {(known.Length == 0 ? "none" : Terminal.Some(known, most: 10))}";
    }

    private static FreezeReach Reach(bool all, string? environment, string? label, string? context) => (all, environment, label, context) switch
    {
        (true, null, null, null) => new FreezeReach.Everything(),
        (false, { Length: > 0 } name, null, null) => new FreezeReach.Environment(name),
        (false, null, { } text, null) when text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value] => new FreezeReach.Label(name, value),
        (false, null, { } text, null) => throw new CommandException($"--label: «{text}» is no label; write name=value"),
        (false, null, null, { Length: > 0 } id) => new FreezeReach.Context(id),
        _ => throw new CommandException("freeze takes one of --all, --env, --label and --context"),
    };

    private static DateTimeOffset End(string text, DateTimeOffset now) =>
        Duration.TryParse(text, out var duration, out var reason) ? now + duration
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && text.Contains('-') ? at
        : throw new CommandException($"--until: {reason}; or a date such as 2026-12-27 or 2026-12-27T18:00Z");
}
