using Regenerator.Contexts;

namespace Regenerator.Proposals;

/// <summary>
/// What the wishes of one rule in several tenants have in common: they stand on the same element of one blueprint, which none of these
/// tenants overrides. Their proposals are one item for people, one document edit each.
/// </summary>
/// <param name="Id">SHA-256 over rule, blueprint, elements and what they resolve to now; lowercase hex.</param>
/// <param name="Blueprint">The blueprint's key.</param>
/// <param name="Elements">Of the resolved view, such as <c>workflows.checkout</c>; sorted.</param>
public sealed record Cause(string Id, string Blueprint, IReadOnlyList<string> Elements)
{
    /// <returns>Null where the tenant stands alone: it overrides the element itself, the change is of the blueprint, or it is in words only.</returns>
    public static Cause? Of(string ruleId, RegenerationContext context, Revision revision)
    {
        if (!revision.Proposal.Target.TenantScoped || revision.Effect.Count == 0 || revision.Touched.Any(t => t.Before is not null)) return null;
        var elements = revision.Effect.Select(e => e.Path).Order(StringComparer.Ordinal).ToArray();
        var standsOn = revision.Effect.OrderBy(e => e.Path, StringComparer.Ordinal).Select(e => $"{e.Path}={e.Before ?? "absent"}");
        var blueprint = context.BlueprintDocument.Id;
        return new Cause(Hash.Of(ruleId, blueprint, string.Join('\n', standsOn)), blueprint, elements);
    }

    /// <summary>The item that the first of its proposals makes: the same for everybody who opens one of that window.</summary>
    public ProposalId ItemOf(DateTimeOffset windowEnd) => ProposalId.Of(new Fingerprint(Id), 0, windowEnd);

    public override string ToString() => $"{string.Join(", ", Elements)} of blueprint «{Blueprint}»";
}
