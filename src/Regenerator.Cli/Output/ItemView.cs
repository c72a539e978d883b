using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Spectre.Console;

namespace Regenerator.Cli.Output;

/// <summary>Lines of the inbox as people read them: one for all tenants with the same cause.</summary>
internal static class ItemView
{
    private const int Named = 8;

    public static void List(IReadOnlyList<InboxItem> items)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[grey]ID[/]", "[grey]STATE[/]", "[grey]CHANGES[/]", "[grey]WHAT[/]", "[grey]SEEN[/]");
        foreach (var (id, first, count) in items)
        {
            table.AddRow(
                ProposalView.Short(id),
                ProposalView.State(first),
                count == 1 ? Terminal.Plain(first.Scope.ToString()) : $"[bold]{count} tenants[/]",
                $"{Terminal.Plain(first.Revision.Proposal.Title)}\n[grey]{Terminal.Plain(Wording.EffectOf(first))}[/]",
                Seen(first, count));
        }

        Terminal.Answer(table);
    }

    /// <param name="id">The item.</param>
    /// <param name="members">Its living proposals, oldest first; more than one.</param>
    /// <param name="worst">The record of the one that is worst.</param>
    /// <param name="hint">How to name the place on the command line.</param>
    public static void Show(ProposalId id, IReadOnlyList<Proposal> members, ProposalRecord worst, string hint)
    {
        var first = worst.Proposal;
        Terminal.Answer($"[bold]{Terminal.Plain(first.Revision.Proposal.Title)}[/]  [grey]{id}[/]");
        Terminal.Answer($"{members.Count} tenants stand on {Terminal.Plain(first.Cause!.ToString())}: one decision, one edit of each tenant's own document");
        Section("why");
        Terminal.Answer($"  worst in {Terminal.Plain(first.Scope.DocumentId)}: {Terminal.Plain(first.Revision.Proposal.Summary)}");
        foreach (var reason in first.Revision.Proposal.Rationale) Terminal.Answer($"  {Terminal.Plain(reason)}");
        Terminal.Answer($"  rule {Terminal.Plain(first.RuleId)}, first seen {members.Min(m => m.Sightings.FirstWindow):yyyy-MM-dd HH:mm} UTC");
        Section("evidence");
        ProposalView.Evidence(worst);
        Section("changes");
        foreach (var alike in members.GroupBy(Wording.EffectOf).OrderByDescending(g => g.Count()))
            Terminal.Answer($"  [green]→[/] {Terminal.Plain(alike.Key)}\n    [grey]{Terminal.Count(alike.Count(), "tenant")}: {Terminal.Plain(Terminal.Some([.. alike.Select(m => m.Scope.DocumentId).Order(StringComparer.Ordinal)], Named))}[/]");
        foreach (var blocked in members.Where(m => m.Revision.Blockers.Any(b => b.IsHard)).Take(Named))
            Terminal.Answer($"  [red]{Terminal.Plain(blocked.Scope.DocumentId)} is blocked by {blocked.Revision.Blockers.First(b => b.IsHard).Kind}[/]");
        Section("where they stand");
        foreach (var state in members.GroupBy(m => m.State))
            Terminal.Answer($"  {ProposalView.State(state.Key)}  {state.Count()}  [grey]{Terminal.Plain(Terminal.Some([.. state.OrderBy(m => m.Scope.DocumentId, StringComparer.Ordinal).Select(m => $"{ProposalView.Short(m.Id)} {m.Scope.DocumentId}")], Named))}[/]");
        Proposal[] open = [.. members.Where(m => m.State.WaitsForPeople())];
        if (open.Length == 0) return;
        var command = Terminal.Plain(Terminal.Command);
        Terminal.Note($"\napprove all {open.Length} with  {command} proposals approve {ProposalView.Short(id)} --digest {RevisionDigest.OfItem(open)[..12]}{Terminal.Plain(hint)}\none of them alone by its own id");
    }

    public static void Show(ItemResult.Decided decided)
    {
        foreach (var state in decided.Taken.GroupBy(p => p.State))
            Terminal.Answer($"{ProposalView.State(state.Key)}  {Terminal.Plain(state.First().Revision.Proposal.Title)}, {Terminal.Count(state.Count(), "proposal")}");
        Show(decided.Refused);
    }

    public static void Show(IReadOnlyList<DecideResult.Refused> refused)
    {
        foreach (var why in refused.GroupBy(r => r.Reason))
            Terminal.Answer($"[yellow]not for {Terminal.Plain(Terminal.Some([.. why.Select(r => r.Current.Scope.DocumentId).Order(StringComparer.Ordinal)], Named))}:[/] {Terminal.Plain(why.Key)}");
    }

    private static string Seen(Proposal first, int count) =>
        count > 1 ? $"{first.Sightings.Windows}×" : $"{first.Sightings.Windows}×, {(first.Sightings.Contexts is [var only] ? Terminal.Plain(only) : $"{first.Sightings.Contexts.Count} contexts")}";

    private static void Section(string title) => Terminal.Answer($"\n[grey]{title}[/]");
}
