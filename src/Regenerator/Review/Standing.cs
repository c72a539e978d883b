using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Review;

/// <summary>
/// How a living proposal stands against the world as it is: computed when somebody asks, never stored. A closed hierarchy.
/// </summary>
public abstract record Standing
{
    private Standing()
    {
    }

    /// <summary>It can be decided and carried out.</summary>
    public sealed record Sound : Standing
    {
        public static Sound Instance { get; } = new();
    }

    /// <summary>Nobody can wave it through as it is.</summary>
    public sealed record Blocked(ProposalBlocker Blocker) : Standing;

    /// <summary>The same edits would now do something else, or no longer fit.</summary>
    /// <param name="Now">What they would do now; null when they no longer fit.</param>
    public sealed record Stale(string Reason, Revision? Now) : Standing;

    /// <summary>The document says so already.</summary>
    public sealed record Obsolete(string Reason) : Standing;

    /// <summary>None of its contexts is watched at the moment.</summary>
    public sealed record Unwatched(string Reason) : Standing;

    public static Standing Of(Proposal proposal, RegenerationContext? context, bool proseAccepted = false)
    {
        if (context is null) return new Unwatched($"{proposal.Scope} is not among the documents that are watched now");
        var revision = proposal.Revision;
        switch (Draft.Of(context, revision.Proposal, revision.Author, proseAccepted))
        {
            case Draft.AlreadyTrue already:
                return new Obsolete(already.Why);
            case Draft.Impossible impossible:
                return new Stale(impossible.Why, null);
            case Draft.Ready ready when !string.Equals(ready.Revision.Digest, revision.Digest):
                return new Stale($"{context.Document(proposal.Scope.TenantScoped).Place.Name} has moved: the same edits would now do something else", ready.Revision);
            case Draft.Ready ready:
                return ready.Revision.Blockers.FirstOrDefault(b => b.IsHard) is { } blocker ? new Blocked(blocker) : Sound.Instance;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A context of the proposal's document, of those that asked for it when there is one.</summary>
    public static RegenerationContext? ContextOf(Proposal proposal, IEnumerable<RegenerationContext> contexts) => contexts
        .Where(c => ProposalScope.Of(c.Document(proposal.Scope.TenantScoped)) == proposal.Scope)
        .OrderBy(c => proposal.Sightings.Contexts.Contains(c.Id) ? 0 : 1)
        .FirstOrDefault();

    /// <inheritdoc cref="ContextOf(Proposal, IEnumerable{RegenerationContext})"/>
    public static RegenerationContext? ContextOf(Proposal proposal, ContextSnapshot snapshot) => ContextOf(proposal, snapshot.On(proposal.Scope));

    /// <summary>The same, for many proposals of tenants' own documents.</summary>
    public static Func<Proposal, RegenerationContext?> ContextsOf(IReadOnlyList<RegenerationContext> contexts)
    {
        var tenants = contexts.ToLookup(c => c.TenantDocument.Id, StringComparer.Ordinal);
        return proposal => ContextOf(proposal, proposal.Scope.TenantScoped ? tenants[proposal.Scope.DocumentId] : contexts);
    }

    /// <summary>One clause; null when nothing stands against it.</summary>
    public string? Problem => this switch
    {
        Sound => null,
        Blocked blocked => $"it is blocked by {blocked.Blocker.Kind}: {blocked.Blocker.Description}",
        Stale stale => $"it is stale: {stale.Reason}",
        Obsolete obsolete => $"it is obsolete: {obsolete.Reason}",
        Unwatched unwatched => unwatched.Reason,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
