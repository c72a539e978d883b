using Regenerator.Contexts;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Storage;

namespace Regenerator.Studio.Access;

/// <summary>
/// What one visitor sees of what there is, on pages and by the API. Whoever is confined to tenants sees their own documents and nothing that is shared, no
/// blueprint either; what can not be told to be theirs is not.
/// </summary>
internal sealed class Sight
{
    private readonly HashSet<string>? contexts; // null, as the scopes are: all
    private readonly HashSet<ProposalScope>? scopes;
    private readonly ContextSnapshot snapshot;
    private readonly ContextSourceException? unreadable;

    private Sight(Visitor visitor, ContextSnapshot snapshot, ContextSourceException? unreadable)
    {
        Visitor = visitor;
        this.snapshot = snapshot;
        this.unreadable = unreadable;
        if (visitor.Tenants is null)
        {
            (Contexts, Sick) = (snapshot.Contexts, snapshot.Sick);
            return;
        }

        Contexts = [.. snapshot.Contexts.Where(c => visitor.SeesTenant(TenantOf(c)))];
        contexts = [.. Contexts.Select(c => c.Id)];
        scopes = [.. Contexts.Select(c => ProposalScope.Of(c.TenantDocument))];
        Sick = [];
    }

    public Visitor Visitor { get; }

    /// <exception cref="ContextSourceException">They can not be read now; whoever sees everything sees the rest all the same.</exception>
    public IReadOnlyList<RegenerationContext> Contexts => unreadable is null ? field : throw unreadable;

    public IReadOnlyList<SickContext> Sick { get; }

    /// <summary>The documents whose proposals are seen; null: all.</summary>
    public IReadOnlyCollection<ProposalScope>? Scopes => scopes;

    public bool IsWhole => scopes is null;

    /// <exception cref="ContextSourceException">Whose the documents are can not be read now, and the visitor sees only some.</exception>
    public static async Task<Sight> OfAsync(Visitor visitor, IContextSource source, CancellationToken ct)
    {
        try
        {
            return new Sight(visitor, await source.ReadAsync(ct), null);
        }
        catch (ContextSourceException problem) when (visitor.Tenants is null)
        {
            return new Sight(visitor, new ContextSnapshot([], []), problem);
        }
    }

    /// <summary>What of it the visitor sees.</summary>
    public ProposalQuery Of(ProposalQuery query) => query with { Scopes = scopes, Within = contexts };

    /// <inheritdoc cref="Of(ProposalQuery)"/>
    public AuditQuery Of(AuditQuery query) => query with { Scopes = scopes, Within = contexts };

    /// <inheritdoc cref="Of(ProposalQuery)"/>
    public JudgementQuery Of(JudgementQuery query) => contexts is null ? query : query with { Contexts = query.Contexts is null ? contexts : [.. query.Contexts.Where(contexts.Contains)] };

    public bool Sees(Proposal proposal) => scopes is null || scopes.Contains(proposal.Scope) && proposal.Sightings.Contexts.All(SeesContext);

    /// <summary>A proposal with all that is known of it.</summary>
    /// <returns>
    /// Null: there is none, or it is not the visitor's to see. The store is asked for what they see first, so that both take the same work, and what is not
    /// theirs is not even read.
    /// </returns>
    public async Task<ProposalRecord?> FindAsync(ProposalId id, IProposalStore store, CancellationToken ct)
    {
        if (!IsWhole && (await store.ListAsync(Of(new ProposalQuery { Ids = [id], Limit = 1 }), ct)).Proposals.Count == 0) return null;
        return await store.GetAsync(id, ct) is { } record && Sees(record.Proposal) ? record : null; // somebody else may have asked for it meanwhile
    }

    /// <summary>Of an item the living proposals that the visitor sees, oldest first.</summary>
    public async Task<Proposal[]> MembersAsync(ProposalId item, DateTimeOffset now, IProposalStore store, CancellationToken ct) =>
        await store.AllAsync(Of(ProposalQuery.MembersOf(item, now)), ct).Where(Sees).OrderBy(p => p.Id).ToArrayAsync(ct);

    /// <summary>Null: there is none of this id, or it is not the visitor's to see.</summary>
    /// <exception cref="ContextSourceException">They can not be read now.</exception>
    public RegenerationContext? FindContext(string id) => unreadable is null ? SeesContext(id) ? snapshot.Find(id) : null : throw unreadable;

    public bool SeesContext(string id) => contexts is null || contexts.Contains(id);

    /// <summary>Freezes that hold somebody whom the visitor sees.</summary>
    public bool Sees(Freeze freeze) => scopes is null || Contexts.Any(c => freeze.Set.Reach.Covers(FreezeSubject.Of(c)));

    /// <summary>Whoever is confined may only freeze what is theirs alone.</summary>
    public bool Owns(FreezeReach reach) => scopes is null || reach is FreezeReach.Context(var id) && SeesContext(id);

    /// <summary>A freeze without what others broke it for.</summary>
    public async Task<Freeze> PartOfAsync(Freeze freeze, IProposalStore store, CancellationToken ct)
    {
        if (IsWhole) return freeze;
        var seen = new List<FreezeEvent>();
        foreach (var happened in freeze.History)
            if (happened is not FreezeEvent.Broken broken || await store.GetAsync(broken.Proposal, ct) is { } record && Sees(record.Proposal)) seen.Add(happened);
        return freeze with { History = seen };
    }

    public IEnumerable<RegenerationContext> OfTenant(string tenantId) => Contexts.Where(c => string.Equals(TenantOf(c), tenantId));

    public static string TenantOf(RegenerationContext context) => context.TenantConfig.Meta.TenantId;
}
