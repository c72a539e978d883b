using Regenerator.Contexts;
using Regenerator.Proposals;

namespace Regenerator.Freezes;

/// <summary>A context whose app a change would touch, as freezes look at it.</summary>
/// <param name="Environment">Null: its tenant names none.</param>
/// <param name="Labels">Null: the context can not be read, and nothing about it is known.</param>
public sealed record FreezeSubject(string ContextId, string? Environment, IReadOnlyDictionary<string, string>? Labels)
{
    public static FreezeSubject Of(RegenerationContext context) => new(context.Id, context.TenantConfig.Meta.Environment.Value, context.Labels);

    /// <summary>
    /// Everybody whom a change of a document reaches. A blueprint's are all its contexts, whoever asked for the change, and those that can not
    /// be read now: theirs it may be.
    /// </summary>
    public static IReadOnlyList<FreezeSubject> Of(ProposalScope scope, ContextSnapshot snapshot) =>
    [
        .. snapshot.On(scope).Select(Of),
        .. scope.TenantScoped ? [] : snapshot.Sick.Select(s => new FreezeSubject(s.Id, null, null)),
    ];
}
