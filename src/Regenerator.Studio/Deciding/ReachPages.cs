using Regenerator.Review;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Deciding;

/// <summary>Whom a change of a blueprint reaches, one by one.</summary>
internal static class ReachPages
{
    private const int AtOnce = 100;

    public static async Task<Answer> ShowAsync(Visit visit)
    {
        if (await ProposalPages.ReadAsync(visit) is not { IsItem: false } model || model.Proposal.Scope.TenantScoped) return Answer.NotFound;
        if (model.Context is not { } context || Reach.Of(context.BlueprintDocument, model.Revision, visit.Sight.Contexts) is not { } reach) return Answer.NotFound;
        var kind = Enum.TryParse<ReachKind>(visit.Asked("kind"), ignoreCase: true, out var named) ? named : (ReachKind?)null;
        var (find, from) = (visit.Asked("find"), int.TryParse(visit.Asked("from"), out var start) ? Math.Max(0, start) : 0);
        ReachRow[] found = [.. reach.Rows.Where(r => (kind is null || r.Kind == kind) && (find is null || r.Context.Contains(find, StringComparison.OrdinalIgnoreCase) || r.Why.Contains(find, StringComparison.OrdinalIgnoreCase)))];
        return Answer.Page.Of<ReachView>(new ReachModel(model, reach, [.. found.Skip(from).Take(AtOnce)], found.Length, from, kind, find), "Reach");
    }
}

/// <param name="Found">How many fit, shown or not.</param>
/// <param name="From">How many come before those that are shown.</param>
internal sealed record ReachModel(ProposalModel Of, Reach Reach, IReadOnlyList<ReachRow> Shown, int Found, int From, ReachKind? Kind, string? Find)
{
    public int? Next => From + Shown.Count < Found ? From + Shown.Count : null;

    /// <param name="kind">Null: all.</param>
    public string Address(ReachKind? kind, int from = 0)
    {
        var parts = new[] { ("kind", kind?.Name), ("find", Find), ("from", from == 0 ? null : $"{from}") }.Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}");
        return $"{Decisions.PageOf(Of)}/reach?{string.Join('&', parts)}".TrimEnd('?');
    }
}
