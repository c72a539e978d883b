using Regenerator.Proposals;
using Regenerator.Review;

namespace Regenerator.Cli.Output;

/// <summary>Tells people what passes find, as they go by: only what is new since the last line about it.</summary>
internal sealed class PassView(string hint)
{
    private readonly Dictionary<(string Context, string Rule), string> told = [];
    private readonly HashSet<string> faults = [];
    private readonly HashSet<string> refusals = [];
    private bool first = true;

    public void Show(PassReport report, IReadOnlyList<Proposal> living)
    {
        var at = $"[grey]{report.FinishedAt.ToLocalTime():HH:mm:ss}[/]";
        if (first) Terminal.Note($"{at} read {Terminal.Count(report.Signals, "signal")} of {Terminal.Count(report.Contexts, "context")}{Span(report)}");
        string[] troubles = [.. ProposalJson.Faults(report), .. report.Notices];
        foreach (var trouble in troubles.Where(faults.Add)) Terminal.Note($"{at} [red]![/] {Terminal.Plain(trouble)}");
        faults.IntersectWith(troubles);
        Decision[] latest = [.. report.Decisions.GroupBy(d => (d.ContextId, d.RuleId)).Select(g => g.MaxBy(d => d.Window.Until)!)];
        foreach (var decision in latest) Tell(at, decision);
        foreach (var item in latest.Where(d => d.Outcome is Admission.Opened).GroupBy(d => Line(((Admission.Opened)d.Outcome).Proposal))) Tell(at, [.. item]);
        foreach (var apply in report.Applies.Where(a => a is not Execution.ApplyResult.Refused refused || refusals.Add(Key(refused)))) Tell(at, apply);
        refusals.IntersectWith(report.Applies.OfType<Execution.ApplyResult.Refused>().Select(Key));
        if (first) Invite(living);
        first = false;
    }

    private static string Span(PassReport report)
    {
        var windows = report.Cycles.SelectMany(c => c.Windows).ToArray();
        return windows.Length == 0 ? "" : $" [grey]({windows.Min().Since.ToLocalTime():HH:mm:ss} to {windows.Max().Until.ToLocalTime():HH:mm:ss})[/]";
    }

    // The figures of a line change with every window; a line is new when its words are.
    private void Tell(string at, Decision decision)
    {
        var key = (decision.ContextId, decision.RuleId);
        var words = $"{decision.Outcome.GetType().Name}:{WithoutFigures(decision.Outcome is Admission.LeftAlone or Admission.Undecided or Admission.Inapplicable ? decision.Outcome.Words : "")}";
        var before = told.GetValueOrDefault(key);
        told[key] = words;
        var recovered = decision.Outcome is Admission.LeftAlone && before?.Split(':')[0] is nameof(Admission.Opened) or nameof(Admission.Joined);
        var where = $"[bold]{Terminal.Plain(decision.ContextId)}[/] [grey]{Terminal.Plain(decision.RuleId)}[/]";
        switch (decision.Outcome)
        {
            case Admission.Joined { Proposal.Shadow: true }:
                break;
            case Admission.Joined { Change: { } change } joined:
                Terminal.Note($"{at} [yellow]~[/] {where}  {Terminal.Plain(joined.Proposal.Revision.Proposal.Title)}: {Terminal.Plain(change)}");
                break;
            case Admission.LeftAlone alone when recovered:
                Terminal.Note($"{at} [green]✓[/] {where}  recovered: {Terminal.Plain(alone.Reason)}");
                break;
            case Admission.LeftAlone or Admission.Undecided or Admission.Inapplicable or Admission.Suppressed or Admission.AlreadyTrue or Admission.Outdated or Admission.Cleared or Admission.Held when before != words:
                Terminal.Note($"{at} [grey]·[/] {where}  {Terminal.Plain(decision.Outcome.Words)}");
                break;
            default:
                break;
        }
    }

    // What was opened for one document or one cause is one line, whoever asked for it.
    private static void Tell(string at, IReadOnlyList<Decision> opened)
    {
        var proposal = ((Admission.Opened)opened[0].Outcome).Proposal;
        var where = $"[bold]{Terminal.Plain(Terminal.Some([.. opened.Select(d => d.ContextId)]))}[/] [grey]{Terminal.Plain(proposal.RuleId)}[/]";
        var aside = $"{(proposal.Shadow ? ", a shadow" : "")}{(proposal.HeldBy is { } budget ? $", held: {Terminal.Plain(budget)}" : "")}";
        Terminal.Note($"{at} [yellow]+[/] {where}  {Terminal.Plain(proposal.Revision.Proposal.Title)} [grey]{ProposalView.Short(proposal.Id)}{aside}[/]\n           {Terminal.Plain(proposal.Revision.Proposal.Summary)}\n           [grey]proposed:[/] {Terminal.Plain(Wording.EffectOf(proposal))}");
    }

    private static string Line(Proposal opened) => opened.Cause?.Id ?? opened.Id.ToString();

    private static void Tell(string at, Execution.ApplyResult apply)
    {
        Terminal.Note($"{at} {apply switch
        {
            Execution.ApplyResult.Applied applied => $"[green]applied[/] {Terminal.Plain(applied.Proposal.Revision.Proposal.Title)}",
            Execution.ApplyResult.Failed failed => $"[red]failed[/] {Terminal.Plain(failed.Proposal.Revision.Proposal.Title)}: {Terminal.Plain(failed.Result.Actions.Select(a => a.Error).OfType<string>().FirstOrDefault() ?? failed.Result.Refusal ?? "nothing was done")}",
            Execution.ApplyResult.Refused refused => $"[yellow]not applied:[/] {Terminal.Plain(refused.Reason)}",
            _ => throw new System.Diagnostics.UnreachableException(),
        }}");
    }

    private static string Key(Execution.ApplyResult.Refused refused) => $"{refused.Proposal?.Id} {refused.Reason}";

    private void Invite(IReadOnlyList<Proposal> living)
    {
        var open = living.Where(p => p.State == ProposalState.Open).ToArray();
        if (open.Length == 0) return;
        var command = Terminal.Plain(Terminal.Command);
        Terminal.Note($"\n{open.Length} open. To review:\n  {command} proposals list{Terminal.Plain(hint)}\n  {command} proposals show {ProposalView.Short(open[0].Id)}{Terminal.Plain(hint)}\n  {command} proposals approve {ProposalView.Short(open[0].Id)} --digest {open[0].Revision.Digest[..12]}{Terminal.Plain(hint)}\n");
    }

    private static string WithoutFigures(string text) => string.Concat(text.Where(c => !char.IsAsciiDigit(c) && c is not '.' and not ','));
}
