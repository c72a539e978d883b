using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Signals;
using Regenerator.Storage;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>Proposals as people read them.</summary>
internal static class ProposalView
{
    /// <summary>The end of an id: its beginning is the time, which neighbours share.</summary>
    public static string Short(ProposalId id) => id.ToString()[^8..];

    public static string State(ProposalState state) => state switch
    {
        ProposalState.Open => "[yellow]open[/]",
        ProposalState.Held => "[grey]held[/]",
        ProposalState.Approved => "[blue]approved[/]",
        ProposalState.Applying => "[blue]applying[/]",
        ProposalState.NeedsAttention => "[red]needs attention[/]",
        ProposalState.Applied => "[green]applied[/]",
        ProposalState.Rejected => "[grey]rejected[/]",
        ProposalState.Obsolete => "[grey]obsolete[/]",
        ProposalState.Snoozed => "[grey]snoozed[/]",
        ProposalState.Withdrawn => "[grey]withdrawn[/]",
        ProposalState.Expired => "[grey]expired[/]",
        ProposalState.Cancelled => "[grey]cancelled[/]",
        ProposalState.RolledBack => "[grey]rolled back[/]",
        ProposalState.Superseded => "[grey]superseded[/]",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string State(Proposal proposal) => proposal.Shadow ? $"{State(proposal.State)} [grey](shadow)[/]" : State(proposal.State);

    /// <param name="hint">How to name the place on the command line; null where approving is asked for right away.</param>
    public static void Show(ProposalRecord record, Standing standing, string? diff, IReadOnlyList<Freeze> freezes, string? hint)
    {
        var proposal = record.Proposal;
        var revision = proposal.Revision;
        Terminal.Answer($"[bold]{Terminal.Plain(revision.Proposal.Title)}[/]  {State(proposal)}  [grey]{proposal.Id}[/]");
        Terminal.Answer(Terminal.Plain(revision.Proposal.Summary));
        Section("why");
        foreach (var reason in revision.Proposal.Rationale) Terminal.Answer($"  {Terminal.Plain(reason)}");
        if (proposal.Returned is { } returned) Terminal.Answer($"  [yellow]it came back:[/] {Terminal.Plain(returned)}");
        if (proposal.Reverts is { } reverts) Terminal.Answer($"  takes back {reverts}; {Terminal.Plain(revision.Author)} proposes it");
        else Terminal.Answer($"  rule {Terminal.Plain(proposal.RuleId)}, {revision.Proposal.Confidence.ToString().ToLowerInvariant()} confidence; asked in {Terminal.Count(proposal.Sightings.Windows, "window")} by {Terminal.Plain(string.Join(", ", proposal.Sightings.Contexts))}");
        Section("evidence");
        Evidence(record);
        Section($"change of {Terminal.Plain(proposal.Scope.ToString())}, revision {revision.Number} by {Terminal.Plain(revision.Author)}, digest [bold]{revision.Digest[..12]}[/]");
        foreach (var action in revision.Proposal.Actions) Terminal.Answer($"  {Terminal.Plain(Action(action))}");
        foreach (var effect in revision.Effect) Terminal.Answer($"  [green]→[/] {Terminal.Plain(effect.Sentence)}");
        if (!string.IsNullOrEmpty(diff)) Terminal.Answer(Terminal.Diff(diff));
        foreach (var finding in revision.Introduced) Terminal.Answer($"  [yellow]introduces {finding.Code}[/]: {Terminal.Plain(finding.Message)}");
        foreach (var finding in revision.Fixed) Terminal.Answer($"  [green]fixes {finding.Code}[/]: {Terminal.Plain(finding.Message)}");
        foreach (var blocker in revision.Blockers) Terminal.Answer($"  [red]blocked by {Terminal.Plain(blocker.Kind)}[/]: {Terminal.Plain(blocker.Description)}");
        if (proposal.IsLiving && standing.Problem is { } problem) Terminal.Answer($"  [red]{Terminal.Plain(problem)}[/]");
        if (proposal.Cause is { } cause && proposal.Item != proposal.Id) Terminal.Answer($"  [grey]one of the tenants that stand on {Terminal.Plain(cause.ToString())}; all of them: {Short(proposal.Item)}[/]");
        if (proposal.HeldBy is { } budget) Terminal.Answer($"  held: {Terminal.Plain(budget)}");
        foreach (var freeze in freezes) Terminal.Answer($"  [cyan]frozen:[/] {Terminal.Plain(freeze.Words)}");
        if (proposal.Snooze is { } snooze) Terminal.Answer($"  snoozed by {Terminal.Plain(snooze.Actor)} until {snooze.Until:yyyy-MM-dd HH:mm} UTC{(snooze.Reason is null ? "" : $": {Terminal.Plain(snooze.Reason)}")}");
        foreach (var left in proposal.Left) Terminal.Answer($"  [red]left:[/] {Terminal.Plain(left)}");
        Section("history");
        foreach (var happened in record.History) Terminal.Answer($"  [grey]{happened.At:yyyy-MM-dd HH:mm:ss}[/]  {Terminal.Plain($"{happened.Actor}  {Words(happened)}")}");
        if (proposal is { State: ProposalState.Open, Shadow: false } && hint is not null) Terminal.Note($"\napprove it with  {Terminal.Plain(Terminal.Command)} proposals approve {Short(proposal.Id)} --digest {revision.Digest[..12]}{Terminal.Plain(hint)}");
    }

    /// <summary>The newest of it.</summary>
    public static void Evidence(ProposalRecord record)
    {
        foreach (var evidence in record.Evidence.Take(8)) Terminal.Answer($"  [grey]{evidence.Window.Until:yyyy-MM-dd HH:mm:ss}[/]  {Terminal.Plain($"{evidence.ContextId}  {Figure(evidence.Signal)}")}");
        if (record.Evidence.Count > 8) Terminal.Answer($"  [grey]… and {record.Evidence.Count - 8} more[/]");
    }

    public static void Show(ApplyResult result)
    {
        switch (result)
        {
            case ApplyResult.Applied applied:
                Terminal.Answer($"[green]applied[/]  {Terminal.Plain(applied.Proposal.Revision.Proposal.Title)}");
                Actions(applied.Result);
                break;
            case ApplyResult.Failed failed:
                Terminal.Answer($"[red]failed[/]  {Terminal.Plain(failed.Proposal.Revision.Proposal.Title)}; it is {State(failed.Proposal.State)} again");
                Actions(failed.Result);
                foreach (var left in failed.Result.Left) Terminal.Answer($"  [red]left:[/] {Terminal.Plain(left)}");
                break;
            case ApplyResult.Refused refused:
                Terminal.Answer($"[yellow]not applied:[/] {Terminal.Plain(refused.Reason)}");
                break;
        }
    }

    public static void Actions(ExecutionResult result)
    {
        foreach (var action in result.Actions)
        {
            var mark = action.Status switch { ActionStatus.Success => "[green]✓[/]", ActionStatus.Failed => "[red]✗[/]", _ => "[grey]–[/]" };
            Terminal.Answer($"  {mark} {action.Kind}{(action.Reason is null ? "" : $" [grey]({Terminal.Plain(action.Reason)})[/]")}{(action.Error is null ? "" : $"  {Terminal.Plain(action.Error)}")}");
            if (action.Preview is { Length: > 0 } preview) Terminal.Answer(Terminal.Diff(preview));
        }
    }

    public static string Effect(Proposal proposal) => proposal.Revision.Effect.Count switch
    {
        0 => proposal.Revision.Proposal.Actions is [{ Summary: { } prose }, ..] ? prose : proposal.Revision.Proposal.Summary,
        1 => proposal.Revision.Effect[0].Sentence,
        var many => $"{proposal.Revision.Effect[0].Sentence} and {many - 1} more",
    };

    private static string Action(ProposalAction action) => action switch
    {
        ProposalAction.RunTests tests => $"{action.Kind}: {string.Join(", ", tests.Tests)}",
        ProposalAction.RunMigrations migrations => $"{action.Kind}: {string.Join(", ", migrations.Migrations)}",
        _ when action.Edits.Count > 0 => $"{action.Kind}: {string.Join("; ", action.Edits.Select(e => e.Sentence))}",
        _ => action.Summary is null ? action.Kind : $"{action.Kind}: {action.Summary}",
    };

    private static string Figure(RegeneratorSignal signal) => signal switch
    {
        TelemetrySignal telemetry => $"{telemetry.Name} = {telemetry.Count:#,0.##}{(telemetry.Exactness == Exactness.Estimated ? " (estimated)" : "")}",
        ErrorSignal error => $"{error.Id} ×{error.Count:#,0.##}: {error.Message}",
        BehaviorSignal behavior => $"{behavior.Feature} {behavior.Metric} = {behavior.Value:#,0.##}{(behavior.SampleSize is { } sample ? $" of {sample:#,0}" : "")}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Words(ProposalEvent happened) => happened switch
    {
        ProposalEvent.Opened => "opened it",
        ProposalEvent.Revised => "wrote a new revision",
        ProposalEvent.ApprovalGiven given => $"approved {given.Digest[..12]}",
        ProposalEvent.ApprovalFell fell => $"took the approval back: {fell.Reason}",
        ProposalEvent.Refused refused => $"rejected it: {refused.Reason}",
        ProposalEvent.FreezeBroken broken => $"broke a freeze: {broken.Reason} ({string.Join("; ", broken.Freezes)})",
        ProposalEvent.Claimed claimed => claimed.Takeover ? "took over an interrupted apply" : "began to apply it",
        ProposalEvent.Completed completed => $"applied it: {completed.Summary}",
        ProposalEvent.Undone undone => $"undid it: {undone.Reason}",
        ProposalEvent.LeftBehind behind => $"could not undo it completely: {behind.Reason}",
        ProposalEvent.Settled settled => $"settled it: {settled.Reason}",
        ProposalEvent.Outdated outdated => $"found it obsolete: {outdated.Reason}",
        ProposalEvent.Cleared cleared => $"withdrew it: {cleared.Reason}",
        ProposalEvent.Replaced replaced => $"let {replaced.By} supersede it: {replaced.Reason}",
        ProposalEvent.RolledBack back => $"rolled it back by {back.By}: {back.Reason}",
        ProposalEvent.PutOff putOff => $"snoozed it until {putOff.Until:yyyy-MM-dd HH:mm} UTC{(putOff.Reason is null ? "" : $": {putOff.Reason}")}",
        ProposalEvent.Released => "put it before people: there is room again",
        ProposalEvent.Woke => "woke it: its snooze is over",
        ProposalEvent.Lapsed => "let it expire: nobody decided in time",
        ProposalEvent.TakenBack back => $"took it back: {back.Reason}",
        ProposalEvent.Promoted => "promoted it: until then it was a shadow",
        ProposalEvent.Forgotten forgotten => $"erased what was said: {forgotten.Reason}",
        ProposalEvent.Erased erased => $"{erased.Kind}: erased",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void Section(string title) => Terminal.Answer($"\n[grey]{title}[/]");
}
