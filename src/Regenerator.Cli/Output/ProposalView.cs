using Regenerator.Execution;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;

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
        foreach (var action in revision.Proposal.Actions) Terminal.Answer($"  {Terminal.Plain(Wording.Of(action))}");
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
        foreach (var happened in record.History) Terminal.Answer($"  [grey]{happened.At:yyyy-MM-dd HH:mm:ss}[/]  {string.Join("\n                       ", $"{happened.Actor}  {Wording.Of(happened)}".Split('\n').Select(Terminal.Plain))}");
        if (proposal is { State: ProposalState.Open, Shadow: false } && hint is not null) Terminal.Note($"\napprove it with  {Terminal.Plain(Terminal.Command)} proposals approve {Short(proposal.Id)} --digest {revision.Digest[..12]}{Terminal.Plain(hint)}");
    }

    /// <summary>The newest of it.</summary>
    public static void Evidence(ProposalRecord record)
    {
        foreach (var evidence in record.Evidence.Take(8)) Terminal.Answer($"  [grey]{evidence.Window.Until:yyyy-MM-dd HH:mm:ss}[/]  {Terminal.Plain($"{evidence.ContextId}  {Wording.Of(evidence.Signal)}")}");
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

    private static void Section(string title) => Terminal.Answer($"\n[grey]{title}[/]");
}
