using Regenerator.Contexts;
using Regenerator.Freezes;
using Regenerator.Proposals;
using Regenerator.Studio.Access;

namespace Regenerator.Studio.Api;

/// <summary>
/// What one visitor sees of what there is. Whoever is confined to tenants sees their own documents and nothing that is shared, no blueprint either; what
/// can not be told to be theirs is not.
/// </summary>
internal sealed class Sight
{
    private readonly HashSet<string> contexts;
    private readonly HashSet<ProposalScope>? scopes;

    private Sight(Visitor visitor, ContextSnapshot snapshot)
    {
        Visitor = visitor;
        Contexts = [.. snapshot.Contexts.Where(c => visitor.SeesTenant(TenantOf(c)))];
        contexts = [.. Contexts.Select(c => c.Id)];
        scopes = visitor.Tenants is null ? null : [.. Contexts.Select(c => ProposalScope.Of(c.TenantDocument))];
        Sick = visitor.Tenants is null ? snapshot.Sick : [];
    }

    public Visitor Visitor { get; }

    public IReadOnlyList<RegenerationContext> Contexts { get; }

    public IReadOnlyList<SickContext> Sick { get; }

    /// <summary>The documents whose proposals are seen; null: all.</summary>
    public IReadOnlyCollection<ProposalScope>? Scopes => scopes;

    public bool IsWhole => scopes is null;

    public static async Task<Sight> OfAsync(Visitor visitor, IContextSource source, CancellationToken ct) => new(visitor, await source.ReadAsync(ct));

    public bool Sees(Proposal proposal) => scopes is null || scopes.Contains(proposal.Scope) && proposal.Sightings.Contexts.All(contexts.Contains);

    public bool SeesContext(string id) => scopes is null || contexts.Contains(id);

    /// <summary>Freezes that hold somebody whom the visitor sees.</summary>
    public bool Sees(Freeze freeze) => scopes is null || Contexts.Any(c => freeze.Set.Reach.Covers(FreezeSubject.Of(c)));

    /// <summary>Whoever is confined may only freeze what is theirs alone.</summary>
    public bool Owns(FreezeReach reach) => scopes is null || reach is FreezeReach.Context(var id) && contexts.Contains(id);

    public IEnumerable<RegenerationContext> OfTenant(string tenantId) => Contexts.Where(c => string.Equals(TenantOf(c), tenantId));

    public static string TenantOf(RegenerationContext context) => context.TenantConfig.Meta.TenantId;
}
