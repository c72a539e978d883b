using Regenerator.Specs.Effects;
using Regenerator.Specs.Registries;

namespace Regenerator.Specs.Edits;

/// <summary>What one of several edits does to what a tenant really gets, once the edits before it are made.</summary>
public abstract record EditEffect
{
    private EditEffect(SpecEdit edit) => Edit = edit;

    public SpecEdit Edit { get; }

    /// <param name="Resolved">The changes of the resolved view; never empty.</param>
    public sealed record Changed(SpecEdit Edit, IReadOnlyList<ResolvedChange> Resolved) : EditEffect(Edit);

    /// <summary>The edit can be made, and the app would not notice.</summary>
    /// <param name="Reason">One clause.</param>
    public sealed record None(SpecEdit Edit, string Reason) : EditEffect(Edit);

    /// <summary>The edit can not be made; those after it are judged without it.</summary>
    /// <param name="Reason">One clause.</param>
    public sealed record Refused(SpecEdit Edit, string Reason) : EditEffect(Edit);

    /// <summary>One effect per edit, in their order. Pure.</summary>
    /// <param name="edited">Which of the two documents the edits are for.</param>
    /// <param name="deps">Without them integrations and knowledge resolve to nothing.</param>
    public static IReadOnlyList<EditEffect> Of(SpecDocument blueprint, SpecDocument tenant, SpecKind edited, IReadOnlyList<SpecEdit> edits, SpecRegistries? deps = null)
    {
        var effects = new List<EditEffect>(edits.Count);
        var before = AppConfig.Resolve(blueprint.Blueprint, tenant.Tenant, deps);
        foreach (var edit in edits)
        {
            var document = edited == SpecKind.Blueprint ? blueprint : tenant;
            var (after, other) = Made(document, edit);
            if (after is null)
            {
                effects.Add(other!);
                continue;
            }

            if (edited == SpecKind.Blueprint) blueprint = after;
            else tenant = after;
            var now = AppConfig.Resolve(blueprint.Blueprint, tenant.Tenant, deps);
            var changes = Effect.Between(before, now);
            before = now;
            effects.Add(changes.Count > 0 ? new Changed(edit, changes) : new None(edit, EditSilence.Reason(edit, edited, blueprint.Blueprint, tenant.Tenant, now)));
        }

        return effects;
    }

    private static (SpecDocument? After, EditEffect? Otherwise) Made(SpecDocument document, SpecEdit edit)
    {
        var result = EditCompiler.Compile(document, [edit]);
        if (result is CompileResult.Refused refused) return (null, new Refused(edit, refused.Reason));
        if (result is not CompileResult.Changed changed) return (null, new None(edit, "the document says it already"));
        try
        {
            return (changed.Edits.On(document), null);
        }
        catch (SpecFormatException problem)
        {
            return (null, new Refused(edit, $"the changed document would not read: {problem.Problem}"));
        }
    }
}
