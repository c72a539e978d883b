using Regenerator.Contexts;
using Regenerator.Proposals;
using Regenerator.Review;
using Regenerator.Storage;
using Regenerator.Studio.Hosting;

namespace Regenerator.Studio.Deciding;

/// <summary>What stands around a proposal, for whoever has to judge it: nothing is decided by it.</summary>
internal sealed record Background
{
    private const int MostRelated = 8;
    private const int MostApplied = 6;
    private const int MostEarlier = 3;
    private const int MostEvents = 5000;

    /// <summary>Of the wish, also as it was proposed before; newest window first.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public IReadOnlyList<SpecMark> Marks { get; init; } = [];

    public Bystanders Bystanders { get; init; } = Bystanders.None;

    /// <summary>Null: it does not change a blueprint, or not by edits that fit.</summary>
    public Reach? Reach { get; init; }

    public IReadOnlyList<HistoryLine> History { get; init; } = [];

    /// <summary>Others on the same document, the newest first.</summary>
    public IReadOnlyList<Proposal> SameDocument { get; init; } = [];

    /// <summary>What the rule proposes for other documents, the newest first.</summary>
    public IReadOnlyList<Proposal> SameRule { get; init; } = [];

    /// <summary>Where a piece of evidence can be looked up; null: nowhere.</summary>
    public Func<Evidence, Uri?> SourceOf { get; init; } = _ => null;

    /// <exception cref="ContextSourceException">The watched documents can not be read now.</exception>
    public static async Task<Background> ReadAsync(Visit visit, ProposalModel model)
    {
        var (proposal, context, contexts) = (model.Proposal, model.Context, visit.Sight.Contexts);
        var document = await SeenAsync(visit, new ProposalQuery { Scope = proposal.Scope, Shadow = false, Limit = 100 });
        var earlier = await RecordsAsync(visit, document.Where(p => p.Fingerprint == proposal.Fingerprint && p.Id != proposal.Id).Take(MostEarlier));
        Evidence[] evidence = [.. model.Record.Evidence.Concat(earlier.SelectMany(e => e.Evidence)).OrderByDescending(e => e.Window.Until)];
        var reach = context is null ? null : Reach.Of(context.BlueprintDocument, proposal.Revision, contexts);
        return new Background
        {
            Evidence = evidence,
            Marks = SpecMark.Of(model.Record, await AppliedAsync(visit, proposal, document, context), evidence),
            Bystanders = await Bystanders.ReadAsync(visit, proposal.RuleId, model.Members.SelectMany(m => m.Sightings.Contexts), reach),
            Reach = proposal.Scope.TenantScoped ? null : reach,
            History = model.IsItem ? HistoryLine.OfMany(await EventsAsync(visit, model.Members)) : HistoryLine.OfOne(model.Record.History),
            SameDocument = [.. document.Where(p => model.Members.All(m => m.Id != p.Id)).Take(MostRelated)],
            SameRule = [.. (await SeenAsync(visit, new ProposalQuery { RuleId = proposal.RuleId, Shadow = false, Limit = 100 })).Where(p => p.Scope != proposal.Scope && model.Members.All(m => m.Id != p.Id)).Take(MostRelated)],
            SourceOf = one => visit.Sight.FindContext(one.ContextId) is { } of ? LinkTo(visit, one, of) : null,
        };
    }

    // Providers are strangers' code, and a page is worth more than a link on it.
    private static Uri? LinkTo(Visit visit, Evidence evidence, RegenerationContext context)
    {
        try
        {
            return visit.Studio.Engine.SourceOf(evidence, context) is { IsAbsoluteUri: true, Scheme: "http" or "https" } uri ? uri : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<Proposal>> SeenAsync(Visit visit, ProposalQuery query) =>
        [.. (await visit.Store.ListAsync(query, visit.Ct)).Proposals.Where(visit.Sight.Sees).Select(p => Lifecycle.At(p, visit.Now))];

    // Of the document itself, and of the blueprint behind it.
    private static async Task<IReadOnlyList<ProposalRecord>> AppliedAsync(Visit visit, Proposal proposal, IReadOnlyList<Proposal> document, RegenerationContext? context)
    {
        var behind = proposal.Scope.TenantScoped && context is not null ? await SeenAsync(visit, new ProposalQuery { Scope = ProposalScope.Of(context.BlueprintDocument), Shadow = false, Limit = 100 }) : [];
        var done = document.Concat(behind).Where(p => p.Id != proposal.Id && p.State is ProposalState.Applied or ProposalState.RolledBack).OrderByDescending(p => p.EndedAt);
        return await RecordsAsync(visit, done.Take(MostApplied));
    }

    private static async Task<IReadOnlyList<ProposalRecord>> RecordsAsync(Visit visit, IEnumerable<Proposal> proposals)
    {
        var records = new List<ProposalRecord>();
        foreach (var proposal in proposals)
            if (await visit.Store.GetAsync(proposal.Id, visit.Ct) is { } record) records.Add(record);
        return records;
    }

    private static async Task<IReadOnlyList<AuditEntry>> EventsAsync(Visit visit, IReadOnlyList<Proposal> members)
    {
        var (ids, entries) = (members.Select(m => m.Id).ToHashSet(), new List<AuditEntry>());
        var query = new AuditQuery { Scopes = [.. members.Select(m => m.Scope).Distinct()], Since = members.Min(m => m.OpenedAt), Limit = 1000 };
        while (entries.Count < MostEvents)
        {
            var page = await visit.Store.AuditAsync(query, visit.Ct);
            entries.AddRange(page.Where(e => ids.Contains(e.Proposal)));
            if (page.Count < query.Limit) break;
            query = query with { After = page[^1].Place };
        }

        return entries;
    }
}
